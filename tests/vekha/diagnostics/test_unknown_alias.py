"""unknown-alias: an alias whose anchor is nowhere above."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-alias"


def test_alias_to_nowhere_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append="heading: *lines\n"), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:10: E Ссылка *lines ведёт в никуда: якоря &lines выше нет."
    )
    assert issue.path == ""


def test_alias_to_an_anchor_above_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(append="heading: &lines [Проект]\npassport:\n  - Название: *lines\n")
    assert find(files, CODE) == []
    assert plan_of(files)
