"""numbering-figures: a picture that is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "numbering-figures"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'Модель (см. рис 1).'
        - 'Итоги на рис. 3.'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'Модель (см. рис 1).'
        - 'Итоги на рис. 2.'
"""


def test_picture_that_is_missing_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == "roadmap.yaml:57:11: W Рис. 2 нет: в тексте есть рис. 1, 3."
    assert issue.path == "declared.text[0].text[1]"


def test_pictures_in_a_row_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
