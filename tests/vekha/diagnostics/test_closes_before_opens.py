"""closes-before-opens: a survey that closes before it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "closes-before-opens"
AUDIENCE = "    audience: [directors]\n"


def test_closing_before_the_opening_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small((AUDIENCE, AUDIENCE + "    opens: 23 октября\n    closes: 2 октября\n")), CODE
    )
    assert told(issue) == (
        "roadmap.yaml:53:13: E Закрытие 02.10.2023 раньше открытия 23.10.2023. → Переставьте "
        "даты или проверьте год."
    )
    assert issue.path == "surveys.study.closes"


def test_closing_after_the_opening_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((AUDIENCE, AUDIENCE + "    opens: 2 октября\n    closes: 23 октября\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
