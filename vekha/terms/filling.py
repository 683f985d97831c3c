"""What points of a chain take from their neighbours: the month for «18-19 марта», the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.point import Kind, Point
from vekha.terms.span import Link, Mode, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAKEN = frozenset({Kind.DAY, Kind.QUARTER, Kind.HALF, Kind.TERM, Kind.DECADE, Kind.WEEK})
_IN_MONTH = frozenset({Kind.DECADE, Kind.WEEK, Kind.NTH_WEEKDAY})
_FILLED = _IN_MONTH | {Kind.BARE}


def fill_numbers(spans: Sequence[Span]) -> list[Span]:
    """Give bare numbers what they count, and weeks their month, from the nearest neighbour."""
    spans = _school_years(spans)
    for span in spans:
        if _needs(span.first) or _needs(span.last):
            break
    else:
        return list(spans)
    points = [list(span.points) for span in spans]
    flat = [(n, k) for n, row in enumerate(points) for k in range(len(row))]
    donor: Point | None = None
    for n, k in reversed(flat):
        point = points[n][k]
        if point.kind is Kind.BARE and donor is not None:
            points[n][k] = _take(point, donor)
        elif point.kind in _IN_MONTH and point.month is None and donor is not None:
            points[n][k] = _take_month(point, donor)
        donor = points[n][k] if points[n][k].kind in _TAKEN else None
    _fill_from_left(points, flat)
    for n, span in enumerate(spans):
        if span.mode is Mode.RANGE and span.first.kind is Kind.BARE:
            points[n][0] = _month_before(points[n][0], points[n][-1])
    return _drop_headings(spans, points)


def _school_years(spans: Sequence[Span]) -> Sequence[Span]:
    """«2022-2023, 2023-2024 учебные годы»: what the last is, all of them are."""
    if len(spans) <= 1 or spans[-1].last.kind is not Kind.SCHOOL_YEAR:
        return spans

    def turn(span: Span) -> Span:
        point = span.first
        if point.kind is not Kind.YEARS:
            return span
        school = point._replace(kind=Kind.SCHOOL_YEAR)
        return span._replace(first=school, last=school)

    return [turn(span) for span in spans]


def without_terms(spans: list[Span]) -> list[Span]:
    """«1 четверть: 01.09 – 27.10»: a school's term whose days follow is only their name."""
    first = spans[0]
    if first.mode is not Mode.PLAIN or first.first.kind is not Kind.TERM:
        return spans
    days = [point.kind is Kind.DAY for span in spans[1:] for point in span.points]
    return spans[1:] if days and all(days) else spans


def _needs(point: Point) -> bool:
    return point.kind in _FILLED and (point.month is None or point.kind is Kind.BARE)


def _take(point: Point, donor: Point) -> Point:
    return donor._replace(
        n=point.n, case=point.case, start=point.start, end=point.end, numeric=donor.numeric
    )


def _month_before(first: Point, last: Point) -> Point:
    """«29-04.11»: a first day greater than the last is of the month before."""
    if first.kind is not Kind.DAY or first.month != last.month or first.n <= last.n:
        return first
    if first.month is None or first.n < 0 or last.n < 0:
        return first
    january = first.month == 1
    year = first.year - 1 if first.year is not None and january else first.year
    return first._replace(month=12 if january else first.month - 1, year=year)


def _take_month(point: Point, donor: Point) -> Point:
    if donor.month is None:
        return point
    return point._replace(month=donor.month, year=donor.year, relative=donor.relative)


def _fill_from_left(points: list[list[Point]], flat: list[tuple[int, int]]) -> None:
    donor: Point | None = None
    for n, k in flat:
        point = points[n][k]
        if _needs(point) and donor is not None and donor.month is not None:
            kind = Kind.DAY if point.kind is Kind.BARE else point.kind
            points[n][k] = point._replace(
                kind=kind, month=donor.month, year=donor.year, relative=donor.relative
            )
        if point.kind in (Kind.MONTH, Kind.DAY) or points[n][k].month is not None:
            donor = points[n][k]


def _drop_headings(spans: Sequence[Span], points: list[list[Point]]) -> list[Span]:
    """«Сентябрь: 5, 12» — the month was a heading of the days that took it."""
    filled: list[Span] = []
    for n, (span, row) in enumerate(zip(spans, points, strict=True)):
        if _is_heading(spans, points, n):
            continue
        filled.append(span._replace(first=row[0], last=row[-1]))
    if filled and filled[0].link is not Link.FIRST:
        filled[0] = filled[0]._replace(link=Link.FIRST)
    return filled


def _is_heading(spans: Sequence[Span], points: list[list[Point]], n: int) -> bool:
    if n + 1 >= len(spans) or spans[n].mode is not Mode.PLAIN:
        return False
    head, following = points[n][0], points[n + 1][0]
    was = spans[n + 1].first
    took = was.month is None and following.month == head.month
    return head.kind is Kind.MONTH and took and following.kind is not Kind.MONTH


def in_month(span: Span, year: int, month: int) -> Span:
    """The span with its weeks and numbered days put in a month that the heading gives."""

    def settle(point: Point) -> Point:
        if point.month is not None:
            return point
        if point.kind is Kind.BARE:
            return (
                point._replace(kind=Kind.DAY, month=month, year=year) if point.numbered else point
            )
        return point._replace(month=month, year=year) if point.kind in _IN_MONTH else point

    first = settle(span.first)
    last = first if span.first is span.last else settle(span.last)
    return span._replace(first=first, last=last)
