"""territory-left: a district that has left before the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "territory-left"
PART_1 = """\
key;name;kind;district;until
north;Северный район;district;;
city;Городская гимназия № 1;city-school;north;
village;Сельская школа Берёзовка;rural-school;north;
far;Дальний район;district;;07.06.2023
"""
PART_2 = """\
key;name;kind;district;until
north;Северный район;district;;
city;Городская гимназия № 1;city-school;north;
village;Сельская школа Берёзовка;rural-school;north;
far;Дальний район;district;;2024-06-07
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(organisations=PART_1)


def right(small: Small) -> dict[str, bytes]:
    return small(organisations=PART_2)


def test_district_that_has_left_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "organisations.csv:5:1: I «Дальний район» входит в территорию по 07.06.2023, поэтому "
        "в периоде 2023/2024 не учитывается, его людям не пишут."
    )
    assert issue.path == "far"


def test_district_that_leaves_within_the_year_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []


def test_schools_of_a_district_that_has_left_go_with_it(
    small: Small, plan_of: Callable[[Mapping[str, bytes]], Plan]
) -> None:
    rows = (
        "key;name;kind;district;until\nnorth;Северный район;district;;\n"
        "city;Гимназия;city-school;north;\nvillage;Берёзовка;rural-school;north;\n"
        "far;Дальний район;district;;2022-06-07\nschool;Дальняя школа;rural-school;far;\n"
    )
    people = (
        "key;name;position;role;organisation;email\n"
        "anna;Анна;методист;coordinator;north;anna@office.example\n"
        "vera;Вера;директор;director;village;vera@village.example\n"
        "gleb;Глеб;директор;director;school;gleb@school.example\n"
    )
    roadmap = plan_of(small(organisations=rows, people=people)).roadmap
    assert [district.key for district in roadmap.districts()] == ["north"]
    assert [r.organisation.key for r in roadmap.respondents("study")] == ["village"]
