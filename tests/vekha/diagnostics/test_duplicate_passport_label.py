"""duplicate-passport-label: a row of the passport twice, with different content."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "duplicate-passport-label"


def test_row_twice_with_different_content_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small(append="passport:\n  - Участники: учителя\n  - Участники: 13 школ\n"), CODE
    )
    assert told(issue) == (
        "roadmap.yaml:54:5: W Строка паспорта «Участники» стоит дважды с разным содержанием: "
        "первый раз в строке 53."
    )
    assert issue.path == "passport[1]"


def test_row_twice_with_the_same_content_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small(append="passport:\n  - Участники: учителя\n  - Участники: учителя\n")
    assert find(files, CODE) == []
    assert plan_of(files)
