"""level-open: levels that the document does not bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "level-open"
WRONG = """\
declared:
  scales:
    two:
      title: Уровни документа
      levels:
        - {short: Н, title: низкий, least: 0, below: 50}
        - {short: В, title: высокий}
"""
RIGHT = """\
declared:
  scales:
    two:
      title: Уровни документа
      levels:
        - {short: Н, title: низкий, least: 0, below: 50}
        - {short: В, title: высокий, least: 50, below: 100}
"""


def test_level_without_bounds_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:7: W Документ не определяет уровни «Уровни документа» до конца: ни "
        "одного для 50–100; без границ: В."
    )
    assert issue.path == "declared.scales.two"


def test_levels_with_bounds_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
