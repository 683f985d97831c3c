"""Terms and holidays that Kazakhstan's ministry sets for all schools, one school year at a time.

In Russia each school sets its own: there is no table for it, and a term stays without days. The
days are those of the ministry's yearly orders on the beginning, length and holidays of the year;
the extra week of the first classes is left out.
"""

from __future__ import annotations

from datetime import date, timedelta

Days = tuple[date, date]
_ONE_DAY = timedelta(days=1)


def _days(first: str, last: str) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last)


# First calendar year of the school year: autumn, winter and spring holidays, last school day.
_ORDERS: dict[int, tuple[Days, Days, Days, date]] = {
    2018: (
        _days("2018-10-29", "2018-11-04"),
        _days("2018-12-31", "2019-01-09"),
        _days("2019-03-21", "2019-04-02"),
        date(2019, 5, 25),
    ),
    2021: (
        _days("2021-11-01", "2021-11-07"),
        _days("2021-12-30", "2022-01-09"),
        _days("2022-03-19", "2022-03-30"),
        date(2022, 5, 25),
    ),
    2022: (
        _days("2022-10-31", "2022-11-06"),
        _days("2022-12-31", "2023-01-08"),
        _days("2023-03-18", "2023-03-26"),
        date(2023, 5, 31),
    ),
    2023: (
        _days("2023-10-30", "2023-11-05"),
        _days("2023-12-29", "2024-01-07"),
        _days("2024-03-21", "2024-03-31"),
        date(2024, 5, 25),
    ),
    2024: (
        _days("2024-10-28", "2024-11-03"),
        _days("2024-12-30", "2025-01-08"),
        _days("2025-03-21", "2025-03-31"),
        date(2025, 5, 25),
    ),
    2025: (
        _days("2025-10-27", "2025-11-02"),
        _days("2025-12-29", "2026-01-07"),
        _days("2026-03-19", "2026-03-29"),
        date(2026, 5, 25),
    ),
}
_HOLIDAYS = {"autumn": 0, "winter": 1, "spring": 2}


def term_days(first_year: int, n: int) -> Days | None:
    """The days of term `n` (1-4) of the school year that begins in `first_year`; None if unknown."""
    order = _ORDERS.get(first_year)
    if order is None or not 1 <= n <= len(order):
        return None
    autumn, winter, spring, end = order
    edges = (date(first_year, 8, 31), autumn, winter, spring)
    before = edges[n - 1]
    start = before[1] if isinstance(before, tuple) else before
    until = (autumn[0], winter[0], spring[0], end + _ONE_DAY)[n - 1]
    return start + _ONE_DAY, until - _ONE_DAY


def holiday_days(first_year: int, season: str) -> Days | None:
    """The holidays of a season in the school year that begins in `first_year`; None if unknown."""
    order = _ORDERS.get(first_year)
    if order is None:
        return None
    if season == "summer":
        return order[3] + _ONE_DAY, date(first_year + 1, 8, 31)
    days = order[_HOLIDAYS[season]]
    return days if isinstance(days, tuple) else None
