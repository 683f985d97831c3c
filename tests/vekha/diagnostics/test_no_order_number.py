"""Regulations that name no order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

REGULATIONS = "document:\n  kind: regulations\n"
ORDER = "orders:\n  approval:\n    printed: Приказ № 5\n    number: '5'\n"


def test_no_order_number_when_regulations_name_none(small: Small, find: Find) -> None:
    (issue,) = find(small(append=REGULATIONS), "no-order-number")
    assert told(issue) == (
        "roadmap.yaml:53:9: I Положение не ссылается на приказ с номером, которым оно утверждено."
    )
    assert message_of(issue, language="ru").startswith("Положение не ссылается")


def test_numbered_order_is_named(small: Small, find: Find) -> None:
    assert find(small(append=REGULATIONS + ORDER), "no-order-number") == []
