"""unknown-key: a key that does not exist here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "unknown-key"


def test_key_with_a_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("period: 2023/2024", "perriod: 2023/2024")), CODE)
    assert told(issue) == (
        "roadmap.yaml:7:1: E Здесь не бывает ключа «perriod». → Возможно, имелось в виду «period»."
    )
    assert issue.path == "perriod"


def test_key_in_its_place_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(append="place: г. Петропавловск\n")
    assert find(files, CODE) == []
    assert plan_of(files)


def test_key_unlike_any_other_is_told_with_those_that_are_known(small: Small, find: Find) -> None:
    [issue] = find(
        small(("    term: декабрь-май\n", "    term: декабрь-май\n    colour: red\n")), CODE
    )
    assert told(issue) == (
        "roadmap.yaml:30:5: E Здесь не бывает ключа «colour». → Здесь бывают: overlaps, "
        "printed, term, title."
    )
