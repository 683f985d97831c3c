"""footnote-marks: notes with two marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "footnote-marks"
WRONG = """\
declared:
  text:
    - kind: list
      text:
        - 'Курсы / ***'
        - 'Встречи / ****'
"""
RIGHT = """\
declared:
  text:
    - kind: list
      text:
        - 'Курсы / ***'
        - 'Встречи / ***'
"""


def test_notes_with_two_marks_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == "roadmap.yaml:54:7: W Сноски помечены по-разному: ***, ****."
    assert issue.path == "declared.text[0]"


def test_notes_with_one_mark_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
