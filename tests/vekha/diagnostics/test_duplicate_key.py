"""duplicate-key: one key twice in a mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "duplicate-key"
WINTER = "  winter:\n    title: Зима\n    term: декабрь\n  spring:"
TERM, LATER = "декабрь-май", "январь-май"


def test_stage_that_stands_twice_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("  spring:", WINTER.replace("winter", "autumn")), (TERM, LATER)), CODE)
    assert told(issue) == (
        "roadmap.yaml:27:3: E Ключ «autumn» стоит дважды: первый раз в строке 24. → Оставьте "
        "один из двух или дайте второму другое имя."
    )
    assert issue.path == "stages.autumn"


def test_stage_of_another_name_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("  spring:", WINTER), (TERM, LATER))
    assert find(files, CODE) == []
    assert plan_of(files)


def test_activity_with_the_key_of_another_is_told(small: Small, find: Find) -> None:
    """Activities are a list; their keys must differ all the same."""
    second = "  - {key: study, number: '2', title: Ещё одно, term: ноябрь, performers: [anna]}\n"
    [issue] = find(small(("questionnaires:\n", f"{second}questionnaires:\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:37:11: E Ключ «study» стоит дважды: первый раз в строке 31. → Оставьте "
        "один из двух или дайте второму другое имя."
    )
    assert issue.path == "activities[1].key"
