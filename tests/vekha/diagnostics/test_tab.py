"""tab: a tab in the indentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "tab"


def test_tab_in_the_indentation_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("  autumn:\n", "\tautumn:\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:24:1: E В отступе стоит знак табуляции перед «autumn:». → Замените его "
        "пробелами: в YAML отступы делают только пробелами."
    )
    assert issue.path == ""


def test_tab_behind_a_value_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("title: Осень\n", "title: Осень\t# первый этап\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
