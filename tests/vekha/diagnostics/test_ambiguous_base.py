"""ambiguous-base: a count that may be of two wholes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "ambiguous-base"
WRONG = """\
declared:
  figures:
    f1: {printed: 163 школы, count: 163, bases: [303, 211]}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: 163 школы, count: 163, bases: [303]}
"""


def test_count_of_one_of_two_wholes_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: W «163 школы»: неясно, от какого целого; возможно: 163/303 = "
        "53,8 %; 163/211 = 77,3 %."
    )
    assert issue.path == "declared.figures.f1"


def test_count_of_one_whole_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
