"""audience-denominator: a share over more than were asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "audience-denominator"
PART_1 = """\
    performers: [directors]
    audience: [village]
"""
PART_2 = """\
declared:
  figures:
    one: {printed: менее 10 %, share: 10, bound: less, base_from: 2, items: [study]}
"""
PART_3 = """\
    performers: [directors]
    audience: [city, village]
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(("    performers: [directors]\n", PART_1), append=PART_2)


def right(small: Small) -> dict[str, bytes]:
    return small(("    performers: [directors]\n", PART_3), append=PART_2)


def test_item_offered_to_fewer_than_the_base_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:10: W «менее 10 %»: доля посчитана от 2, но некоторые пункты "
        "предложены меньшему числу (пункт – скольким): 1 – 1. → База пункта – те, кому он "
        "предложен."
    )
    assert issue.path == "declared.figures.one"


def test_item_offered_to_all_of_the_base_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
