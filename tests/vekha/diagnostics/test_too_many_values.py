"""too-many-values: aliases that multiply each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "too-many-values"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_bomb_of_aliases_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=BOMB), CODE)
    assert told(issue) == (
        "roadmap.yaml:57:20: E В файле больше 500 000 значений (вместе с повторами по "
        "ссылкам). → Длинные списки держите в CSV; ссылки YAML (& и *) не должны множить "
        "друг друга."
    )
    assert issue.path == ""


def test_anchor_that_is_used_twice_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(
        append="heading: &lines [Проект, 2023]\npassport:\n  - Название: *lines\n  - Цель: *lines\n"
    )
    assert find(files, CODE) == []
    assert plan_of(files)
