"""passport-term-open: a passport without an end for activities that have one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "passport-term-open"


def test_term_without_an_end_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append="passport:\n  - Сроки реализации: постоянно\n"), CODE)
    assert told(issue) == (
        "roadmap.yaml:53:5: I В паспорте срок «постоянно», а мероприятия идут с 01.10.2023 "
        "по 31.10.2023."
    )
    assert issue.path == "passport[0]"


def test_term_with_an_end_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(append="passport:\n  - Сроки реализации: сентябрь 2023 - май 2024\n")
    assert find(files, CODE) == []
    assert plan_of(files)
