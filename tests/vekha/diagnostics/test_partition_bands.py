"""partition-bands: values that no part covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "partition-bands"
WRONG = """\
declared:
  figures:
    low: {printed: до половины, share: 40, count: 6, of: 15, band: [0, 50]}
    high: {printed: больше половины, share: 60, count: 9, of: 15, band: [60, 100]}
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


def test_values_that_no_part_covers_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:57:10: W «Все школы»: ни в одну часть не попадает: 50–60; в две сразу "
        "попадает: —. → Части делят целое, если каждая начинается там, где кончилась "
        "предыдущая."
    )
    assert issue.path == "declared.partitions.all"


def test_parts_that_cover_everything_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
