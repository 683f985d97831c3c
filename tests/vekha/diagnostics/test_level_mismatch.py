"""level-mismatch: a level that the figure does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "level-mismatch"
WRONG = """\
levels:
  two:
    title: Два уровня
    levels:
      - {short: Н, title: низкий, least: 0, below: 50}
      - {short: В, title: высокий, least: 50, below: 100}

declared:
  figures:
    said: {printed: 87 % – высокий, share: 87, base_from: 15, level: В, subject: courses}
    counted: {printed: 4 школ из 15, count: 4, of: 15, subject: courses}
"""
RIGHT = """\
levels:
  two:
    title: Два уровня
    levels:
      - {short: Н, title: низкий, least: 0, below: 50}
      - {short: В, title: высокий, least: 50, below: 100}

declared:
  figures:
    said: {printed: 87 % – высокий, share: 87, base_from: 15, level: В, subject: courses}
    counted: {printed: 13 школ из 15, count: 13, of: 15, subject: courses}
"""


def test_level_that_the_count_denies_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:61:11: E «87 % – высокий» – уровень В, а «4 школ из 15» – 26,7 %, то "
        "есть Н. → Согласуется Н, если обе доли – об одном и том же и от одной базы."
    )
    assert issue.path == "declared.figures.said"


def test_level_that_the_count_confirms_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
