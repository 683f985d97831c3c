"""bad-address: what is no e-mail address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "bad-address"


def test_address_without_its_sign_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small(
            people=small()["people.csv"].decode().replace("vera@village.example", "vera(at)village")
        ),
        CODE,
    )
    assert told(issue) == (
        "people.csv:4:6: E «vera(at)village» — не адрес электронной почты. → Адрес пишут "
        "так: director@school.kz."
    )
    assert issue.path == "vera"


def test_address_in_cyrillic_letters_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(
        people=small()["people.csv"].decode().replace("vera@village.example", "vera@школа.example")
    )
    assert find(files, CODE) == []
    assert plan_of(files)
