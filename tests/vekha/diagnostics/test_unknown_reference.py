"""unknown-reference: a reference to what is nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-reference"


def test_questionnaire_with_a_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("    questionnaire: form", "    questionnaire: forms")), CODE)
    assert told(issue) == (
        "roadmap.yaml:49:20: E «forms» нигде не определено в разделе questionnaires. → "
        "Возможно, имелось в виду «form»."
    )
    assert issue.path == "surveys.study.questionnaire"


def test_questionnaire_that_is_there_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small()
    assert find(files, CODE) == []
    assert plan_of(files)
