"""A phrase to a `Term`: the constituents are weighed and the years supplied; parsing is elsewhere."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from vekha.terms.context import Context
from vekha.terms.filling import fill_numbers, in_month, without_terms
from vekha.terms.kinds import joined_windows, kind_of
from vekha.terms.notes import Note
from vekha.terms.parsing import parse_phrase
from vekha.terms.placing import Placed, place_spans
from vekha.terms.point import Kind
from vekha.terms.recurring import is_recurring, make_recurring, month_days
from vekha.terms.school_terms import holiday_days
from vekha.terms.sense import Role, Unit
from vekha.terms.span import Mode
from vekha.terms.term import Certainty, Offset, Term, TermKind, Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from vekha.calendar import WorkCalendar
    from vekha.terms.reading import Reading
    from vekha.terms.relative import Relative
    from vekha.terms.term import Period

_COUNTED = frozenset({Role.NUMBER, Role.ORDINAL, Role.CARDINAL})
_CHOSEN = frozenset({Kind.SEASON, Kind.WEEK, Kind.TERM})  # what has more than one meaning
_ASIDE = frozenset(",;:()/\n")  # what stands behind these is said beside the term
_WEEKDAYS = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "kk": ("дс", "сс", "ср", "бс", "жм", "сн", "жк"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def read_term(
    phrase: str,
    *,
    period: Period,
    stage: Window | None = None,
    language: str = "ru",
    calendar: WorkCalendar | None = None,
) -> Term:
    """Read a term as officials word it, in Russian, Kazakh, English or ISO 8601.

    A year that the phrase leaves out comes from `stage`, then from `period`. `language` (ru, kk,
    en) is that of the notes; the phrase's own is found from its words. `calendar` dates what needs
    one: «за 5 рабочих дней до 20 марта», «I четверть» in Kazakhstan. Never raises: what cannot be
    dated is UNRESOLVABLE, or OFFSET when it counts from an event, with the reason in `notes`.
    """
    return _read(phrase, Context(period, stage, calendar), language)


# A plan says «сентябрь» a hundred times; the reading is a pure function of what is given.
@lru_cache(maxsize=4096)
def _read(phrase: str, context: Context, language: str) -> Term:
    return _Draft(phrase, parse_phrase(phrase), context, language).compose()


class _Draft:
    """The weighing of one reading: each method either makes the term or passes on."""

    __slots__ = ("context", "language", "phrase", "reading")

    def __init__(self, phrase: str, reading: Reading, context: Context, language: str) -> None:
        self.phrase = phrase
        self.reading = reading
        self.context = context
        self.language = language

    def compose(self) -> Term:
        """The first way of reading that holds, most binding first."""
        reading = self.reading
        if reading.excepted:
            return self._no(Note("except", self.phrase))
        if reading.blank:
            return self._no(Note("blank", self.phrase))
        if reading.relatives:
            return self._relative(reading.relatives[0])
        reading.spans = fill_numbers(reading.spans)
        if reading.past and not reading.spans:
            return self._no(Note("past", self.phrase))
        self._use_stage()
        if is_recurring(reading):
            if reading.holidays is not None:  # «ежедневно в период каникул»
                return self._no(Note("term-calendar", self.phrase))
            return self._recurring()
        if reading.spans:
            return self._dated()
        if reading.continuous:
            return self._continuous()
        if reading.holidays is not None:
            return self._holidays(reading.holidays)
        return self._no(self._reason())

    def _use_stage(self) -> None:
        """«1 неделя» under the heading «Октябрь»: the stage of one month gives the month."""
        stage = self.context.stage
        if stage is None or stage.start is None or self.reading.repetition is not None:
            return
        if (stage.start.year, stage.start.month) != (stage.until.year, stage.until.month):
            return
        self.reading.spans = [
            in_month(span, stage.start.year, stage.start.month) for span in self.reading.spans
        ]

    def _recurring(self) -> Term:
        found = make_recurring(self.reading, self.context)
        if isinstance(found, Note):
            return self._no(found)
        self._tell_rest()
        return self._term(
            TermKind.RECURRING, (found.window,), year_from=found.year_from, rrule=found.rrule
        )

    def _dated(self) -> Term:
        reading = self.reading
        if reading.unknown and self._counts_years():
            return self._no(Note("number", reading.text))
        if reading.unknown and self._names_season():
            return self._no(Note("season-named", self.phrase))
        reading.spans = without_terms(reading.spans)
        placed = place_spans(reading.spans, self.context, reading.notes, text=reading.text)
        if isinstance(placed, Note):
            return self._no(placed)
        if reading.continuous and placed[0].window.start is not None:
            return self._from_then_on(placed)
        if reading.weekdays:
            self._check_weekdays(placed)
        self._check_meaning(placed)
        self._tell_rest()
        windows = joined_windows(placed)
        if reading.at is None:
            reading.at = _clock_of(placed)
        return self._term(kind_of(placed, windows), windows, year_from=_least_sure(placed))

    def _counts_years(self) -> bool:
        """«9 месяцев 2021 года»: the year alone would be a guess."""
        if not any(word.role in _COUNTED for word in self.reading.unknown):
            return False
        return all(point.kind is Kind.YEAR for span in self.reading.spans for point in span.points)

    def _names_season(self) -> bool:
        """«летняя школа», «поздней осенью»: a word with the season may change its days."""
        text = self.reading.text
        seasons = [
            (span.first.start, span.last.end)
            for span in self.reading.spans
            if any(point.kind == "season" for point in span.points)
        ]
        return any(
            not _ASIDE & set(text[min(word.end, end) : max(word.start, start)])
            for start, end in seasons
            for word in self.reading.unknown
            if word.role is Role.UNKNOWN and len(word.text) > 1
        )

    def _from_then_on(self, placed: list[Placed]) -> Term:
        """«сентябрь, в течение года»: begins then, and goes on to the end of the plan."""
        start = placed[0].window.start
        until = max(self.context.period.until, *(p.window.until for p in placed))
        return self._term(
            TermKind.CONTINUOUS, (Window(start, until),), year_from=placed[0].year_from
        )

    def _continuous(self) -> Term:
        period = self.context.period
        school = self.reading.continuous == "school-year" or (
            self.reading.continuous == "year" and self.context.is_school
        )
        self._tell_rest()
        return self._term(
            TermKind.SCHOOL_YEAR if school else TermKind.CONTINUOUS,
            (Window(period.start, period.until),),
            year_from="period",
        )

    def _holidays(self, season: str) -> Term:
        calendar = self.context.calendar
        kazakh = self.context.is_school and calendar is not None and calendar.country == "KZ"
        days = holiday_days(self.context.period.start.year, season) if kazakh and season else None
        if days is None and season == "summer" and self.context.is_school:
            after = self.context.period.until
            days = after + timedelta(days=1), after.replace(month=8, day=31)
            self.reading.notes.append(Note("season", read=f"{days[0]}/{days[1]}"))
        if days is None:
            return self._no(Note("term-calendar", self.phrase))
        return self._term(TermKind.RANGE, (Window(*days),), year_from="period")

    def _relative(self, relative: Relative) -> Term:
        reading = self.reading
        event = reading.text[relative.event_start : relative.event_end].strip(" ,;.")
        said = reading.text[relative.start : relative.end]
        if not event:
            return self._no(Note("duration", said))
        if relative.days is None:
            return self._no(Note("event", event))
        offset = Offset(relative.days, relative.working, self._as_written(relative, event))
        dated = self._offset_window(offset)
        if isinstance(dated, Window):
            return self._term(TermKind.DEADLINE, (dated,), year_from="period", offset=offset)
        return self._term(TermKind.OFFSET, (), offset=offset, extra=dated)

    def _as_written(self, relative: Relative, event: str) -> str:
        """The event with its capitals, where cleaning kept the length."""
        if len(self.reading.text) != len(self.phrase.rstrip()):
            return event
        return self.phrase[relative.event_start : relative.event_end].strip(" ,;.\n")

    def _offset_window(self, offset: Offset) -> Window | Note:
        """The deadline when the event is itself a day: «за 5 рабочих дней до 20 марта»."""
        inner = read_term(
            offset.event, period=self.context.period, stage=self.context.stage,
            language=self.language, calendar=self.context.calendar,
        )  # fmt: skip
        day = inner.start
        if inner.kind is TermKind.DEADLINE and len(inner.windows) == 1:
            day = inner.until  # «1 қазанға дейін 10 күн бұрын»: the day itself stands in the dative
        elif inner.kind is not TermKind.DAY:
            day = None
        if day is None:
            return Note("event", offset.event)
        if not offset.working:
            return Window(None, day + timedelta(days=offset.days))
        if self.context.calendar is None:
            return Note("working-calendar", offset.event)
        return Window(None, self.context.calendar.shift(day, offset.days))

    def _check_weekdays(self, placed: list[Placed]) -> None:
        """A weekday in the phrase must agree with the date; if not, say so and keep the date."""
        weekdays = self.reading.weekdays
        ends = [day for p in placed for day in (p.window.start, p.window.until) if day is not None]
        days = list(dict.fromkeys(ends))
        if len(weekdays) > len(days):
            return
        for weekday, day in zip(weekdays, days, strict=False):
            if day.weekday() != weekday:
                names = _WEEKDAYS.get(self.language, _WEEKDAYS["ru"])
                self.reading.notes.append(Note("weekday-differs", names[weekday], day.isoformat()))

    def _check_meaning(self, placed: list[Placed]) -> None:
        """Tell where one of two meanings was chosen: parts of months, seasons, тоқсан."""
        text = self.reading.text
        for p in placed:
            for point in p.span.points:
                if not (point.edge or point.kind in _CHOSEN):
                    continue
                said = text[p.span.first.start : p.span.last.end]
                shown = f"{p.window.start}/{p.window.until}"
                if point.kind == "season":
                    self.reading.notes.append(Note("season", said, shown))
                elif point.kind == "week" or (
                    point.edge and p.span.mode is Mode.PLAIN and "day" not in point.edge
                ):
                    self.reading.notes.append(Note("part-of", said, shown))
                elif point.kind == "term" and point.language == "kk" and not point.school:
                    self.reading.notes.append(Note("term-or-quarter", said))

    def _tell_rest(self) -> None:
        """Words that are no part of the term are quoted, never dropped in silence."""
        reading = self.reading
        for word in reading.unknown:
            if word.role in _COUNTED or (word.role is Role.UNKNOWN and len(word.text) > 1):
                reading.notes.append(Note("left", word.text))
        for event in reading.events:
            reading.notes.append(Note("also", reading.text[event.start : event.end]))
        for _, said in reading.reasons:
            reading.notes.append(Note("also", said))

    def _reason(self) -> Note:
        """Why nothing in the phrase gives a day, the most telling first."""
        reading = self.reading
        text = reading.text
        if not any(letter.isalnum() for letter in text):
            return Note("empty")
        if reading.events:
            event = reading.events[0]
            return Note("event", text[event.start : event.end])
        if reading.reasons:
            codes = [code for code, _ in reading.reasons]
            return Note(next((code for code in codes if code != "order"), codes[0]))
        if reading.edge is not None:
            return Note("term-calendar" if reading.edge[1] is Unit.TERM else "edge-unknown", text)
        if month_days(reading.spans):
            return Note("no-month", text)
        if reading.loose_units and any(word.role in _COUNTED for word in reading.unknown):
            return Note("duration", text)
        if reading.at is not None:
            return Note("clock-only")
        if reading.weekdays:
            return Note("weekday-only", text)
        return Note("unread", self.phrase)

    def _no(self, reason: Note) -> Term:
        told = self._told((reason, *self.reading.notes))
        return Term(
            self.phrase, TermKind.UNRESOLVABLE, (), Certainty.NONE, at=self.reading.at, notes=told
        )

    def _term(
        self,
        kind: TermKind,
        windows: tuple[Window, ...],
        *,
        year_from: str | None = None,
        rrule: str | None = None,
        offset: Offset | None = None,
        extra: Note | None = None,
    ) -> Term:
        notes = self.reading.notes if extra is None else [*self.reading.notes, extra]
        if not windows:
            certainty = Certainty.NONE
        elif notes and any(note.assumes for note in notes):
            certainty = Certainty.ASSUMED
        else:
            certainty = Certainty.STATED if year_from == "phrase" else Certainty.INFERRED
        return Term(
            phrase=self.phrase,
            kind=kind,
            windows=windows,
            certainty=certainty,
            rrule=rrule,
            at=self.reading.at,
            offset=offset,
            year_from=year_from,
            notes=self._told(notes),
            doubted=any(note.code == "approximate" for note in notes) if notes else False,
        )

    def _told(self, notes: Sequence[Note]) -> tuple[str, ...]:
        """The sentences of the notes, none of them twice."""
        if not notes:
            return ()
        return tuple(dict.fromkeys(note.tell(self.language) for note in notes))


def _clock_of(placed: list[Placed]) -> time | None:
    """The hour at which the first span with one begins, or else ends."""
    end_at = None
    for p in placed:
        if p.span.start_at is not None:
            return p.span.start_at
        end_at = end_at or p.span.end_at
    return end_at


def _least_sure(placed: list[Placed]) -> str:
    """Where the year of the windows comes from: the least certain of the sources."""
    if len(placed) == 1:
        return placed[0].year_from
    sources = {p.year_from for p in placed}
    return next(source for source in ("period", "stage", "phrase") if source in sources)
