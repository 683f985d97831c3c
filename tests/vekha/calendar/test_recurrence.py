"""Days of a recurrence rule within a window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.calendar import RecurrenceInvalid, WorkCalendar, occurrences
from vekha.terms import Window

_YEAR = Window(date(2021, 1, 1), date(2021, 12, 31))
_SCHOOL = Window(date(2023, 9, 1), date(2024, 5, 31))


def test_first_thursdays_of_2021_meet_two_holidays_of_russia() -> None:
    thursdays = occurrences("FREQ=MONTHLY;BYDAY=1TH;BYHOUR=15;BYMINUTE=0", _YEAR)
    assert len(thursdays) == 12
    russia = WorkCalendar("RU")
    off = {day: russia.reason(day) for day in thursdays if not russia.is_working(day)}
    assert off == {
        date(2021, 1, 7): "Рождество Христово",
        date(2021, 11, 4): "День народного единства",
    }
    assert [russia.next_working(day) for day in off] == [date(2021, 1, 11), date(2021, 11, 8)]


@pytest.mark.parametrize(
    ("rule", "window", "days"),
    [
        ("FREQ=MONTHLY;INTERVAL=3", _YEAR, ["2021-01-01", "2021-04-01", "2021-07-01", "2021-10-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Window(date(2024, 1, 1), date(2024, 3, 31)),
         ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", _SCHOOL, ["2023-12-25"]),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=5", _YEAR, ["2021-01-05", "2021-07-05"]),
        ("FREQ=WEEKLY;BYDAY=MO", Window(date(2023, 12, 25), date(2024, 1, 8)),
         ["2023-12-25", "2024-01-01", "2024-01-08"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
         Window(date(2021, 1, 1), date(2021, 2, 28)), ["2021-01-29", "2021-02-26"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", Window(date(2021, 1, 1), date(2028, 12, 31)),
         ["2024-02-29", "2028-02-29"]),
        ("FREQ=WEEKLY;BYDAY=SU", Window(date(2024, 1, 1), date(2024, 1, 6)), []),
    ],
)  # fmt: skip
def test_rule_gives_its_days(rule: str, window: Window, days: list[str]) -> None:
    assert [str(day) for day in occurrences(rule, window)] == days


@given(
    st.sampled_from(
        ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY")
    ),
    st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 1, 1)),
    st.integers(min_value=0, max_value=800),
)
def test_days_are_in_order_without_repeats_and_within(rule: str, start: date, length: int) -> None:
    window = Window(start, date.fromordinal(start.toordinal() + length))
    days = occurrences(rule, window)
    assert list(days) == sorted(set(days))
    assert all(start <= day <= window.until for day in days)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=MONTHLY;BYDAY=9XX",
        "каждый день",
        "FREQ=DAILY;COUNT=x",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(RecurrenceInvalid):
        occurrences(rule, _YEAR)


def test_rule_needs_a_first_day() -> None:
    with pytest.raises(RecurrenceInvalid, match="first day"):
        occurrences("FREQ=DAILY", Window(None, date(2021, 1, 1)))
