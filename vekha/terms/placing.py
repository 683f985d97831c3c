"""Spans to windows: which year each falls in, by the phrase, the stage, the period, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.bounds import bound_window
from vekha.terms.candidates import (
    best_days,
    days_around,
    days_from_year,
    overlap,
    stage_days,
)
from vekha.terms.notes import Note
from vekha.terms.point import Kind, edge_days
from vekha.terms.relative_years import settle_years
from vekha.terms.school_terms import term_days
from vekha.terms.span import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.context import Context
    from vekha.terms.point import Days, Point
    from vekha.terms.span import Span
    from vekha.terms.term import Window

_AUGUST = 8
_UNDATED = frozenset({Kind.TERM, Kind.PLAN, Kind.BARE})
_IN_MONTH = frozenset({Kind.WEEK, Kind.DECADE, Kind.HALF_MONTH})


class Placed(NamedTuple):
    """A span with its days. `year_from` is "phrase", "stage" or "period"."""

    span: Span
    window: Window
    year_from: str


def place_spans(
    spans: Sequence[Span], context: Context, notes: list[Note], *, text: str
) -> list[Placed] | Note:
    """The windows of all spans, or the note that says why one has none."""
    settled = [settle_years(span, context) for span in spans]
    placed: list[Placed] = []
    for n, span in enumerate(settled):
        said = text[span.first.start : span.last.end]
        reason = _impossible(span, context, text)
        if reason is not None:
            return reason
        if span.first.kind is not spans[n].first.kind is Kind.YEARS:
            notes.append(Note("school-year-meant", said))
        found = _find_days(settled, n, placed, context)
        if found is None:
            return Note("no-such-day" if span.first is span.last else "backwards", said)
        days, year_from = found
        if year_from != "phrase":
            _note_choice(span, days, context, notes)
        window = bound_window(span, days, context, notes, said=said)
        if window is None:
            return Note("backwards", said)
        placed.append(Placed(span, window, year_from))
    return placed


def _impossible(span: Span, context: Context, text: str) -> Note | None:
    """The reason why a point can have no days in any year."""
    for point in span.points:
        code = ""
        if point.kind in _UNDATED:
            code = _undated(point, span, context)
        elif point.month is None and point.kind in _IN_MONTH:
            code = "no-month"
        elif point.year is not None and point.days(point.year) is None:
            code = "no-such-day"
        if code:
            return Note(code, text[point.start : point.end])
    return None


def _undated(point: Point, span: Span, context: Context) -> str:
    """Why a point that no year dates has no days; nothing for a term that has."""
    if point.kind is Kind.TERM:
        return "" if term_of(point, context) else "term-calendar"
    if point.kind is Kind.PLAN:
        return "edge-unknown"
    return "no-month" if any(p.numbered or p.working for p in span.points) else "number"


def term_of(point: Point, context: Context) -> Days | None:
    """The days of a school term, where the state sets them for all schools."""
    first = point.year if point.school else None
    if first is None:
        first = context.period.start.year if context.is_school else None
    kazakh = point.language == "kk" or (
        context.calendar is not None and context.calendar.country == "KZ"
    )
    if first is None or not kazakh:
        return None
    days = term_days(first, point.n)
    return edge_days(days, point.edge) if days and point.edge else days


def _find_days(
    spans: Sequence[Span], n: int, before: Sequence[Placed], context: Context
) -> tuple[Days, str] | None:
    """The days of the n-th span and where their year comes from."""
    span = spans[n]
    if span.first.kind is Kind.TERM:
        ends = [term_of(point, context) for point in span.points]
        return ((ends[0][0], ends[-1][1]), "period") if ends[0] and ends[-1] else None
    stated = span.last if span.first.year is None else span.first
    if stated.year is not None:
        source = "period" if stated.relative is not None else "phrase"
        around = days_around(span, stated)
        return (around, source) if around else None
    near = _near_neighbour(spans, n, before, context)
    if near is not None:
        return near, "phrase"
    found = best_days(span, context)
    if found is None:
        return None
    found = _after_neighbour(span, found, before, context)
    in_stage = context.stage is not None and overlap(found, stage_days(context.stage))
    return found, "stage" if in_stage else "period"


def _after_neighbour(span: Span, found: Days, before: Sequence[Placed], context: Context) -> Days:
    """«июль, август»: a list of months goes on; August is not a year before its July."""
    if span.link is not Link.LIST or not before or found[0] >= before[-1].window.until:
        return found
    later = days_from_year(span, found[0].year + 1)
    end = context.reach[1]
    if context.is_school:
        end = end.replace(month=_AUGUST)  # its July is within reach already
    return later if later is not None and later[1] <= end else found


def _near_neighbour(
    spans: Sequence[Span], n: int, before: Sequence[Placed], context: Context
) -> Days | None:
    """The days by a neighbour's year: «18 марта и 13 апреля 2021 года», «сентябрь, январь 2024»."""
    for span in spans[n + 1 :]:
        for point in span.points:
            if point.year is not None and point.relative is None:
                days = point.days(point.year)
                return _in_order(spans[n], point.year, -1, days, context) if days else None
    for placed in reversed(before):
        if placed.year_from == "phrase":
            start = placed.window.start or placed.window.until
            return _in_order(spans[n], start.year, 1, (start, placed.window.until), context)
    return None


def _in_order(span: Span, year: int, step: int, neighbour: Days, context: Context) -> Days | None:
    """The neighbour's own year, or the next one over when that keeps the order of the list."""
    same, other = days_from_year(span, year), days_from_year(span, year + step)
    if same is None or other is None:
        return same or other
    ordered = same[0] <= neighbour[0] if step < 0 else same[0] >= neighbour[0]
    fits = overlap(other, context.reach) or not overlap(same, context.reach)
    return same if ordered or not fits else other


def _note_choice(span: Span, found: Days, context: Context, notes: list[Note]) -> None:
    """Say so when more than one year would have done, and when none lies within the period."""
    period = (context.period.start, context.period.until)
    if context.stage is not None and overlap(found, stage_days(context.stage)):
        return
    if not overlap(found, context.reach):
        notes.append(Note("outside-period", read=found[0].isoformat()))
        return
    early_august = span.first.month == _AUGUST and found[0].year == period[0].year
    if context.is_school and early_august and not overlap(found, period):
        notes.append(Note("august-first", read=str(found[0].year)))
        return
    if found[0].year >= period[1].year or _is_relative(span):
        return  # a year later it lies beyond the period
    later = days_from_year(span, found[0].year + 1)
    if later is not None and later[1] <= period[1]:
        notes.append(Note("first-year", read=str(found[0].year)))


def _is_relative(span: Span) -> bool:
    return any(point.relative is not None for point in span.points)
