"""unknown-person: a person whom neither the table nor the roles have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-person"


def test_person_with_a_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("coordinators: [anna]", "coordinators: [ana]")), CODE)
    assert told(issue) == (
        "roadmap.yaml:8:16: E Человека или роли «ana» нет: ни в people.csv, ни среди ролей. "
        "→ Возможно, имелось в виду «anna»."
    )
    assert issue.path == "coordinators[0]"


def test_person_of_the_table_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("coordinators: [anna]", "coordinators: [boris]"))
    assert find(files, CODE) == []
    assert plan_of(files)
