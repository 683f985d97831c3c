"""share-without-base: a share without a count or a base."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "share-without-base"
WRONG = """\
declared:
  figures:
    f1: {printed: около 20 % школ, share: 20, bound: about}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: около 20 % школ, share: 20, bound: about, base_from: 15}
"""


def test_share_with_neither_count_nor_base_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: W «около 20 % школ»: доля 20 % без количества и без базы; "
        "проверить её нельзя."
    )
    assert issue.path == "declared.figures.f1"


def test_share_with_a_base_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
