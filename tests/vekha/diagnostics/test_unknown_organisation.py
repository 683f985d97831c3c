"""unknown-organisation: a school that the table does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-organisation"


def test_school_with_a_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("mentees: [village]", "mentees: [vilage]")), CODE)
    assert told(issue) == (
        "roadmap.yaml:22:19: E Организации «vilage» нет в organisations.csv. → Возможно, "
        "имелось в виду «village»."
    )
    assert issue.path == "pairings.mentors.pairs[0].mentees[0]"


def test_school_of_the_table_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small()
    assert find(files, CODE) == []
    assert plan_of(files)


def test_school_unlike_any_other_is_told_without_a_guess(small: Small, find: Find) -> None:
    [issue] = find(small(("mentor: city", "mentor: gymnasium-77")), CODE)
    assert told(issue) == (
        "roadmap.yaml:21:17: E Организации «gymnasium-77» нет в organisations.csv. → Впишите "
        "её в таблицу организаций или исправьте ключ."
    )


def test_person_of_an_unknown_school_is_told_in_the_table(small: Small, find: Find) -> None:
    people = small()["people.csv"].decode().replace("director;village", "director;vilage")
    [issue] = find(small(people=people), CODE)
    assert told(issue) == (
        "people.csv:4:5: E Организации «vilage» нет в organisations.csv. → Возможно, имелось "
        "в виду «village»."
    )
