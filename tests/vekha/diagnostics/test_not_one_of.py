"""not-one-of: a word that is none of the known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "not-one-of"


def test_kind_of_question_with_a_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("kind: number", "kind: numbr")), CODE)
    assert told(issue) == (
        "roadmap.yaml:44:19: E «numbr» здесь не подходит; бывает: number, share, choice, "
        "several, text, date, scale, file. → Возможно, имелось в виду «number»."
    )
    assert issue.path == "questionnaires.form.sections[0].questions[0].kind"


def test_kind_of_question_that_is_known_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small(("kind: number", "kind: share"))
    assert find(files, CODE) == []
    assert plan_of(files)
