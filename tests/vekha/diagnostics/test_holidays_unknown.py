"""A period whose transfers of days off nobody has announced, or the library does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]


def in_period(small: Small, *, country: str, period: str) -> dict[str, bytes]:
    return small(("country: KZ", f"country: {country}"), ("period: 2023/2024", f"period: {period}"))


def test_year_without_decrees_is_told(small: Small, find: Find) -> None:
    (issue,) = find(in_period(small, country="KZ", period="2039/2040"), "holidays-unknown")
    assert told(issue) == (
        "roadmap.yaml:7:9: I Переносы выходных ещё не известны (2039, 2040): праздники взяты по "
        "закону. → Когда переносы объявят, впишите их в days_off и проверьте даты ещё раз."
    )


@pytest.mark.parametrize(
    ("country", "period"), [("KZ", "2023/2024"), ("RU", "2019/2020"), ("RU", "2026/2027")]
)
def test_year_with_decrees_is_not(small: Small, find: Find, country: str, period: str) -> None:
    assert find(in_period(small, country=country, period=period), "holidays-unknown") == []
