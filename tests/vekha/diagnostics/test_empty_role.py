"""empty-role: a role that nobody holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "empty-role"


def test_role_that_nobody_holds_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("    position: director\n", "    position: headmaster\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:13:3: E Роль «directors» не называет ни одного человека. → Проверьте "
        "столбец role в таблице людей или перечислите людей в people."
    )
    assert issue.path == "roles.directors"


def test_role_of_a_person_by_name_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("    position: director\n", "    people: [boris, vera]\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
