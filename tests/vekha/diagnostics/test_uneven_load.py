"""uneven-load: one mentor with twice as many schools as another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "uneven-load"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
lyceum;Городской лицей № 2;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
PAIR, TWO = "        mentees: [village]\n", "        mentees: [village, steppe]\n"
MORE = """\
steppe;Сельская школа Степная;rural-school;north
lake;Сельская школа Озёрная;rural-school;north
forest;Сельская школа Лесная;rural-school;north
"""


def test_twice_as_many_schools_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small(
            (PAIR, TWO + "      - {mentor: lyceum, mentees: [lake]}\n"),
            organisations=SCHOOLS + MORE,
        ),
        CODE,
    )
    assert told(issue) == (
        "roadmap.yaml:18:5: I Нагрузка неровна: от 1 до 2 школ на наставника («Городская "
        "гимназия № 1»: 2)."
    )
    assert issue.path == "pairings.mentors"


def test_as_many_schools_each_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(
        (PAIR, TWO + "      - {mentor: lyceum, mentees: [lake, forest]}\n"),
        organisations=SCHOOLS + MORE,
    )
    assert find(files, CODE) == []
    assert plan_of(files)
