"""Spans to windows: which year each falls in, by the phrase, the stage, the period, in that order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import TYPE_CHECKING

from vekha.terms.notes import Note
from vekha.terms.point import Days, Kind, Point
from vekha.terms.school_terms import term_days
from vekha.terms.spans import Mode, Span
from vekha.terms.term import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.calendar import WorkCalendar
    from vekha.terms.term import Period

_ONE_DAY = timedelta(days=1)
_SUMMER_END = (8, 31)
_AUGUST = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a phrase."""

    period: Period
    stage: Window | None = None
    calendar: WorkCalendar | None = None

    @property
    def is_school(self) -> bool:
        """Whether the plan is a school year's."""
        return self.period.kind == "school-year"

    @property
    def reach(self) -> Days:
        """The days among which a month without a year is sought: a school year with its summer."""
        if self.is_school:
            return date(self.period.start.year, 8, 1), date(self.period.until.year, 7, 31)
        return self.period.start, self.period.until


@dataclass(frozen=True, slots=True)
class Placed:
    """A span with its days. `year_from` is "phrase", "stage" or "period"."""

    span: Span
    window: Window
    year_from: str


def place_spans(
    spans: Sequence[Span], context: Context, notes: list[Note], *, text: str
) -> list[Placed] | Note:
    """The windows of all spans, or the note that says why one has none."""
    placed: list[Placed] = []
    for n, span in enumerate(spans):
        resolved = _resolve_relative(span, context)
        reason = _impossible(resolved, context, text)
        if reason is not None:
            return reason
        found = _place(resolved, spans, n, placed, context, notes)
        if found is None:
            said = text[resolved.points[0].start : resolved.points[-1].end]
            return Note(_why_not(resolved), said)
        placed.append(found)
    return placed


def _why_not(span: Span) -> str:
    return "backwards" if len(span.points) > 1 else "no-such-day"


def _impossible(span: Span, context: Context, text: str) -> Note | None:
    """The reason why a point can have no days in any year."""
    for point in span.points:
        said = text[point.start : point.end]
        if point.kind is Kind.BARE:
            return Note("no-month" if point.numbered or point.working else "number", said)
        if point.kind is Kind.TERM and not _is_quarter(point, context):
            if term_of(point, context) is None:
                return Note("term-calendar", said)
            continue
        if point.month is None and point.kind in (Kind.WEEK, Kind.DECADE, Kind.HALF_MONTH):
            return Note("no-month", said)
        if point.has_year and point.days(point.year or 0) is None:
            return Note("no-such-day", said)
    return None


def _is_quarter(point: Point, context: Context) -> bool:
    """Whether «тоқсан» is a quarter: in a plan that is not a school's, or with a calendar year."""
    return not point.school and (not context.is_school or point.has_year)


def term_of(point: Point, context: Context) -> Days | None:
    """The days of a school term, where the state sets them for all schools."""
    first = point.year if point.year is not None and point.school else None
    if first is None:
        first = context.period.start.year if context.is_school else None
    kazakh = point.language == "kk" or (
        context.calendar is not None and context.calendar.country == "KZ"
    )
    if first is None or not kazakh:
        return None
    return term_days(first, point.n)


def _resolve_relative(span: Span, context: Context) -> Span:
    def settle(point: Point | None) -> Point | None:
        if point is None:
            return None
        if point.kind is Kind.HALF and point.school is None and not point.has_year:
            point = replace(point, school=context.is_school and point.relative is None)
        if point.kind is Kind.TERM and _is_quarter(point, context):
            point = replace(point, kind=Kind.QUARTER)
        if point.relative is None or point.has_year:
            return point
        return _year_of_plan(point, context)

    first, last = settle(span.first), settle(span.last)
    return replace(span, first=first, last=first if span.first is span.last else last)


def _year_of_plan(point: Point, context: Context) -> Point:
    """«текущего года» of a school plan is the year that the month has in it."""
    period, ahead = context.period, point.relative or 0
    if point.kind is Kind.YEAR and context.is_school:
        point = replace(point, kind=Kind.SCHOOL_YEAR)
    if point.kind is Kind.SCHOOL_YEAR:
        first = period.start.year + ahead
        if point.edge and not context.is_school:
            first = period.until.year + ahead - 1 if point.edge == "end" else first
        return replace(point, year=first, last_year=first + 1)
    if point.kind is Kind.YEAR:
        return replace(point, kind=Kind.YEARS, year=period.start.year + ahead,
                       last_year=period.until.year + ahead)  # fmt: skip
    if ahead:
        base = period.start.year if context.is_school else period.until.year
        return replace(point, year=base + ahead)
    return point


def _place(
    span: Span,
    spans: Sequence[Span],
    n: int,
    before: Sequence[Placed],
    context: Context,
    notes: list[Note],
) -> Placed | None:
    lead = span.points[0]
    if lead.kind is Kind.TERM:
        days = [term_of(point, context) for point in span.points]
        if days[0] is None or days[-1] is None:
            return None
        return _bounded(span, (days[0][0], days[-1][1]), context, "period", notes)
    stated = next((point for point in span.points if point.has_year), None)
    if stated is not None:
        found = _around(span, stated)
        return _bounded(span, found, context, "phrase", notes) if found else None
    years = _years_near(spans, n, before)
    if years is not None:
        found = _best(span, years, context)
        return _bounded(span, found, context, "phrase", notes) if found else None
    found = _best(span, _years_of_plan(context), context)
    if found is None:
        return None
    _note_choice(span, found, context, notes)
    in_stage = context.stage is not None and _overlaps(found, _stage_days(context.stage))
    return _bounded(span, found, context, "stage" if in_stage else "period", notes)


