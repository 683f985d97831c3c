"""hidden-base: a count and a share without their base."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
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
    assert issue.path == "declared.figures.f1"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("93", "21,3", "436, 437") if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_share_and_count_with_a_base_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
