"""not-a-number: a word where a number stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "not-a-number"


def test_number_in_words_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("    title: Анкета\n", "    title: Анкета\n    minutes: пять\n")), CODE)
    assert told(issue) == "roadmap.yaml:40:14: E «пять» — не число. → Число пишут цифрами: 5."
    assert issue.path == "questionnaires.form.minutes"


def test_number_in_figures_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("    title: Анкета\n", "    title: Анкета\n    minutes: 5\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
