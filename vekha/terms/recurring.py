"""Rhythms to recurrence rules (RFC 5545); how a rhythm is worded is read in `repetition`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.notes import Note
from vekha.terms.placing import Placed, place_spans
from vekha.terms.point import Kind, Point
from vekha.terms.sense import Unit
from vekha.terms.span import Mode, Span
from vekha.terms.term import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.context import Context
    from vekha.terms.reading import Reading
    from vekha.terms.repetition import Repetition

_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
_AFTER_QUARTER, _AFTER_HALF = "1,4,7,10", "1,7"
_ENDS = {Unit.QUARTER: "3,6,9,12", Unit.TOQSAN: "3,6,9,12", Unit.HALF: "6,12", Unit.YEAR: "12"}
_RHYTHM_MONTHS = {Unit.QUARTER: 3, Unit.TOQSAN: 3, Unit.HALF: 6}


class Recurring(NamedTuple):
    """A rule and the window in which it runs."""

    rrule: str
    window: Window
    year_from: str = "period"


def is_recurring(reading: Reading) -> bool:
    """Whether the phrase speaks of something that comes round."""
    if reading.repetition is not None or reading.following is not None:
        return True
    if reading.edge is not None:
        return reading.edge_each
    said = reading.month_said or reading.day_number_said or reading.month_of is not None
    return said and bool(month_days(reading.spans))


def month_days(spans: Sequence[Span]) -> list[Point]:
    """The points that are days of no particular month: «5 и 20 числа»."""
    return [point for span in spans for point in span.points if _is_bare_point(point)]


def _is_bare_point(point: Point) -> bool:
    """A numbered day, ten days or week of every month alike."""
    return point.kind is Kind.BARE or (
        point.kind in (Kind.WEEK, Kind.DECADE) and point.month is None
    )


def make_recurring(reading: Reading, context: Context) -> Recurring | Note:
    """The rule of the phrase, or the note that says why there is none."""
    repetition = reading.repetition
    if repetition is not None and repetition.problem:
        return Note(repetition.problem, reading.text)
    days = month_days(reading.spans)
    if days:
        return _by_month_days(reading, context, days)
    if reading.edge is not None:
        return _by_edge(reading, context)
    if repetition is not None and repetition.weekdays:
        return _by_weekdays(reading, context, repetition)
    yearly = repetition is None or repetition.frequency == "YEARLY"
    if reading.spans and (yearly or _names_each(reading)):
        return _by_dates(reading, context)
    return _plain(reading, context)


def _names_each(reading: Reading) -> bool:
    """«1 раз в полугодие: июнь, декабрь»: the months or days of a slow rhythm are listed."""
    repetition = reading.repetition
    if repetition is None or repetition.frequency != "MONTHLY" or repetition.interval == 1:
        return False
    single = all(len(span.points) == 1 and span.mode is not Mode.FROM for span in reading.spans)
    dated = all(point.month for span in reading.spans for point in span.points)
    return single and dated and len(reading.spans) > 1


def _rule(*parts: str, reading: Reading) -> str:
    clock = (
        f";BYHOUR={reading.at.hour};BYMINUTE={reading.at.minute}" if reading.at is not None else ""
    )
    return ";".join(part for part in parts if part) + clock


def _frequency(repetition: Repetition | None, default: str = "MONTHLY") -> list[str]:
    if repetition is None or not repetition.frequency:
        return [f"FREQ={default}"]
    interval = f"INTERVAL={repetition.interval}" if repetition.interval > 1 else ""
    return [f"FREQ={repetition.frequency}", interval]


def _window(spans: Sequence[Span], reading: Reading, context: Context) -> tuple[Window, str] | Note:
    """Where the rule runs: what the phrase says («с сентября по май», «с 2023»), or the plan."""
    whole = Window(context.period.start, context.period.until)
    if not spans:
        return whole, "period"
    placed = place_spans(spans, context, reading.notes, text=reading.text)
    if isinstance(placed, Note):
        return placed
    starts = [p.window.start for p in placed]
    start = starts[0] if starts[0] is not None else whole.start
    until = max(p.window.until for p in placed)
    if start is not None and until < start:
        return Note("backwards", reading.text)
    return Window(start, until), placed[0].year_from


def _is_bare(span: Span) -> bool:
    return any(_is_bare_point(point) for point in span.points)


def _in_window(reading: Reading, context: Context, rule: str) -> Recurring | Note:
    spans = [span for span in reading.spans if not _is_bare(span)]
    found = _window(spans, reading, context)
    if isinstance(found, Note):
        return found
    return Recurring(rule, found[0], found[1])


def _plain(reading: Reading, context: Context) -> Recurring | Note:
    repetition = reading.repetition
    days = ""
    if repetition is not None and repetition.frequency == "WEEKLY" and reading.weekdays:
        days = "BYDAY=" + ",".join(_DAY_CODES[day] for day in sorted(set(reading.weekdays)))
    if repetition is not None and repetition.counted:
        rule = ";".join(part for part in _frequency(repetition) if part)
        reading.notes.append(Note("count-per", reading.text, rule))
    if repetition is None:
        reading.notes.append(Note("monthly-assumed"))
    return _in_window(reading, context, _rule(*_frequency(repetition), days, reading=reading))


def _by_weekdays(reading: Reading, context: Context, repetition: Repetition) -> Recurring | Note:
    monthly = repetition.frequency == "MONTHLY"
    if monthly and repetition.every_unit is None and not reading.month_said:
        return Note("no-month", reading.text)
    days = ",".join(f"{n or ''}{_DAY_CODES[day]}" for n, day in repetition.weekdays)
    rule = _rule(*_frequency(repetition), f"BYDAY={days}", reading=reading)
    return _in_window(reading, context, rule)


def _by_month_days(reading: Reading, context: Context, days: list[Point]) -> Recurring | Note:
    """«ежемесячно до 5 числа», «до 10 числа месяца, следующего за отчетным кварталом»."""
    repetition = reading.repetition
    if repetition is not None and repetition.frequency in ("WEEKLY", "DAILY"):
        return Note("number", reading.text)
    numbers = _day_numbers(reading)
    if not all(-10 <= n <= 31 and n for n in numbers):  # days of a month, from either end
        return Note("no-such-day", reading.text)
    months = _months_of(reading, from_end=all(n < 0 for n in numbers))
    which = "BYMONTHDAY=" + ",".join(str(n) for n in dict.fromkeys(numbers))
    if any(point.kind is Kind.WEEK for point in days):
        reading.notes.append(Note("part-of", reading.text, which))
    if any(point.working for point in days):
        which = f"BYDAY={_WORKDAYS};BYSETPOS={numbers[0]}"
    if months:
        rule = _rule("FREQ=YEARLY", f"BYMONTH={months}", which, reading=reading)
    else:
        if repetition is None and not reading.month_said and reading.following is None:
            reading.notes.append(Note("monthly-assumed"))
        rule = _rule("FREQ=MONTHLY", which, reading=reading)
    return _in_window(reading, context, rule)


def _day_numbers(reading: Reading) -> list[int]:
    numbers: list[int] = []
    for span in reading.spans:
        points = [_numbers_of(point) for point in span.points if _is_bare_point(point)]
        if span.mode is Mode.RANGE and len(points) == 2:  # its two ends
            numbers.extend(range(points[0][0], points[1][-1] + 1))
        else:
            numbers.extend(n for point in points for n in point)
    return numbers


def _numbers_of(point: Point) -> list[int]:
    """The days of a month that a number, ten days or a week of it stand for."""
    if point.kind is Kind.BARE:
        return [point.n]
    length = 7 if point.kind is Kind.WEEK else 10
    if point.n < 0:
        return list(range(-length, 0))
    last = 31 if point.kind is Kind.DECADE and point.n == 3 else min(length * point.n, 31)  # III
    return list(range(length * (point.n - 1) + 1, last + 1)) or [0]  # a sixth week has no day


def _months_of(reading: Reading, *, from_end: bool) -> str:
    """The months in which a day of a month falls when the rhythm is slower than monthly."""
    if reading.month_of is not None:
        return _nth_months(*reading.month_of)
    unit = reading.following
    if unit is None and reading.repetition is not None:
        unit = reading.repetition.every_unit
        by_interval = {3: Unit.QUARTER, 6: Unit.HALF}
        if reading.repetition.frequency == "MONTHLY":
            unit = by_interval.get(reading.repetition.interval, unit)
    elif unit is Unit.DAY and reading.repetition is not None:
        unit = {3: Unit.QUARTER, 6: Unit.HALF}.get(reading.repetition.interval)
    if from_end and reading.following is None and unit in _ENDS:
        return _ENDS[unit]  # «в последний день каждого квартала»
    if unit in (Unit.QUARTER, Unit.TOQSAN):
        return _AFTER_QUARTER
    if unit is Unit.HALF:
        return _AFTER_HALF
    yearly = reading.repetition is not None and reading.repetition.frequency == "YEARLY"
    return "1" if unit is Unit.YEAR or yearly else ""


def _nth_months(n: int, unit: Unit) -> str:
    """The n-th (-1: last) month of each quarter, half-year or year."""
    length = {Unit.HALF: 6, Unit.YEAR: 12}.get(unit, 3)
    first = n if n > 0 else length + 1 + n
    return ",".join(str(month) for month in range(first, 13, length))


def _by_edge(reading: Reading, context: Context) -> Recurring | Note:
    if reading.edge is None or reading.edge[0] == "middle":
        return Note("edge-unknown", reading.text)
    unit = reading.edge[1]
    if unit not in (Unit.MONTH, *_ENDS):
        return Note("term-calendar" if unit is Unit.TERM else "edge-unknown", reading.text)
    day = "-1" if reading.edge[0] == "end" else "1"
    reading.notes.append(Note("edge-of"))
    if unit is Unit.MONTH:
        return _in_window(
            reading, context, _rule("FREQ=MONTHLY", f"BYMONTHDAY={day}", reading=reading)
        )
    months = _ENDS[unit] if day == "-1" else {Unit.HALF: _AFTER_HALF}.get(unit, _AFTER_QUARTER)
    rule = _rule("FREQ=YEARLY", f"BYMONTH={months}", f"BYMONTHDAY={day}", reading=reading)
    return _in_window(reading, context, rule)


def _by_dates(reading: Reading, context: Context) -> Recurring | Note:
    """Every year on dates: «ежегодно до 1 марта», «Май, ежегодно с 2023»."""
    anchors = [span for span in reading.spans if _names_dates(span)]
    bounds = [span for span in reading.spans if not _names_dates(span)]
    shift = _is_year_after(reading) or _says_next_year(anchors)
    runs = _window(bounds, reading, context)
    if isinstance(runs, Note):
        return runs
    window, year_from = runs
    if shift:
        window = _a_year_later(window)
        reading.notes.append(Note("first-due-later", read=f"{window.start}/{window.until}"))
    if not anchors:
        if reading.repetition is None:
            return Note("event", reading.text)
        return Recurring(_rule("FREQ=YEARLY", reading=reading), window, year_from)
    parts = _yearly_parts(anchors)
    if parts is not None:
        return Recurring(_rule("FREQ=YEARLY", *parts, reading=reading), window, year_from)
    notes: list[Note] = []
    placed = place_spans(anchors, context, notes, text=reading.text)
    if isinstance(placed, Note):
        return placed
    reading.notes.extend(note for note in notes if note.code != "first-year")
    return _repeat_window(reading, placed)


def _repeat_window(reading: Reading, placed: list[Placed]) -> Recurring | Note:
    """«ежегодно с 15 мая по 1 октября»: the first window itself comes round."""
    if len(placed) > 1 or placed[0].window.start is None:
        return Note("count", reading.text)
    return Recurring(_rule("FREQ=YEARLY", reading=reading), placed[0].window, placed[0].year_from)


def _names_dates(span: Span) -> bool:
    """Whether a span names days of the year rather than years."""
    return all(point.kind not in (Kind.YEAR, Kind.YEARS, Kind.SCHOOL_YEAR) for point in span.points)


def _is_year_after(reading: Reading) -> bool:
    """«… следующего за отчетным годом»: the first is due in the year after the plan's first."""
    return reading.following is not None and reading.following_of is not Unit.MONTH


