"""target-without-number: a target without a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "target-without-number"
WRONG = """\
targets:
  one: {printed: повышение уровня}
"""
RIGHT = """\
targets:
  one: {printed: не менее 70 %, least: 70}
"""


def test_target_without_a_number_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:53:8: W Цель «повышение уровня» без числа: достигнута ли она, сказать нельзя."
    )
    assert issue.path == "targets.one"


def test_target_with_a_number_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
