"""Which year a span without one falls in: the candidates are scored by stage and period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vekha.terms.span import Mode, Span

if TYPE_CHECKING:
    from vekha.terms.context import Context
    from vekha.terms.point import Days, Point
    from vekha.terms.term import Window

_ONE_DAY = timedelta(days=1)
_MOST_YEARS = 60


def days_around(span: Span, stated: Point) -> Days | None:
    """The span when one of its ends has a year: the other end is the nearest that fits."""
    first, last = span.first, span.last
    if first is last:
        return first.days(stated.year or 0)
    if first.has_year and last.has_year:
        starts, ends = first.days(first.year or 0), last.days(last.year or 0)
        return (starts[0], ends[1]) if starts and ends and starts[0] <= ends[1] else None
    year = stated.year or 0
    tries = (
        [(year, year), (year, year + 1)] if stated is first else [(year, year), (year - 1, year)]
    )
    for begin, finish in tries:
        if begin != finish and first.month == last.month and first.kind is last.kind:
            return None  # «с 10 мая по 1 мая 2024»: a slip, not a year
        starts, ends = first.days(begin), last.days(finish)
        if starts and ends and starts[0] <= ends[1]:
            return starts[0], ends[1]
    return None


def best_days(span: Span, context: Context) -> Days | None:
    """The candidate that lies best in the stage and the period; the earliest of equals.

    The candidates are the calendar years in and around the plan's period.
    """
    period, reach = (context.period.start, context.period.until), context.reach
    stage = stage_days(context.stage) if context.stage is not None else None
    earliest, latest = max(period[0], reach[0]), min(period[1], reach[1])
    first, last = reach[0].year, reach[1].year
    years = range(first - 1, min(last + 2, first + _MOST_YEARS))
    # Only a part of what lasts over New Year («конец зимы») lies in the year after its own.
    for year in years if span.first.edge else years[1:]:
        days = days_from_year(span, year)
        if days is None:
            continue
        shown = _as_shown(span, days)
        if earliest <= shown[0] <= latest and (stage is None or overlap(shown, stage)):
            return days  # none can lie better
    found = [days for year in years if (days := days_from_year(span, year)) is not None]
    return max(
        found, key=lambda days: _score(_as_shown(span, days), stage, period, reach), default=None
    )


def days_from_year(span: Span, year: int) -> Days | None:
    """The days of a span that begins in `year`: its end is the first that is not before."""
    first, last = span.first, span.last
    starts = first.days(year)
    if starts is None:
        return None
    if first is last:
        return starts
    same_month = first.month == last.month and first.kind is last.kind
    for finish in (year,) if same_month and first.month else (year, year + 1):
        ends = last.days(finish)
        if ends is not None and ends[1] >= starts[0]:
            return starts[0], ends[1]
    return None


def _as_shown(span: Span, days: Days) -> Days:
    """The days by which a candidate is judged: a deadline before a month is the day before it."""
    if span.mode is Mode.BEFORE and span.first is span.last:
        return days[0] - _ONE_DAY, days[0] - _ONE_DAY
    return days


def _score(
    shown: Days, stage: Days | None, period: Days, reach: Days
) -> tuple[bool, bool, bool, bool, bool, int]:
    first, last = shown
    return (
        stage is not None and overlap(shown, stage),
        first <= period[1] and period[0] <= last,
        period[0] <= first <= period[1],
        reach[0] <= first <= reach[1],
        first <= reach[1] and reach[0] <= last,
        -_distance(shown, period),
    )


def stage_days(stage: Window) -> Days:
    """The first and last day of a stage; one without a start is its last day."""
    return stage.start or stage.until, stage.until


def overlap(first: Days, second: Days) -> bool:
    """Whether two stretches share a day."""
    return first[0] <= second[1] and second[0] <= first[1]


def _distance(days: Days, period: Days) -> int:
    if days[1] < period[0]:
        return (period[0] - days[1]).days
    return (days[0] - period[1]).days if days[0] > period[1] else 0
