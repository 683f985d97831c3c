"""An information that nobody has signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

INFORMATION = "document:\n  kind: information\n"


def test_no_signature_when_the_document_bears_none(small: Small, find: Find) -> None:
    (issue,) = find(small(append=INFORMATION), "no-signature")
    assert told(issue) == (
        "roadmap.yaml:53:9: W Документ никем не подписан. → Когда будет известно, кто "
        "подписал, впишите document.signed_by."
    )
    assert issue.path == "document.kind"
    assert message_of(issue, language="ru")


def test_document_that_bears_it_is_whole(small: Small, find: Find) -> None:
    assert find(small(append=INFORMATION + "  signed_by: [anna]\n"), "no-signature") == []


def test_plan_needs_none(small: Small, find: Find) -> None:
    assert find(small(), "no-signature") == []
