"""Working days of Kazakhstan and Russia: weekends, holidays, transfers, the roadmap's own days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.calendar import WorkCalendar, official_year

KZ = WorkCalendar("KZ")
RU = WorkCalendar("RU")
AUTUMN = WorkCalendar(
    "KZ",
    days_off=((date(2023, 10, 30), date(2023, 11, 5), "осенние каникулы"),),
    working=(date(2023, 11, 4),),
)
_CALENDARS = st.sampled_from((KZ, RU, AUTUMN))
_DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "day", "reason"),
    [
        (RU, date(2021, 1, 7), "Рождество Христово"),
        (RU, date(2021, 11, 4), "День народного единства"),
        (RU, date(2021, 11, 5), "выходной, перенесённый с 02.01.2021"),
        (RU, date(2020, 11, 21), "суббота"),
        (RU, date(2021, 3, 8), "Международный женский день"),
        (RU, date(2021, 3, 9), None),
        (RU, date(2024, 4, 27), None),  # a Saturday that is worked
        (RU, date(2024, 12, 31), "выходной, перенесённый с 07.01.2024"),
        (KZ, date(2024, 1, 1), "Новый год"),
        (KZ, date(2024, 3, 25), "Наурыз мейрамы (выходной в связи с праздником)"),
        (KZ, date(2024, 5, 4), None),  # a Saturday that is worked
        (KZ, date(2024, 5, 8), "выходной, перенесённый с 04.05.2024"),
        (KZ, date(2025, 1, 5), None),  # a Sunday that is worked
        (KZ, date(2024, 2, 29), None),
        (KZ, date(2023, 12, 31), "воскресенье"),
        (AUTUMN, date(2023, 11, 1), "осенние каникулы"),
        (AUTUMN, date(2023, 11, 4), None),  # the roadmap's own worked Saturday
        (AUTUMN, date(2023, 11, 6), None),
    ],
)
def test_day_off_has_its_reason(calendar: WorkCalendar, day: date, reason: str | None) -> None:
    assert calendar.reason(day) == reason
    assert calendar.is_working(day) == (reason is None)


def test_reason_is_told_in_three_languages() -> None:
    day = date(2024, 3, 22)
    told = [KZ.reason(day, language=language) for language in ("ru", "kk", "en")]
    assert told == ["Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"]
    weekend = [KZ.reason(date(2024, 3, 30), language=lang) for lang in ("ru", "kk", "en")]
    assert weekend == ["суббота", "сенбі", "Saturday"]


@pytest.mark.parametrize("country", ["KZ", "RU"])
def test_every_holiday_has_a_name_in_every_language(country: str) -> None:
    """A holiday that the library adds one day must get its Russian and Kazakh names here."""
    for year in range(2005, 2028):
        official = official_year(country, year)
        for day in official.days:
            names = {
                language: official.name(day, language=language) for language in ("ru", "kk", "en")
            }
            assert all(names.values()), day
            assert names["en"] is not None
            assert names["en"].isascii(), (day, names)


@pytest.mark.parametrize(
    ("calendar", "year", "covered"),
    [
        (RU, 2021, True),
        (RU, 2024, True),
        (RU, 1991, True),
        (RU, 2040, False),
        (KZ, 2000, True),
        (KZ, 2005, True),
        (KZ, 2025, True),
        (KZ, 1999, False),
        (KZ, 2040, False),
    ],
)
def test_years_without_decrees_are_told_apart(
    calendar: WorkCalendar, year: int, *, covered: bool
) -> None:
    assert calendar.covered(year) is covered


def test_year_without_decrees_still_has_its_holidays() -> None:
    assert RU.reason(date(2040, 11, 4)) is not None
    assert KZ.reason(date(2040, 3, 22)) is not None
    assert not any("перенес" in (RU.reason(day) or "") for day in RU.official(2040).days)


@pytest.mark.parametrize(
    ("day", "n", "shifted"),
    [
        (date(2024, 3, 20), -5, date(2024, 3, 13)),
        (date(2024, 3, 20), 1, date(2024, 3, 26)),  # over Nauryz and its Monday
        (date(2023, 12, 29), 1, date(2024, 1, 3)),  # over New Year
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 3, 22), 0, date(2024, 3, 26)),
        (date(2024, 3, 20), 0, date(2024, 3, 20)),
    ],
)
def test_shift_counts_working_days(day: date, n: int, shifted: date) -> None:
    assert KZ.shift(day, n) == shifted


def test_count_is_inclusive() -> None:
    assert KZ.count(date(2024, 3, 18), date(2024, 3, 26)) == 4
    assert KZ.count(date(2024, 3, 21), date(2024, 3, 25)) == 0


@given(_CALENDARS, _DAYS)
def test_next_and_previous_are_working_and_in_order(calendar: WorkCalendar, day: date) -> None:
    after, before = calendar.next_working(day), calendar.previous_working(day)
    assert calendar.is_working(after)
    assert calendar.is_working(before)
    assert before <= day <= after
    assert (before == day == after) == calendar.is_working(day)


@given(_CALENDARS, _DAYS, _DAYS)
def test_next_working_keeps_order(calendar: WorkCalendar, first: date, second: date) -> None:
    if first <= second:
        assert calendar.next_working(first) <= calendar.next_working(second)
        assert calendar.previous_working(first) <= calendar.previous_working(second)


@given(_CALENDARS, _DAYS, st.integers(min_value=-40, max_value=40))
def test_shift_there_and_back_returns(calendar: WorkCalendar, day: date, n: int) -> None:
    start = calendar.next_working(day)
    assert calendar.shift(calendar.shift(start, n), -n) == start


@given(_CALENDARS, _DAYS, st.integers(min_value=1, max_value=40))
def test_shift_passes_as_many_working_days_as_it_says(
    calendar: WorkCalendar, day: date, n: int
) -> None:
    start = calendar.next_working(day)
    assert calendar.count(start, calendar.shift(start, n)) == n + 1


def test_wrong_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="KZ, RU"):
        WorkCalendar("BY")
    with pytest.raises(ValueError, match="before they begin"):
        WorkCalendar("KZ", days_off=((date(2024, 1, 2), date(2024, 1, 1), "каникулы"),))
    endless = WorkCalendar("KZ", days_off=((date(2000, 1, 1), date(2099, 1, 1), "навсегда"),))
    with pytest.raises(ValueError, match="no working day"):
        endless.next_working(date(2024, 1, 1))
