"""missing-key: a key that must be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "missing-key"


def test_roadmap_without_a_period_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("period: 2023/2024\n", "")), CODE)
    assert told(issue) == (
        "roadmap.yaml:1:1: E Не хватает обязательного «period». → Впишите строку «period: "
        "…»; образец даёт vekha new."
    )
    assert issue.path == "period"


def test_roadmap_with_all_that_must_be_there_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small()
    assert find(files, CODE) == []
    assert plan_of(files)
