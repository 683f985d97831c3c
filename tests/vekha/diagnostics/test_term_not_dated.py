"""term-not-dated: a term that gives no days."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "term-not-dated"
SECOND = "  - {{key: second, number: '2', title: Семинар, term: {}, performers: [anna]}}\nquestionnaires:\n"


def test_activity_by_a_timetable_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("questionnaires:\n", SECOND.format("по графику"))), CODE)
    assert told(issue) == (
        "roadmap.yaml:37:54: W Срок «по графику» не даёт дней. Даты даёт график, в плане их "
        "нет. Мероприятие останется без дат."
    )
    assert issue.path == "activities[1].term"


def test_activity_in_a_month_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("questionnaires:\n", SECOND.format("ноябрь")))
    assert find(files, CODE) == []
    assert plan_of(files)