def _around(span: Span, stated: Point) -> Days | None:
    """The span when one of its ends has a year: the other end is the nearest that fits."""
    first, last = span.points[0], span.points[-1]
    if first.has_year and last.has_year:
        starts, ends = first.days(first.year or 0), last.days(last.year or 0)
        return (starts[0], ends[1]) if starts and ends and starts[0] <= ends[1] else None
    year = stated.year or 0
    tries = (
        [(year, year), (year, year + 1)] if stated is first else [(year, year), (year - 1, year)]
    )
    for begin, finish in tries:
        starts, ends = _days(first, begin), _days(last, finish)
        if starts and ends and starts[0] <= ends[1]:
            return starts[0], ends[1]
    return None


def _days(point: Point, year: int) -> Days | None:
    return point.days(year) if MINYEAR < year < MAXYEAR else None


def _years_near(spans: Sequence[Span], n: int, before: Sequence[Placed]) -> list[int] | None:
    """The years that a neighbour with a year suggests: «18 марта и 13 апреля 2021 года»."""
    for span in spans[n + 1 :]:
        for point in span.points:
            if point.year is not None:
                return [point.year, point.year - 1]
    for placed in reversed(before):
        if placed.year_from == "phrase":
            last = placed.window.until.year
            return [last, last + 1]
    return None


def _years_of_plan(context: Context) -> list[int]:
    first, last = context.reach
    return list(range(first.year - 1, min(last.year + 2, first.year + 60)))


def _best(span: Span, years: Sequence[int], context: Context) -> Days | None:
    """The candidate that lies best in the stage and the period; the earliest of equals."""
    found: Days | None = None
    best: tuple[object, ...] | None = None
    for year in years:
        days = _from_year(span, year)
        if days is None:
            continue
        score = _score(span, days, context)
        if best is None or score > best:
            found, best = days, score
    return found


def _from_year(span: Span, year: int) -> Days | None:
    first, last = span.points[0], span.points[-1]
    starts = _days(first, year)
    if starts is None:
        return None
    if first is last:
        return starts
    for finish in (year, year + 1):
        ends = _days(last, finish)
        if ends is not None and ends[1] >= starts[0]:
            return starts[0], ends[1]
    return None


def _score(span: Span, days: Days, context: Context) -> tuple[bool, bool, bool, bool, int]:
    period = (context.period.start, context.period.until)
    shown = days
    if span.mode is Mode.BEFORE and span.first is None:
        shown = (days[0] - _ONE_DAY, days[0] - _ONE_DAY)
    return (
        context.stage is not None and _overlaps(shown, _stage_days(context.stage)),
        _overlaps(shown, period),
        period[0] <= shown[0] <= period[1],
        _overlaps(shown, context.reach),
        -_distance(shown, period),
    )


def _stage_days(stage: Window) -> Days:
    return stage.start or stage.until, stage.until


def _overlaps(first: Days, second: Days) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _distance(days: Days, period: Days) -> int:
    return max((period[0] - days[1]).days, (days[0] - period[1]).days, 0)


def _note_choice(span: Span, found: Days, context: Context, notes: list[Note]) -> None:
    """Say so when more than one year would have done, and when none lies within the period."""
    period = (context.period.start, context.period.until)
    lead = span.points[0]
    if context.is_school and lead.month == _AUGUST and found[0].year == period[0].year:
        if not _overlaps(found, period):
            notes.append(Note("august-first", read=str(found[0].year)))
        return
    if not _overlaps(found, context.reach):
        notes.append(Note("outside-period", read=found[0].isoformat()))
        return
    if context.stage is not None and _overlaps(found, _stage_days(context.stage)):
        return
    later = _from_year(span, found[0].year + 1)
    if later is not None and later[1] <= period[1]:
        notes.append(Note("first-year", read=str(found[0].year)))


def _bounded(
    span: Span, days: Days, context: Context, year_from: str, notes: list[Note]
) -> Placed | None:
    """The window of a span by its mode: a deadline has no start, an open end runs to the plan's."""
    first, last = days
    start: date | None = first
    match span.mode:
        case Mode.UNTIL:
            start = None
            if span.points[-1].edge == "begin":
                last = first
        case Mode.BEFORE if span.first is None:
            start, last = None, first - _ONE_DAY
            notes.append(Note("before-month", read=last.isoformat()))
        case Mode.BEFORE:
            ends = span.points[-1].days(last.year)
            last = (ends[0] if ends else last) - _ONE_DAY
            notes.append(Note("before-month", read=last.isoformat()))
        case Mode.FROM:
            last = _open_end(first, context)
        case Mode.AFTER:
            start, last = last + _ONE_DAY, _open_end(last + _ONE_DAY, context)
        case _:
            pass
    if span.end_at is not None and not span.end_at.hour and not span.end_at.minute:
        last -= _ONE_DAY
        notes.append(Note("midnight", read=last.isoformat()))
    if start is not None and last < start:
        return None
    return Placed(span, Window(start, last), year_from)


def _open_end(first: date, context: Context) -> date:
    """To the plan's end; from a school year's summer to 31 August; else to the end of that year."""
    if first <= context.period.until:
        return context.period.until
    if context.is_school and (first.month, first.day) <= _SUMMER_END:
        return date(first.year, *_SUMMER_END)
    return date(first.year, 12, 31)
