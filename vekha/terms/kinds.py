"""The kind of a dated term and its windows: what touches in a list is one window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vekha.terms.point import Kind
from vekha.terms.span import Link, Mode, Span
from vekha.terms.term import TermKind, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.placing import Placed

_ONE_DAY = timedelta(days=1)
_KINDS = {
    Kind.DAY: TermKind.DAY,
    Kind.NTH_WEEKDAY: TermKind.DAY,
    Kind.MONTH: TermKind.MONTH,
    Kind.YEAR: TermKind.RANGE,
    Kind.YEARS: TermKind.RANGE,
    Kind.SCHOOL_YEAR: TermKind.SCHOOL_YEAR,
    Kind.QUARTER: TermKind.QUARTER,
    Kind.TERM: TermKind.QUARTER,
    Kind.HALF: TermKind.HALF_YEAR,
    Kind.SEASON: TermKind.MONTHS,
    Kind.DECADE: TermKind.DAYS,
    Kind.WEEK: TermKind.DAYS,
    Kind.HALF_MONTH: TermKind.DAYS,
}
_SCHOOL_END_DAYS = 20


def joined_windows(placed: Sequence[Placed]) -> tuple[Window, ...]:
    """The windows in order; those of one list that touch are joined («5 и 6 ноября»)."""
    windows: list[Window] = []
    for p in placed:
        window = p.window
        touching = (
            bool(windows)
            and p.span.link is Link.LIST
            and p.span.mode is Mode.PLAIN
            and window.start is not None
            and windows[-1].start is not None
            and windows[-1].until + _ONE_DAY == window.start
        )
        if touching:
            windows[-1] = Window(windows[-1].start, window.until)
        else:
            windows.append(window)
    if len(windows) == 1:
        return (windows[0],)
    return tuple(sorted(windows, key=lambda window: (window.until, window.start or window.until)))


def kind_of(placed: Sequence[Placed], windows: tuple[Window, ...]) -> TermKind:
    """The kind by what the spans were and whether they were joined."""
    if windows[0].start is None and all(window.start is None for window in windows):
        return TermKind.DEADLINE
    if len(windows) > 1:
        return TermKind.SEVERAL
    if len(placed) > 1:
        return _kind_of_joined(placed)
    return _kind_of_span(placed[0].span, windows[0])


def _kind_of_joined(placed: Sequence[Placed]) -> TermKind:
    first = placed[0].span.first.kind
    return {
        Kind.MONTH: TermKind.MONTHS,
        Kind.QUARTER: TermKind.QUARTER,
        Kind.HALF: TermKind.HALF_YEAR,
    }.get(first, TermKind.DAYS)


def _kind_of_span(span: Span, window: Window) -> TermKind:
    point = span.first
    if span.mode is Mode.PLAIN:
        if point.edge:
            single = point.edge in ("first-day", "last-day")
            return TermKind.DAY if single else TermKind.DAYS
        return _KINDS.get(point.kind, TermKind.RANGE)
    if span.mode is not Mode.RANGE:
        return TermKind.RANGE
    last = span.last
    if point.kind is not last.kind:
        return TermKind.RANGE
    if point.kind is Kind.MONTH:
        return TermKind.RANGE if point.has_year and last.has_year else TermKind.MONTHS
    if point.kind is Kind.DAY:
        if _is_school_year(window):
            return TermKind.SCHOOL_YEAR
        same = (window.start or window.until).month == window.until.month
        near = span.dashed and same and not point.has_year and window.start != window.until
        short = near or (span.dashed and same and point.end - point.start <= 2)
        return TermKind.DAYS if short else TermKind.RANGE
    return _KINDS.get(last.kind, TermKind.RANGE)


def _is_school_year(window: Window) -> bool:
    start, until = window.start, window.until
    if start is None or (start.month, start.day) != (9, 1) or until.year != start.year + 1:
        return False
    return date(until.year, 5, _SCHOOL_END_DAYS) <= until <= date(until.year, 5, 31)
