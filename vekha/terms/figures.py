"""Dates written in figures: 04.09.2020, 2020-09-04, 2020, 2020/2021; words are read in `dates`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.notes import Note
from vekha.terms.point import Kind, Point
from vekha.terms.sense import Case, Role, Unit, Word
from vekha.terms.years import FIRST_YEAR, LAST_YEAR, is_year, read_pair, skip_year_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS, _DAYS, _QUARTERS = 12, 31, 4
# «29.12.2023 жылдан 07.01.2024 жылға дейін»: the word “year” bears the date's case.
_BOUNDING = frozenset({Case.ABLATIVE, Case.DATIVE, Case.INSTRUMENTAL})
_WITHIN_DATE = frozenset({Role.MARK, Role.NUMBER})
_SHORT_DIGITS, _MONTH_AND_YEAR, _BASIC_DIGITS = 2, 6, 8


def read_figures(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[Point, int] | None:
    """The date, year or pair of years at `place`; None when the number is none of them."""
    if is_year(words[place]):
        return _read_iso(words, place) or _read_years(words, place)
    if words[place + 1].role not in _WITHIN_DATE and len(words[place].text) != _BASIC_DIGITS:
        return None
    return _read_dotted(words, place, notes)


def _read_iso(words: Sequence[Word], place: int) -> tuple[Point, int] | None:
    """2024-02-15 or 2024-02; also 2024.02.15 and 2024/02/15."""
    link, month = words[place + 1], words[place + 2]
    if link.text == "-" and month.value is Unit.QUARTER:
        quarter = words[place + 3]  # 2023-Q4
        if quarter.role is Role.NUMBER and 1 <= quarter.number <= _QUARTERS and quarter.glued:
            return Point(Kind.QUARTER, quarter.number, year=words[place].number), place + 4
    if link.text not in ("-", ".", "/") or not (link.glued and month.glued and _two(month)):
        return None
    if not 1 <= month.number <= _MONTHS:
        return None
    link, day = words[place + 3], words[place + 4]
    if link.text == words[place + 1].text and link.glued and day.glued and _two(day):
        point = Point(Kind.DAY, day.number, month.number, words[place].number, numeric=True)
        return point, place + 5
    after = words[place + 3]
    is_year_range = after.role is Role.SCHOOL or after.value is Unit.YEAR
    if is_year_range or words[place + 1].text != "-":
        return None
    return Point(Kind.MONTH, month=month.number, year=words[place].number), place + 3


def _two(word: Word) -> bool:
    return word.role is Role.NUMBER and len(word.text) == _SHORT_DIGITS


def _read_years(words: Sequence[Word], place: int) -> tuple[Point, int]:
    year = words[place].number
    pair = read_pair(words, place)
    if pair is None:
        after = skip_year_words(words, place + 1)
        if words[after].role is Role.SCHOOL and words[after + 1].role is Role.UNIT:
            return Point(Kind.SCHOOL_YEAR, year=year, last_year=year + 1), after + 2
        last = words[after - 1]
        return Point(Kind.YEAR, year=year, case=last.case, language=last.language), after
    last_year, after = pair
    said_school = words[after].role is Role.SCHOOL
    after = skip_year_words(words, after + said_school)
    slash = words[place + 1].text == "/" and last_year == year + 1
    kind = Kind.SCHOOL_YEAR if said_school or slash else Kind.YEARS
    last = words[after - 1]
    return Point(
        kind, year=year, last_year=last_year, case=last.case, language=last.language
    ), after


def _read_dotted(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[Point, int] | None:
    """15.03, 15.03.2024, 15/03/2024, and with a space or a comma for a dot."""
    day, link, month = words[place], words[place + 1], words[place + 2]
    if link.text == "-":
        return _read_dashed(words, place)
    spaced = _read_spaced(words, place, notes)
    if spaced is not None:
        return spaced
    whole = words[place - 1].text != "." or not day.glued  # in «32.01.2024» it is the rest
    if link.text == "." and is_year(month) and link.glued and 1 <= day.number <= _MONTHS and whole:
        point = Point(Kind.MONTH, month=day.number, year=month.number)  # 03.2021
        return point, skip_year_words(words, place + 3)
    if link.text not in (".", "/", ",") or month.role is not Role.NUMBER:
        return None
    short = max(len(day.text), len(month.text)) <= _SHORT_DIGITS
    if not (short and _valid(day.number, month.number)):
        return None
    if not link.glued and not (link.text == "." and month.glued):
        return None  # «12 .09.2023» has a space too many; «1 , 3» is a list
    year, after, slip = _dotted_year(words, place)
    if link.text == "," and (year is None or len(words[after - 1].text) == _SHORT_DIGITS):
        return None  # «4,11,18 октября» is a list
    if year is None and _has_broken_year(words, place):
        return None  # «15.10.203»: a guess would be a century off
    if link.text != "." and year is None:
        return None  # «1, 3», «1/3» are no dates
    point = Point(Kind.DAY, day.number, month.number, year, numeric=True)
    if slip or link.text == ",":
        notes.append(Note("dot-lost", _as_typed(words[place:after])))
    if year is not None and len(words[after - 1].text) == _SHORT_DIGITS:
        notes.append(Note("two-digit-year", words[after - 1].text, str(year)))
    end = skip_year_words(words, after)
    day_word = words[end]  # «05.10.2023 күніне дейін»
    end += day_word.value is Unit.DAY and day_word.language == "kk"
    case = words[end - 1].case if end > after else Case.PLAIN
    return point._replace(case=case if case in _BOUNDING else Case.PLAIN), end


def _read_spaced(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[Point, int] | None:
    """«12 09 2023», «12 09.2023», «12.092023»: dots were lost; 20230912 has none."""
    day, month = words[place], words[place + 1]
    if len(day.text) == _BASIC_DIGITS:
        year, rest = divmod(day.number, 10_000)
        whole = _valid(rest % 100, rest // 100) and FIRST_YEAR <= year <= LAST_YEAR
        return (Point(Kind.DAY, rest % 100, rest // 100, year), place + 1) if whole else None
    if month.text == "." and len(words[place + 2].text) == _MONTH_AND_YEAR and month.glued:
        number, year = divmod(words[place + 2].number, 10_000)
        after = place + 3
    elif _two(month):
        dotted = words[place + 2].text == "."
        if not is_year(words[place + 2 + dotted]):
            return None
        number, year, after = month.number, words[place + 2 + dotted].number, place + 3 + dotted
    else:
        return None
    if len(day.text) > _SHORT_DIGITS or not _valid(day.number, number) or year < FIRST_YEAR:
        return None
    notes.append(Note("dot-lost", _as_typed(words[place:after])))
    point = Point(Kind.DAY, day.number, number, year, numeric=True)
    return point, skip_year_words(words, after)


def _as_typed(words: Sequence[Word]) -> str:
    """«04.09 2020»: the figures with the marks and blanks that stood between them."""
    return "".join(word.text if word.glued else f" {word.text}" for word in words).strip()


def _valid(day: int, month: int) -> bool:
    return 1 <= day <= _DAYS and 1 <= month <= _MONTHS


def _read_dashed(words: Sequence[Word], place: int) -> tuple[Point, int] | None:
    """15-03-2024, all of it together."""
    day, month, year = words[place], words[place + 2], words[place + 4]
    if words[place + 3].text != "-" or not is_year(year):
        return None
    if not all(word.glued for word in words[place + 1 : place + 5]):
        return None
    if not (1 <= day.number <= _DAYS and 1 <= month.number <= _MONTHS):
        return None
    point = Point(Kind.DAY, day.number, month.number, year.number, numeric=True)
    return point, skip_year_words(words, place + 5)


def _has_broken_year(words: Sequence[Word], place: int) -> bool:
    link, year = words[place + 3], words[place + 4]
    glued = link.text == "." and link.glued and year.glued and year.role is Role.NUMBER
    return glued and len(year.text) > _SHORT_DIGITS


def _dotted_year(words: Sequence[Word], place: int) -> tuple[int | None, int, bool]:
    """The year of a dotted date, the place after it, and whether its dot was lost."""
    link, year = words[place + 3], words[place + 4]
    near = link.glued or (link.text == "." and year.glued)  # «15.10 .2023»
    if link.text in (".", "/", ",") and near and year.role is Role.NUMBER:
        if is_year(year):
            return year.number, place + 5, link.text != words[place + 1].text
        if _two(year) and link.text == words[place + 1].text and year.glued:
            return 2000 + year.number, place + 5, False
    if is_year(words[place + 3]) and words[place + 1].text == ".":
        return words[place + 3].number, place + 4, True
    after = skip_year_words(words, place + 3)
    if after == place + 3:
        return None, after, False
    return None, place + 3, False
