"""bad-period: a period without years."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "bad-period"


def test_period_in_words_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("period: 2023/2024", "period: этот год")), CODE)
    assert told(issue) == (
        "roadmap.yaml:7:9: E Период «этот год» не прочитан. → Пишут учебный год 2023/2024, "
        "календарный год 2021 или 2019-08-01/2020-07-31."
    )
    assert issue.path == "period"


def test_period_from_day_to_day_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("period: 2023/2024", "period: 2023-09-01/2024-05-31"))
    assert find(files, CODE) == []
    assert plan_of(files)
