"""Sending hours: which wall times are allowed and where the others go."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.calendar import SendingHours, WorkCalendar, is_sending_time, shift_to_working

_KZ = WorkCalendar("KZ")
_HOURS = SendingHours()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("local", "direction", "moved"),
    [
        ("2024-02-15T09:00", "next", "2024-02-15T09:00"),
        ("2024-02-15T18:00", "previous", "2024-02-15T18:00"),
        ("2024-02-15T07:30", "next", "2024-02-15T09:00"),
        ("2024-02-15T19:00", "next", "2024-02-16T09:00"),
        ("2024-02-17T10:00", "next", "2024-02-19T09:00"),  # Saturday
        ("2024-03-21T10:00", "next", "2024-03-26T09:00"),  # Nauryz
        ("2023-12-29T20:00", "next", "2024-01-03T09:00"),  # New Year
        ("2024-02-15T07:30", "previous", "2024-02-14T18:00"),
        ("2024-02-15T19:00", "previous", "2024-02-15T18:00"),
        ("2024-02-17T10:00", "previous", "2024-02-16T10:00"),
        ("2024-02-18T23:00", "previous", "2024-02-16T18:00"),
        ("2024-03-25T09:00", "previous", "2024-03-20T09:00"),
    ],
)
def test_time_moves_to_the_nearest_allowed(
    local: str, direction: Literal["next", "previous"], moved: str
) -> None:
    shifted = shift_to_working(_at(local), calendar=_KZ, hours=_HOURS, direction=direction)
    assert shifted == _at(moved)


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2027, 12, 31)),  # noqa: DTZ001 - wall time
    st.sampled_from(("next", "previous")),
)
def test_moved_time_is_allowed_on_the_right_side_and_stays(
    local: datetime, direction: Literal["next", "previous"]
) -> None:
    moved = shift_to_working(local, calendar=_KZ, hours=_HOURS, direction=direction)
    assert is_sending_time(moved, calendar=_KZ, hours=_HOURS)
    assert moved >= local if direction == "next" else moved <= local
    assert shift_to_working(moved, calendar=_KZ, hours=_HOURS, direction=direction) == moved


def test_hours_must_begin_before_they_end() -> None:
    with pytest.raises(ValueError, match="begin before they end"):
        SendingHours(time(18), time(9))


def test_own_hours_are_kept() -> None:
    early = SendingHours(time(8), time(12))
    noon = datetime.combine(date(2024, 2, 15), time(13))
    moved = shift_to_working(noon, calendar=_KZ, hours=early, direction="previous")
    assert moved == _at("2024-02-15T12:00")
