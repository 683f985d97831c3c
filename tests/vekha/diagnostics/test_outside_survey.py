"""outside-survey: a reminder before the survey opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "outside-survey"
AUDIENCE = "    audience: [directors]\n"


def test_reminder_before_the_opening_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((AUDIENCE, AUDIENCE + "    rules: {reminders: [25 сентября]}\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:25: W «25 сентября» приходится на 25.09.2023, а опрос открыт с "
        "02.10.2023 по 31.10.2023; этого письма не будет."
    )
    assert issue.path == "surveys.study.rules.reminders[0]"


def test_reminder_within_the_survey_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((AUDIENCE, AUDIENCE + "    rules: {reminders: [16 октября]}\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
