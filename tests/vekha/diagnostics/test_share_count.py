"""share-count: a share that its count does not give."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import hint_of, message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "share-count"
WRONG = """\
declared:
  figures:
    f1: {printed: 84 % (12 из 15), share: 84, count: 12, of: 15}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: 80 % (12 из 15), share: 80.4, count: 12, of: 15}
"""


def test_share_that_its_count_does_not_give_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: E «84 % (12 из 15)»: доля 84 %, а 12 из 15 – это 80,0 %. → "
        "Согласуется 80,0 %: похоже, одна единица (6,7 %) округлена до 7 % и умножена на 12."
    )
    assert issue.path == "declared.figures.f1"


def test_share_within_half_a_point_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []


def test_rounded_unit_that_was_multiplied_is_recognised(small: Small, find: Find) -> None:
    """One school of 15 is 6,67 %; rounded to 7 % and multiplied by 12 it makes 84 %."""
    [issue] = find(small(append=WRONG), CODE)
    hint = hint_of(issue, language="ru") or ""
    assert "7 %" in hint
    assert "на 12" in hint


def test_share_without_a_count_is_told_where_it_is_a_multiple(small: Small, find: Find) -> None:
    given = "declared:\n  figures:\n    f1: {printed: 98 %, share: 98, base_from: 15}\n"
    [issue] = find(small(append=given), CODE)
    assert "14 из 15 – это 93,3 %" in message_of(issue, language="ru")


def test_more_than_is_not_met_by_exactly_that(small: Small, find: Find) -> None:
    given = "{printed: более 80 %, share: 80, bound: more, count: 12, of: 15}"
    assert find(small(append=f"declared:\n  figures:\n    f1: {given}\n"), CODE)