def _says_next_year(anchors: Sequence[Span]) -> bool:
    """«ежегодно до 30 января следующего года»: the year after each, as in reports."""
    points = [point for span in anchors for point in span.points]
    return bool(points) and all(point.relative == 1 for point in points)


def _a_year_later(window: Window) -> Window:
    return Window(_next_year(window.start) if window.start else None, _next_year(window.until))


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _yearly_parts(spans: Sequence[Span]) -> list[str] | None:
    """BYMONTH and BYMONTHDAY when the dates are single days on one number, or whole months."""
    points = [span.first for span in spans if span.first is span.last]
    if len(points) != len(spans) or any(span.mode is Mode.FROM for span in spans):
        return None
    months = ",".join(str(month) for month in sorted({point.month or 0 for point in points}))
    kinds = {point.kind for point in points}
    edged = any(point.edge for point in points)
    if kinds == {Kind.MONTH} and not edged and all(span.mode is Mode.PLAIN for span in spans):
        return [f"BYMONTH={months}"]
    if kinds == {Kind.DAY} and len({point.n for point in points}) == 1:
        return [f"BYMONTH={months}", f"BYMONTHDAY={points[0].n}"]
    if kinds == {Kind.NTH_WEEKDAY} and len(points) == 1 and points[0].weekday is not None:
        return [f"BYMONTH={months}", f"BYDAY={points[0].n}{_DAY_CODES[points[0].weekday]}"]
    return None
