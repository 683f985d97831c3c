"""empty-value: nothing behind a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "empty-value"


def test_key_without_a_value_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("title: Малая программа\nbody", "title:\nbody")), CODE)
    assert told(issue) == (
        "roadmap.yaml:3:7: E После «title:» ничего не написано. → Впишите значение или "
        "уберите строку."
    )
    assert issue.path == "title"


def test_value_on_the_next_line_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("title: Малая программа\nbody", "title:\n  Малая программа\nbody"))
    assert find(files, CODE) == []
    assert plan_of(files)
