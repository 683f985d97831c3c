"""The year that a phrase gives to a point: «2020 г.», «2020-2021 учебного года», «текущего года»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.point import Kind, Point
from vekha.terms.sense import Case, Role, Unit, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_YEAR, LAST_YEAR = 1900, 2199
_YEAR_DIGITS, _SHORT_DIGITS = 4, 2
_SCHOOL_MONTHS_BEGIN = 8
_BEFORE_YEAR = frozenset({Role.IN, Role.FILLER})
_YEAR_OPENS = frozenset({Role.NUMBER, Role.CURRENT, Role.NEXT})


def is_year(word: Word) -> bool:
    """Whether the word is a year written with four digits."""
    return (
        word.role is Role.NUMBER
        and len(word.text) == _YEAR_DIGITS
        and FIRST_YEAR <= word.number <= LAST_YEAR
    )


def skip_year_words(words: Sequence[Word], place: int) -> int:
    """The place after «г.», «года», «жылғы», "year"."""
    while words[place].value is Unit.YEAR:
        place += 1
    return place


def read_year_tail(words: Sequence[Word], point: Point, place: int) -> tuple[Point, int]:
    """The point with the year that follows it, if one does, and the place after it."""
    at = place
    while words[at].text == "," or words[at].role in _BEFORE_YEAR:
        at += 1
    if at - place <= _SHORT_DIGITS and words[at].role in _YEAR_OPENS:
        found = _stated(words, point, at) or _relative(words, point, at)
        if found is not None:
            return found
    # «1 марта года, следующего…»: the bare word belongs to what follows and says nothing here.
    return point, place


def _stated(words: Sequence[Word], point: Point, at: int) -> tuple[Point, int] | None:
    word = words[at]
    if not is_year(word):
        return _short(words, point, at)
    pair = read_pair(words, at)
    if pair is not None:
        last, after = pair
        school = words[after].role is Role.SCHOOL
        after = skip_year_words(words, after + school)
        return _in_school_year(point, word.number, last), after
    after = skip_year_words(words, at + 1)
    if after > at + 1 and _leads(words, after):
        return None
    case = words[after - 1].case if after > at + 1 else point.case
    return point._replace(year=word.number, case=case or point.case), after


def _leads(words: Sequence[Word], after: int) -> bool:
    """«8 қаңтар 2020 жылғы 3 ақпан»: a Kazakh year belongs to the date after it."""
    year = words[after - 1]
    return (
        year.language == "kk"
        and year.case in (Case.LOCATIVE, Case.GENITIVE)
        and words[after].role in (Role.NUMBER, Role.MONTH, Role.ORDINAL)
    )


def _short(words: Sequence[Word], point: Point, at: int) -> tuple[Point, int] | None:
    """«сентябрь 23 г.»: two digits count as a year only before the word itself."""
    word, following = words[at], words[at + 1]
    if word.role is not Role.NUMBER or len(word.text) != _SHORT_DIGITS:
        return None
    if following.value is Unit.YEAR and following.text == "г":
        return point._replace(year=2000 + word.number), skip_year_words(words, at + 1)
    return None


def _relative(words: Sequence[Word], point: Point, at: int) -> tuple[Point, int] | None:
    word = words[at]
    if word.role not in (Role.CURRENT, Role.NEXT):
        return None
    after = at + 1 + (words[at + 1].role is Role.SCHOOL)
    unit = words[after]
    if unit.value is not Unit.YEAR:
        return None
    return point._replace(relative=int(word.role is Role.NEXT)), after + 1


def read_pair(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The second year of «2020-2021», «2020/21» and the place after it; None when there is none."""
    link, second = words[at + 1], words[at + 2]
    if link.text not in ("-", "/") or second.role is not Role.NUMBER:
        return None
    if is_year(second) and second.number > words[at].number:
        return second.number, at + 3
    if len(second.text) != _SHORT_DIGITS or not (link.glued and second.glued):
        return None
    last = words[at].number // 100 * 100 + second.number
    school = words[at + 3].role is Role.SCHOOL or link.text == "/"
    is_next = last == words[at].number + 1
    return (last, at + 3) if is_next and (school or last % 100 > 12) else None


def _in_school_year(point: Point, first: int, last: int) -> Point:
    """A month, half or quarter of a school year: «первое полугодие 2020-2021 учебного года»."""
    if point.month is not None:
        year = first if point.month >= _SCHOOL_MONTHS_BEGIN else last
        return point._replace(year=year, school=True)
    if point.kind is Kind.HALF:
        return point._replace(year=first if point.n == 1 else last, school=True)
    if point.kind is Kind.TERM:
        return point._replace(year=first, last_year=last, school=True)
    if point.kind is Kind.QUARTER:
        return point._replace(year=first if point.n > 2 else last)  # from July on
    return point._replace(year=first, last_year=last)
