"""no-count: a bound where a figure should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "no-count"
WRONG = """\
declared:
  figures:
    f1: {printed: более 2000 педагогов, count: 2000, bound: more}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: 2000 педагогов, count: 2000}
"""


def test_bound_instead_of_a_figure_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: W «более 2000 педагогов»: это граница (2000), а не число; "
        "посчитать по ней ничего нельзя."
    )
    assert issue.path == "declared.figures.f1"


def test_figure_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
