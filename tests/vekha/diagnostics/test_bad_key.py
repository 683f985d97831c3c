"""bad-key: a key in Russian letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "bad-key"


def test_key_in_russian_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("  spring:\n", "  Весна:\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:28:5: E «Весна» не годится в ключи: нужны строчные латинские буквы, "
        "цифры и дефис."
    )
    assert issue.path == "stages.Весна"


def test_key_of_letters_figures_and_hyphens_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small(("  spring:\n", "  spring-2024:\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
