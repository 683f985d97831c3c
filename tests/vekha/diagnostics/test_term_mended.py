"""term-mended: a date with a slip that can be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "term-mended"


def test_date_with_a_blank_for_a_dot_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("    term: октябрь\n", "    term: 04.10 2023г.\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:34:11: W Срок «04.10 2023г.» прочитан как 04.10.2023. В дате «04.10 "
        "2023» вместо точки другой знак. → Исправьте запись или подтвердите её в "
        "acknowledged."
    )
    assert issue.path == "activities[0].term"


def test_date_with_its_dots_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("    term: октябрь\n", "    term: 04.10.2023г.\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
