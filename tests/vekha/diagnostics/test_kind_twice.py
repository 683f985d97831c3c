"""kind-twice: a school whose kind stands twice in its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "kind-twice"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;{};rural-school;north
"""


def test_abbreviation_beside_what_it_stands_for_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=SCHOOLS.format("Караталская СШ средняя школа")), CODE)
    assert told(issue) == (
        "organisations.csv:4:1: W В названии «Караталская СШ средняя школа» вид школы стоит "
        "дважды (СШ); согласуется «Караталская средняя школа»."
    )
    assert issue.path == "village"


def test_kind_that_stands_once_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(organisations=SCHOOLS.format("Караталская средняя школа"))
    assert find(files, CODE) == []
    assert plan_of(files)
