"""What the plan makes of «полугодие», «тоқсан», «текущего года», «конец года» without a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.point import Kind
from vekha.terms.span import Mode

if TYPE_CHECKING:
    from vekha.terms.context import Context
    from vekha.terms.point import Point
    from vekha.terms.span import Span


_BY_PLAN = frozenset({Kind.PLAN, Kind.HALF, Kind.YEARS, Kind.TERM})


def settle_years(span: Span, context: Context) -> Span:
    """The span with each point made definite by the kind of plan it stands in."""
    bounded = span.mode is not Mode.PLAIN
    first = _settle(span.first, context, bounded=bounded)
    last = first if span.first is span.last else _settle(span.last, context, bounded=bounded)
    if first is span.first and last is span.last:
        return span
    return span._replace(first=first, last=last)


def _settle(point: Point, context: Context, *, bounded: bool) -> Point:
    if point.relative is None and point.kind not in _BY_PLAN:
        return point
    if point.kind is Kind.PLAN:
        return _day_of_plan(point, context) if bounded else point
    if point.kind is Kind.HALF and point.school is None and not point.has_year:
        point = point._replace(school=context.is_school and point.relative is None)
    consecutive = point.year is not None and point.last_year == point.year + 1
    if point.kind is Kind.YEARS and consecutive and context.is_school:
        return point._replace(kind=Kind.SCHOOL_YEAR)
    if point.kind is Kind.TERM and is_quarter(point, context):
        point = point._replace(kind=Kind.QUARTER)
    if point.relative is None or point.has_year:
        return point
    return _year_of_plan(point, context)


def _day_of_plan(point: Point, context: Context) -> Point:
    """«до окончания проекта»: the plan's last day; «с начала программы»: its first."""
    day = context.period.start if point.edge == "begin" else context.period.until
    edge = "first-day" if point.edge == "begin" else "last-day"
    return point._replace(kind=Kind.DAY, n=day.day, month=day.month, year=day.year, edge=edge)


def is_quarter(point: Point, context: Context) -> bool:
    """Whether «тоқсан» is a quarter: in a plan that is not a school's, or with a calendar year."""
    return not point.school and (not context.is_school or point.has_year)


def _year_of_plan(point: Point, context: Context) -> Point:
    """«текущего года» of a school plan is the year that the month has in it."""
    period, ahead = context.period, point.relative or 0
    if point.kind is Kind.YEAR and context.is_school and point.school is False:
        return point._replace(year=period.start.year + ahead)  # «до конца календарного года»
    if point.kind is Kind.YEAR and context.is_school:
        point = point._replace(kind=Kind.SCHOOL_YEAR)
    if point.kind is Kind.SCHOOL_YEAR:
        first = period.start.year + ahead
        if point.edge and not context.is_school:
            first = period.until.year + ahead - (point.edge in ("end", "last-day"))
        return point._replace(year=first, last_year=first + 1)
    if point.kind is Kind.YEAR:
        last_year = period.until.year + ahead
        return point._replace(kind=Kind.YEARS, year=period.start.year + ahead, last_year=last_year)
    if ahead:
        base = period.start.year if context.is_school else period.until.year
        return point._replace(year=base + ahead)
    return point
