"""undated: a term counted from a date that is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "undated"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'Семинар пройдёт в мае месяце текущего года.'
"""
RIGHT = """\
declared:
  date: 10 апреля 2021 года
  text:
    - kind: prose
      text:
        - 'Семинар пройдёт в мае месяце текущего года.'
"""


def test_current_year_of_an_undated_document_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:56:11: W «в мае месяце» отсчитано от даты документа, а даты у "
        "документа нет. → Когда дата станет известна, впишите её в declared.date."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_current_year_of_a_dated_document_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
