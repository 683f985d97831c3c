"""A month with its year, and the parts of a month or year: halves, weeks, ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.point import Kind, Point
from vekha.terms.sense import Role, Unit, Word
from vekha.terms.years import read_year_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

Found = tuple[Point, int]


def read_month_tail(words: Sequence[Word], place: int, *, day: int | None = None) -> Found:
    """A month or its `day`, the word “month”, and the year: «қыркүйек айының», «декабрь, 2020г»."""
    word, after = words[place], place + 1
    case = word.case
    unit = words[after]
    if unit.value is Unit.MONTH:
        case, after = unit.case, after + 1
    if day is None:
        point = Point(Kind.MONTH, 0, word.number, case=case, language=word.language)
    else:
        point = Point(Kind.DAY, day, word.number, case=case, language=word.language)
    return read_year_tail(words, point, after)


def with_month(words: Sequence[Word], point: Point, place: int) -> Found:
    """Take the month that follows: «2 неделя октября 2023 г.»."""
    at = place + (words[place].role is Role.FILLER)
    if words[at].role is not Role.MONTH:
        return point, place
    month, after = read_month_tail(words, at)
    return point._replace(month=month.month, year=month.year, relative=month.relative), after


def need_month(words: Sequence[Word], point: Point, place: int) -> Found | None:
    found, after = with_month(words, point, place)
    return (found, after) if found.month else None


def read_half_part(words: Sequence[Word], n: int, place: int) -> Found | None:
    """«первая половина октября», «вторая половина 2023 года», «первая половина учебного года»."""
    if words[place].role is Role.MONTH:
        return with_month(words, Point(Kind.HALF_MONTH, n), place)
    school = words[place].role is Role.SCHOOL
    after = place + school
    if words[after].value is Unit.YEAR:
        return Point(Kind.HALF, n, school=school or None), after + 1
    point, after = read_year_tail(words, Point(Kind.HALF, n), place)
    return (point, after) if point.has_year or point.relative is not None else None
