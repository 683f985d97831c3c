"""wrong-shape: a text where a list is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "wrong-shape"


def test_text_in_place_of_a_list_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("coordinators: [anna]", "coordinators: anna")), CODE)
    assert told(issue) == (
        "roadmap.yaml:8:15: E Здесь ожидается список («- …»), а написано «anna»."
    )
    assert issue.path == "coordinators"


def test_list_of_one_line_each_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("coordinators: [anna]", "coordinators:\n  - anna"))
    assert find(files, CODE) == []
    assert plan_of(files)
