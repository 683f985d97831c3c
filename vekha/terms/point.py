"""A point of the calendar as a phrase names it, perhaps without its year, and the days it covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

from vekha.terms.period import SCHOOL_END, SCHOOL_START
from vekha.terms.sense import Case

_SUMMER_MONTHS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_WEEK = 7
_LAST_DECADE = 3


class Kind(StrEnum):
    """What a point is; `n` of the point counts it."""

    BARE = "bare"  # a number that needs a neighbour: «18» in «18-19 марта»
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    YEARS = "years"  # year to last_year
    SCHOOL_YEAR = "school-year"  # year to last_year
    PLAN = "plan"  # the plan's own time: «до окончания проекта»
    QUARTER = "quarter"
    HALF = "half"  # of the calendar or the school year, as `school` says
    TERM = "term"  # a school's четверть
    SEASON = "season"
    DECADE = "decade"  # n-th ten days of a month
    WEEK = "week"  # n-th seven days of a month, or the last seven
    HALF_MONTH = "half-month"
    NTH_WEEKDAY = "nth-weekday"


_OF_MONTH = frozenset({Kind.DAY, Kind.MONTH, Kind.DECADE, Kind.WEEK, Kind.HALF_MONTH})

Days = tuple[date, date]


class Point(NamedTuple):
    """One named stretch of days. What the phrase left out is None."""

    kind: Kind
    n: int = 0  # day of the month, or which quarter, half, week…; -1 the last
    month: int | None = None
    year: int | None = None
    last_year: int | None = None
    weekday: int | None = None
    school: bool | None = None
    season: str = ""
    edge: str = ""  # "begin", "middle", "end" of it; «на начало»: "first-day", "last-day"
    relative: int | None = None  # «текущего года» 0, «следующего» 1
    case: Case = Case.PLAIN
    language: str = ""
    numbered: bool = False  # «числа», «күні» was said: a day of the month
    working: bool = False  # «рабочий день»
    numeric: bool = False  # written in figures: 04.10
    start: int = 0  # its place in the cleaned phrase; these two stay last, see `at`
    end: int = 0

    def at(self, start: int, end: int) -> Point:
        """The same, found there in the cleaned phrase."""
        return _make_point((*self[:-2], start, end))

    @property
    def has_year(self) -> bool:
        """Whether the phrase itself fixes the year."""
        return self.year is not None

    def days(self, year: int) -> Days | None:
        """First and last day in `year` (for a school year's parts: the year it falls in).

        None when there is no such day («31 ноября», a fifth Thursday), it cannot be known here
        (a school's terms), or the year is the first or last of the calendar, where a day more or
        less would leave it.
        """
        if not MINYEAR < year < MAXYEAR:
            return None
        try:
            if self.kind in _OF_MONTH:
                whole = _in_month(self.kind, self.n, year, self.month) if self.month else None
            else:
                whole = self._bounds(year)
        except (ValueError, OverflowError):
            return None
        return edge_days(whole, self.edge) if whole and self.edge else whole

    def _bounds(self, year: int) -> Days | None:
        match self.kind:
            case Kind.NTH_WEEKDAY:
                return self._nth_weekday(year)
            case Kind.QUARTER:
                return date(year, 3 * self.n - 2, 1), _month_end(year, 3 * self.n)
            case Kind.HALF:
                return self._half(year)
            case Kind.YEAR:
                return date(year, 1, 1), date(year, 12, 31)
            case Kind.YEARS:
                return date(year, 1, 1), date(self.last_year or year, 12, 31)
            case Kind.SCHOOL_YEAR:
                return date(year, *SCHOOL_START), date(self.last_year or year + 1, *SCHOOL_END)
            case Kind.SEASON:
                first, last = _SUMMER_MONTHS[self.season]
                return date(year, first, 1), _month_end(year + (last < first), last)
            case _:
                return None

    def _nth_weekday(self, year: int) -> Days | None:
        if self.month is None or self.weekday is None:
            return None
        first, last = date(year, self.month, 1), _month_end(year, self.month)
        if self.n > 0:
            skip = (self.weekday - first.weekday()) % _WEEK + _WEEK * (self.n - 1)
            day = first + timedelta(days=skip)
        else:
            back = (last.weekday() - self.weekday) % _WEEK + _WEEK * (-self.n - 1)
            day = last - timedelta(days=back)
        return (day, day) if day.month == self.month else None

    def _half(self, year: int) -> Days:
        if self.school:
            if self.n == 1:
                return date(year, *SCHOOL_START), date(year, 12, 31)
            return date(year, 1, 1), date(year, *SCHOOL_END)
        if self.n == 1:
            return date(year, 1, 1), date(year, 6, 30)
        return date(year, 7, 1), date(year, 12, 31)


_make_point = partial(tuple.__new__, Point)  # as with words, see `make_word`


# A plan asks for the same days of the same months again and again.
@lru_cache(maxsize=4096)
def _in_month(kind: Kind, n: int, year: int, month: int) -> Days:
    last = monthrange(year, month)[1]
    match kind:
        case Kind.DAY:
            day = n if n > 0 else last
            return date(year, month, day), date(year, month, day)
        case Kind.DECADE:
            n = n if n > 0 else _LAST_DECADE
            until = last if n == _LAST_DECADE else 10 * n
            return date(year, month, 10 * n - 9), date(year, month, until)
        case Kind.WEEK if n < 0:
            last += _WEEK * (n + 1)
            return date(year, month, last - _WEEK + 1), date(year, month, last)
        case Kind.WEEK:
            return date(year, month, 7 * n - 6), date(year, month, min(7 * n, last))
        case Kind.HALF_MONTH:
            first, until = (1, 15) if n == 1 else (16, last)
            return date(year, month, first), date(year, month, until)
        case _:
            return date(year, month, 1), date(year, month, last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def edge_days(whole: Days, edge: str) -> Days:
    """The first, middle or last ten days of the first, middle or last month of a stretch."""
    first, last = whole
    if edge == "first-day":
        return first, first
    if edge == "last-day":
        return last, last
    if edge == "begin":
        return first, min(first + timedelta(days=9), last)
    if edge == "end":
        return max(last.replace(day=21), first), last
    middle = first + (last - first) // 2
    return middle.replace(day=11), middle.replace(day=20)
