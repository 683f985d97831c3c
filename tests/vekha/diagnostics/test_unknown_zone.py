"""unknown-zone: a time zone that does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-zone"


def test_zone_of_a_town_that_has_none_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("timezone: Asia/Almaty", "timezone: Asia/Petropavl")), CODE)
    assert told(issue) == (
        "roadmap.yaml:5:11: E Часового пояса «Asia/Petropavl» нет. → Пояса пишутся так: "
        "Asia/Almaty, Europe/Moscow."
    )
    assert issue.path == "timezone"


def test_zone_that_exists_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("timezone: Asia/Almaty", "timezone: Europe/Moscow"))
    assert find(files, CODE) == []
    assert plan_of(files)
