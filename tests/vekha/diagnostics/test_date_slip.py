"""date-slip: a date with a blank for a dot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "date-slip"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'Встреча 04.09 2020г.'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'Встреча 04.09.2020г.'
"""


def test_blank_for_a_dot_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:56:11: W В дате «04.09 2020» пропущена точка; согласуется 04.09.2020."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_date_with_its_dots_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
