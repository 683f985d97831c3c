"""needs-dates: a survey of which nobody knows when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "needs-dates"


def test_survey_without_days_or_activity_is_told(small: Small, find: Find) -> None:
    issue = find(small(("    activity: study\n", "")), CODE)[0]
    assert told(issue) == (
        "roadmap.yaml:48:5: E Неизвестно, когда: «opens» не задано, а у мероприятия нет "
        "срока с точными днями. → Впишите opens или дайте мероприятию срок с днями."
    )
    assert issue.path == "surveys.study"


def test_survey_with_its_own_days_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("    activity: study\n", "    opens: 2 октября\n    closes: 31 октября\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
