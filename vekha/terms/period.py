"""The time that a roadmap covers, read from its label; single terms are read elsewhere."""

from __future__ import annotations

import re
from datetime import date

from vekha.terms.term import Period

# The school year where the source gives no other dates.
SCHOOL_START = (9, 1)
SCHOOL_END = (5, 31)

_YEAR = r"(?:19|20)\d\d"
_ONE_YEAR = re.compile(rf"({_YEAR})")
_TWO_YEARS = re.compile(rf"({_YEAR})\s*[/\-–—]\s*({_YEAR}|\d\d)")
_TWO_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:/|\.\.|–|—|\s-\s)\s*(\d{4}-\d\d-\d\d)")
_SCHOOL_WORDS = ("уч", "оқу", "school", "academic")
_TAIL = (  # compiled where there are words beside the figures
    r"(?:на|за|в)?\s*([^а-яәғқңөұүһі]*?)\s*"
    r"(?:-?(?:й|ый))?\s*((?:учебн\w*|уч\.?|оқу|school|academic)?\s*"
    r"(?:г\.?\s?г?\.?|год\w*|жыл\w*|years?)?)"
)


def read_period(text: str) -> Period | None:
    """Read «2023/2024», «2023-2024 учебный год», «2021», «2003-2005», «2019-08-01/2020-07-31».

    Two years are a school year, 1 September to 31 May, when a slash joins them or the words say so;
    a bare «2020-2021» is two calendar years, as in the titles of government plans. None for
    anything else, and for an end that is not after the start.
    """
    plain = " ".join(text.lower().split())
    days = _TWO_DAYS.fullmatch(plain)
    if days:
        return _read_days(days.group(1), days.group(2))
    figures, words = plain, ""
    if not _TWO_YEARS.fullmatch(plain):
        tail = re.fullmatch(_TAIL, plain)
        if tail is None:
            return None
        figures, words = tail.group(1).strip(" ."), tail.group(2)
    school = any(word in words for word in _SCHOOL_WORDS)
    years = _TWO_YEARS.fullmatch(figures)
    if years:
        return _read_years(years.group(1), years.group(2), school=school or "/" in figures)
    year = _ONE_YEAR.fullmatch(figures)
    if year and not school:
        return calendar_years(int(year.group(1)), int(year.group(1)))
    return None


def school_year(first: int, last: int | None = None) -> Period:
    """The school year that begins in `first`; `last` is the year in which it ends."""
    last = first + 1 if last is None else last
    return Period(
        date(first, *SCHOOL_START), date(last, *SCHOOL_END), f"{first}/{last}", "school-year"
    )


def calendar_years(first: int, last: int) -> Period:
    """The calendar year `first`, or the years from `first` to `last`."""
    if first == last:
        return Period(date(first, 1, 1), date(last, 12, 31), f"{first}", "calendar-year")
    return Period(date(first, 1, 1), date(last, 12, 31), f"{first}-{last}", "range")


def _read_days(first: str, last: str) -> Period | None:
    try:
        start, until = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if until < start:
        return None
    return Period(start, until, f"{first}/{last}", "range")


def _read_years(first: str, last: str, *, school: bool) -> Period | None:
    start = int(first)
    until = int(last) if len(last) == len(first) else start // 100 * 100 + int(last)
    if until <= start:
        return None
    return school_year(start, until) if school else calendar_years(start, until)
