"""territory-change: a district that leaves the territory."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "territory-change"
PART_1 = """\
key;name;kind;district;until
north;Северный район;district;;
city;Городская гимназия № 1;city-school;north;
village;Сельская школа Берёзовка;rural-school;north;
far;Дальний район;district;;2024-06-07
"""
PART_2 = """\
key;name;kind;district;until
north;Северный район;district;;
city;Городская гимназия № 1;city-school;north;
village;Сельская школа Берёзовка;rural-school;north;
far;Дальний район;district;;
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(organisations=PART_1)


def right(small: Small) -> dict[str, bytes]:
    return small(organisations=PART_2)


def test_district_that_leaves_later_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "organisations.csv:5:1: I «Дальний район» входит в территорию по 07.06.2024: в "
        "периоде 2023/2024 учитывается, вне этих дней – нет."
    )
    assert issue.path == "far"


def test_district_that_stays_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
