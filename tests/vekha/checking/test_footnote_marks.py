"""footnote-marks: notes with two marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
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
    assert issue.path == "declared.text[0]"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("***, ****",) if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_notes_with_one_mark_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
