"""partition-over-100: parts that make more than the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
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
    assert issue.path == "declared.partitions.all"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("106,7", "7 + 9 = 16", "15") if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_parts_of_the_whole_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
