"""figures-clash: two figures on one subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "figures-clash"
WRONG = """\
declared:
  figures:
    f1: {printed: 9 регионов, count: 9, subject: regions}
    f2: {printed: 18 регионов, count: 18, subject: regions}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: 9 регионов, count: 9, subject: regions}
    f2: {printed: девять регионов, count: 9, subject: regions}
"""


def test_two_figures_on_one_subject_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:9: W Об одном и том же сказано по-разному: «9 регионов» (9) и «18 "
        "регионов» (18)."
    )
    assert issue.path == "declared.figures.f2"


def test_two_equal_figures_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
