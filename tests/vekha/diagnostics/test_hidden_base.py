"""hidden-base: a count and a share without their base."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "hidden-base"
WRONG = """\
declared:
  figures:
    f1: {printed: "93 человека (21,3%)", share: 21.3, count: 93}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: "93 человека (21,3%)", share: 21.3, count: 93, of: 437}
"""


def test_share_and_count_without_a_base_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: W «93 человека (21,3%)»: 93 – это 21,3 %, но от чего, не "
        "сказано; подходит база 436, 437."
    )
    assert issue.path == "declared.figures.f1"


def test_share_and_count_with_a_base_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
