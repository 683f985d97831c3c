"""case: a month in the wrong case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "case"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'В февраля месяце 2021 года прошёл семинар.'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'В феврале месяце 2021 года прошёл семинар.'
"""


def test_month_in_the_wrong_case_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:56:11: W «В февраля месяце» – не тот падеж; согласуется «В феврале "
        "месяце». В тексте оставлено, как напечатано."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_month_in_the_right_case_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
