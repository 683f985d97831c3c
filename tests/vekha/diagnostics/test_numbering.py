"""numbering: items without their heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "numbering"
WRONG = """\
declared:
  text:
    - kind: list
      text:
        - '2. Курсы'
        - '2.1. Бюджетные'
        - '2.2.1. Для директоров'
"""
RIGHT = """\
declared:
  text:
    - kind: list
      text:
        - '1. Введение'
        - '2. Курсы'
        - '2.1. Бюджетные'
        - '2.2. Внебюджетные'
        - '2.2.1. Для директоров'
"""


def test_items_without_their_heading_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:7: W В нумерации нет пунктов 1, 2.2; лишним выглядит: —."
    )
    assert issue.path == "declared.text[0]"


def test_items_with_their_headings_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
