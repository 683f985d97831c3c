"""An information without a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

INFORMATION = "document:\n  kind: information\n"


def test_no_date_when_the_document_bears_none(small: Small, find: Find) -> None:
    (issue,) = find(small(append=INFORMATION), "no-date")
    assert told(issue) == (
        "roadmap.yaml:53:9: W У документа нет даты. → Когда она станет известна, впишите "
        "document.date."
    )
    assert issue.path == "document.kind"
    assert message_of(issue, language="ru")


def test_document_that_bears_it_is_whole(small: Small, find: Find) -> None:
    assert find(small(append=INFORMATION + "  date: 12.04.2024\n"), "no-date") == []


def test_plan_needs_none(small: Small, find: Find) -> None:
    assert find(small(), "no-date") == []
