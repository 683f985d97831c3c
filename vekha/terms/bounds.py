"""A span's days to its window: a deadline has no start, an open end runs to the plan's end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vekha.terms.notes import Note
from vekha.terms.point import Kind
from vekha.terms.spans import Mode, Span
from vekha.terms.term import Window

if TYPE_CHECKING:
    from vekha.terms.context import Context
    from vekha.terms.point import Days

_TO_MIDDLE = timedelta(days=4)  # the middle ten days begin on the 11th
_ONE_DAY = timedelta(days=1)
_SUMMER_END = (8, 31)
# Lessons end on 25 May: «с 25 мая» in a school plan opens the summer, not the last week.
_SUMMER_START = (5, 25)


def bound_window(
    span: Span, days: Days, context: Context, notes: list[Note], *, said: str
) -> Window | None:
    """The window of a span by its mode; None when its end is before its start."""
    start: date | None = days[0]
    until = days[1]
    match span.mode:
        case Mode.UNTIL:
            edge = span.points[-1].edge
            start = None
            if edge == "middle":
                until = days[0] + _TO_MIDDLE
                notes.append(Note("part-of", said, until.isoformat()))
        case Mode.BEFORE:
            start, until = _before(span, days)
            notes.append(Note("before-month", said, until.isoformat()))
        case Mode.FROM:
            until = _open_end(days[0], span, context, notes)
        case Mode.AFTER:
            start = days[1] + _ONE_DAY
            until = _open_end(start, span, context, notes)
        case _:
            pass
    if span.end_at is not None and not (span.end_at.hour or span.end_at.minute):
        until -= _ONE_DAY
        notes.append(Note("midnight", read=until.isoformat()))
    if start is not None and until < start:
        return None
    return Window(start, until)


def _before(span: Span, days: Days) -> tuple[date | None, date]:
    """The day before the last point begins; a range keeps its start."""
    if span.first is None:
        return None, days[0] - _ONE_DAY
    ends = span.points[-1].days(days[1].year)
    return days[0], (ends[0] if ends else days[1]) - _ONE_DAY


def _open_end(first: date, span: Span, context: Context, notes: list[Note]) -> date:
    """The plan's end; from a school year's summer 31 August; beyond the plan that year's end."""
    summer = context.is_school and first.month <= _SUMMER_END[0]
    into_summer = (
        summer
        and first.year == context.period.until.year
        and (first.month, first.day) >= _SUMMER_START
        and span.points[0].kind is Kind.DAY
    )
    if first <= context.period.until:
        if not into_summer:
            return context.period.until
        notes.append(Note("open-summer", read=date(first.year, *_SUMMER_END).isoformat()))
    return date(first.year, *(_SUMMER_END if summer else (12, 31)))
