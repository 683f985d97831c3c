"""out-of-range: a number above its bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "out-of-range"


def test_questionnaire_of_fifteen_hours_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("    title: Анкета\n", "    title: Анкета\n    minutes: 900\n")), CODE)
    assert told(issue) == "roadmap.yaml:40:14: E «900» не подходит: должно быть не больше 240."
    assert issue.path == "questionnaires.form.minutes"


def test_questionnaire_of_four_hours_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("    title: Анкета\n", "    title: Анкета\n    minutes: 240\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
