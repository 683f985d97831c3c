"""partition-over-100: parts that make more than the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "partition-over-100"
WRONG = """\
declared:
  figures:
    low: {printed: до половины, share: 46.7, count: 7, of: 15, band: [0, 50]}
    high: {printed: больше половины, share: 60, count: 9, of: 15, band: [50, 100]}
  partitions:
    all: {title: Все школы, of: 15, parts: [low, high]}
"""
RIGHT = """\
declared:
  figures:
    low: {printed: до половины, share: 40, count: 6, of: 15, band: [0, 50]}
    high: {printed: больше половины, share: 60, count: 9, of: 15, band: [50, 100]}
  partitions:
    all: {title: Все школы, of: 15, parts: [low, high]}
"""


def test_parts_of_more_than_the_whole_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:57:10: E «Все школы»: части дают 46,7 + 60 = 106,7 %, по количествам 7 "
        "+ 9 = 16 из 15. → Согласуется не больше 100 % и не больше 15: одна из частей "
        "посчитана дважды."
    )
    assert issue.path == "declared.partitions.all"


def test_parts_of_the_whole_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
