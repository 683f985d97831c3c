"""moved-to-working-day: a letter on a day off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "moved-to-working-day"
AUDIENCE = "    audience: [directors]\n"
RULES = "    closes: 31 октября\n    rules: {reminders: [], escalation: null}\n"


def test_opening_on_a_saturday_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((AUDIENCE, AUDIENCE + "    opens: 7 октября\n" + RULES)), CODE)
    assert told(issue) == "roadmap.yaml:52:12: I 07.10.2023: суббота; перенесено на 09.10.2023."
    assert issue.path == "surveys.study.opens"


def test_opening_on_a_monday_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((AUDIENCE, AUDIENCE + "    opens: 9 октября\n" + RULES))
    assert find(files, CODE) == []
    assert plan_of(files)
