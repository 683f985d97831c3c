"""too-deep: brackets deeper than any roadmap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "too-deep"


def test_forty_levels_and_one_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append="x: " + "[" * 41 + "]" * 41 + "\n"), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:43: E Вложенность больше 40 уровней: такой дорожной карты не бывает."
    )
    assert issue.path == ""


def test_three_levels_is_silent(small: Small, find: Find) -> None:
    files = small(append="passport:\n  - Цель: [[учителя]]\n")
    assert find(files, CODE) == []
