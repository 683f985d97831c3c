"""type-mismatch: schools of other types than the document counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "type-mismatch"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Средняя школа № 1;city-school;north
second;{};city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
PASSPORT = "passport:\n  - Участники: 2 средних школы города, 1 МКШ\n"


def test_lyceum_among_secondary_schools_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=SCHOOLS.format("Лицей № 2"), append=PASSPORT), CODE)
    assert told(issue) == (
        "roadmap.yaml:53:5: W «2 средних школы»: в списке (kind: city-school) под этим "
        "числом стоят разные типы: средняя школа – 1, лицей – 1. → Тип школы и признак (МКШ, "
        "ШНОР) – разные вещи: держите их отдельными столбцами списка организаций."
    )
    assert issue.path == "passport[0]"


def test_secondary_schools_alone_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(organisations=SCHOOLS.format("СШ № 2"), append=PASSPORT)
    assert find(files, CODE) == []
    assert plan_of(files)


def test_small_schools_of_several_types_are_told(small: Small, find: Find) -> None:
    """«МКШ» is an attribute of a school, not its type."""
    rows = "lake;Озёрная ОШ;rural-school;north\nsteppe;Степная СШ;rural-school;north\n"
    roster = SCHOOLS.format("СШ № 2").replace(
        "village;Сельская школа Берёзовка;rural-school;north\n", rows
    )
    files = small(
        ("mentees: [village]", "mentees: [lake, steppe]"),
        organisations=roster,
        people=small()["people.csv"].decode().replace(";village;", ";lake;"),
        append="passport:\n  - Участники: 2 МКШ\n",
    )
    issue = find(files, CODE)[0]
    assert told(issue) == (
        "roadmap.yaml:53:5: W «2 МКШ»: в списке (kind: rural-school) под этим числом стоят "
        "разные типы: основная школа – 1, средняя школа – 1. → Тип школы и признак (МКШ, "
        "ШНОР) – разные вещи: держите их отдельными столбцами списка организаций."
    )
