"""impossible-share: a share that no count of its base gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import hint_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "impossible-share"
WRONG = """\
declared:
  figures:
    f1: {printed: 93 % руководителей, share: 93, base_from: 26}
"""
RIGHT = """\
declared:
  figures:
    f1: {printed: 92 % руководителей, share: 92.3, base_from: 26}
"""


def test_share_that_no_count_gives_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:9: E «93 % руководителей»: доли 93 % от 26 не бывает; ближайшие – "
        "92,3 % (24) и 96,2 % (25). → Такую долю дают базы: 14, 15."
    )
    assert issue.path == "declared.figures.f1"


def test_share_that_a_count_gives_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []


def test_bases_that_would_fit_are_named(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert "14, 15" in (hint_of(issue, language="ru") or "")
