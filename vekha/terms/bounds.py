"""A span's days to its window: a deadline has no start, an open end runs to the plan's end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vekha.terms.notes import Note
from vekha.terms.point import Kind
from vekha.terms.span import Mode, Span
from vekha.terms.term import Window

if TYPE_CHECKING:
    from vekha.terms.context import Context
    from vekha.terms.point import Days

_TO_MIDDLE = timedelta(days=4)  # the middle ten days begin on the 11th
_ONE_DAY = timedelta(days=1)
_SUMMER_END = (8, 31)
_AS_SAID = frozenset({Mode.PLAIN, Mode.RANGE})
# Lessons end on 25 May: «с 25 мая» in a school plan opens the summer, not the last week.
_SUMMER_START = (5, 25)


def bound_window(
    span: Span, days: Days, context: Context, notes: list[Note], *, said: str
) -> Window | None:
    """The window of a span by its mode; None when its end is before its start."""
    start: date | None
    start, until = days
    if span.mode not in _AS_SAID:
        start, until = _bound(span, days, context, notes, said=said)
    if span.end_at is not None and not (span.end_at.hour or span.end_at.minute):
        until -= _ONE_DAY
        notes.append(Note("midnight", read=until.isoformat()))
    if start is not None and until < start:
        return None
    return Window(start, until)


def _bound(
    span: Span, days: Days, context: Context, notes: list[Note], *, said: str
) -> tuple[date | None, date]:
    """The ends of a span that has only one, or stops before its last point begins."""
    start, until = days
    match span.mode:
        case Mode.UNTIL:
            if span.last.edge == "middle":
                until = start + _TO_MIDDLE
                notes.append(Note("part-of", said, until.isoformat()))
            return None, until
        case Mode.BEFORE:
            begin, until = _before(span, days)
            notes.append(Note("before-month", said, until.isoformat()))
            return begin, until
        case Mode.AFTER:
            start = until + _ONE_DAY
            return start, _open_end(start, span, context, notes)
        case _:
            return start, _open_end(start, span, context, notes)


def _before(span: Span, days: Days) -> tuple[date | None, date]:
    """The day before the last point begins; a range keeps its start."""
    if span.first is span.last:
        return None, days[0] - _ONE_DAY
    ends = span.last.days(days[1].year)
    return days[0], (ends[0] if ends else days[1]) - _ONE_DAY


def _open_end(first: date, span: Span, context: Context, notes: list[Note]) -> date:
    """The plan's end; from a school year's summer 31 August; beyond the plan that year's end."""
    summer = context.is_school and first.month <= _SUMMER_END[0]
    into_summer = (
        summer
        and first.year == context.period.until.year
        and (first.month, first.day) >= _SUMMER_START
        and span.first.kind is Kind.DAY
    )
    if first <= context.period.until:
        if not into_summer:
            return context.period.until
        notes.append(Note("open-summer", read=date(first.year, *_SUMMER_END).isoformat()))
    return date(first.year, *(_SUMMER_END if summer else (12, 31)))
