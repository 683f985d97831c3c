"""outside-period: days that lie in no year of the programme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "outside-period"
TERM, STAGE = "    term: октябрь\n", "    stage: autumn\n"


def test_day_after_the_period_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((TERM, "    term: 1 октября 2024 года\n"), (STAGE, "")), CODE)
    assert told(issue) == (
        "roadmap.yaml:34:11: W 01.10.2024 лежит вне периода программы 2023/2024. → Проверьте "
        "год в сроке или period."
    )
    assert issue.path == "activities[0].term"


def test_last_days_of_the_school_year_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((TERM, "    term: 28-29 августа 2024 года\n"), (STAGE, ""))
    assert find(files, CODE) == []
    assert plan_of(files)


def test_day_before_the_period_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((TERM, "    term: 31 июля 2023 года\n"), (STAGE, "")), CODE)
    assert told(issue) == (
        "roadmap.yaml:34:11: W 31.07.2023 лежит вне периода программы 2023/2024. → Проверьте "
        "год в сроке или period."
    )
