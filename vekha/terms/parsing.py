"""A phrase to its constituents: spans, rhythm, clock, counts from events; `reader` makes a term."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from vekha.terms.brackets import split_brackets
from vekha.terms.chain import read_chain
from vekha.terms.clock import CLOCK_NEEDS, CLOCK_OPENS, read_clock
from vekha.terms.dates import POINT_OPENS, read_point, skip_small
from vekha.terms.lasting import LASTING_NEEDS, LASTING_OPENS, LASTS, take_continuous
from vekha.terms.lexicon import find_words
from vekha.terms.notes import Note
from vekha.terms.point import Kind, Point
from vekha.terms.reading import QUIET_UNITS, Reading
from vekha.terms.relative import (
    EVENT_NEEDS,
    EVENT_OPENS,
    KAZAKH_NEEDS,
    RELATIVE_WAYS,
    read_event,
    read_kazakh_relative,
)
from vekha.terms.repetition import REPETITION_WAYS, Repetition, read_count
from vekha.terms.reported import REPORTED_NEEDS, REPORTED_OPENS, take_reported
from vekha.terms.sense import QUIET, Case, Role, Unit, Word
from vekha.terms.span import Link, Span
from vekha.terms.spans import SPAN_OPENS, names_due
from vekha.terms.tokens import clean, put_zeros, tokenize
from vekha.terms.ways import Way, Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Taker = Callable[[Sequence[Word], int, Reading], int]

_PADDING = 6
_END = _PADDING * [
    Word("", Role.MARK, 0, Case.PLAIN, "", many=False, after=False, start=0, end=0, lines=0,
         glued=False)
]  # fmt: skip
_role_of = attrgetter("role")
_BLANKS = ("__", "_.", "??")
_LEADS_IN = QUIET | {Role.IN, Role.SPAN, Role.THROUGH, Role.WHOLE, Role.UTMOST}
_NUMBERS_STAGE = frozenset({Role.STAGE, Role.ORDINAL, Role.NUMBER})
_PASSED = QUIET | {Role.MARK, Role.INCLUSIVE}
_IGNORED = frozenset(
    {
        Role.IN, Role.FILLER, Role.AND, Role.INCLUSIVE, Role.SPAN, Role.MARK, Role.THROUGH,
        Role.WHOLE, Role.DAY_NUMBER, Role.CALENDAR, Role.BETWEEN, Role.FOR, Role.TO,
        Role.CARRYING, Role.PLAN, Role.UTMOST,
    }
)  # fmt: skip


def parse_phrase(phrase: str) -> Reading:
    """Find the constituents of a phrase; never raises."""
    said = clean(phrase)
    text = put_zeros(said)
    words, slips = find_words(*tokenize(text))
    reading = Reading(text)
    if text != said:
        reading.notes.append(Note("spelling", said, text))
    for slip in slips:
        reading.notes.append(Note(slip.code, slip.said, slip.read))
    reading.blank = ("_" in text or "?" in text) and any(mark in text for mark in _BLANKS)
    outer, inner = split_brackets(words)
    _read_all(outer, reading)
    reading.day_number_said = Role.DAY_NUMBER in reading.roles
    for group in inner:
        reading.day_number_said |= any(word.role is Role.DAY_NUMBER for word in group)
        _read_bracket(group, reading)
    return reading


def _pad(words: list[Word]) -> list[Word]:
    return words + _END


def _read_bracket(group: list[Word], reading: Reading) -> None:
    """Weekdays in brackets check the date or complete a rhythm; a clock counts; the rest is kept."""
    weekdays = [word.number for word in group if word.role is Role.WEEKDAY]
    rest = [word for word in group if word.role not in (Role.WEEKDAY, Role.MARK, Role.IN)]
    if weekdays and not rest:
        reading.weekdays.extend(weekdays)
        return
    padded = _pad(group)
    clock = read_clock(padded, 0)
    if clock is not None and padded[clock[1]].text == "" and reading.at is None:
        reading.at = clock[0]
        return
    if not group or _refines(group, reading):
        return
    if reading.spans or reading.repetition or reading.continuous:
        said = reading.text[group[0].start : group[-1].end]
        reading.notes.append(Note("bracket", said))
    else:
        _read_all(group, reading)


def _refines(words: list[Word], reading: Reading) -> bool:
    """«октябрь (2 неделя)», «1 раз в полугодие (июнь, декабрь)»: brackets that say which."""
    inner = Reading(reading.text)
    _read_all(words, inner)
    if inner.unknown or inner.reasons or inner.events or inner.relatives or inner.loose_units:
        return False
    if reading.repetition is not None and not reading.spans:
        if inner.repetition is not None:
            reading.repetition = _merge(reading.repetition, inner.repetition)
        reading.spans.extend(inner.spans)
        return bool(inner.repetition or inner.spans)
    points = [point for span in inner.spans for point in span.points]
    if inner.repetition is not None and not inner.spans and reading.repetition is None:
        reading.repetition = inner.repetition  # «октябрь – март (ежемесячно)»
        return True
    if _bounds_whole(reading, points):
        reading.spans = inner.spans
        return True
    month_only = len(reading.spans) == 1 and reading.spans[0].first.kind is Kind.MONTH
    if not month_only or not points or points[-1].kind not in (Kind.WEEK, Kind.DECADE):
        return False
    if any(point.month is not None for point in points):
        return False
    reading.spans.extend(inner.spans)
    return True


def _bounds_whole(reading: Reading, inner: Sequence[Point]) -> bool:
    """«I четверть (с 1 сентября по 27 октября)»: the days in brackets say it exactly."""
    outer = [point for span in reading.spans for point in span.points]
    whole = len(outer) == 1 and outer[0].kind in (Kind.TERM, Kind.QUARTER, Kind.HALF, Kind.SEASON)
    return whole and bool(inner) and all(point.kind is Kind.DAY for point in inner)


def _read_all(words: list[Word], reading: Reading) -> None:
    reading.roles = frozenset(map(_role_of, words))
    padded, place = _pad(words), 0
    while place < len(words):
        place = _read_one(padded, place, reading)


def _read_one(words: Sequence[Word], place: int, reading: Reading) -> int:
    """Read the constituent at `place`; returns the place after it, always further on."""
    word = words[place]
    if word.role in _PASSED and not _opens_all_the_same(word, place):
        return place + 1
    for take in _TAKERS.at(word.role, reading.roles):
        after = take(words, place, reading)
        if after:
            return after
    return _take_rest(word, place, reading)


def _opens_all_the_same(word: Word, place: int) -> bool:
    """ "/2024-02-15" is a deadline, «от 5 до 10 мая» a range."""
    return (word.text == "/" and not place) or word.text == "от"


def _skip_stage(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«I этап – подготовительный (июль 2020 г.)», «1-кезең:»: which stage it is says no time."""
    del reading
    word, at = words[place], place + 1
    if word.role not in _NUMBERS_STAGE:
        return 0
    at += words[at].text == "-"
    if word.role is not Role.STAGE:
        kazakh = words[at].role is Role.SPAN and words[at].text == "кезең"
        return at + 1 if words[at].role is Role.STAGE or kazakh else 0
    numbered = words[at].role in (Role.ORDINAL, Role.NUMBER)
    ends = words[at + 1].text in ("", ":", ";", "-", "(", ".")
    return at + 1 if numbered and ends else place + 1


def _skip_moved(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«перенос с 3 января» names a day that is not the term; «перенесено на 15 марта» names it."""
    if words[place].role is not Role.MOVED:
        return 0
    end = len(words) - _PADDING
    onto = next((n for n in range(place, end) if words[n].text in ("на", "to")), end)
    if onto < end:
        reading.spans.clear()
    said = reading.text[words[place].start : words[onto - 1].end]
    reading.notes.append(Note("moved", said))
    return onto


def _take_clock(words: Sequence[Word], place: int, reading: Reading) -> int:
    start = place + (words[place].role is Role.FROM)
    found = read_clock(words, start)
    if found is None:
        return 0
    at, after = found
    if start > place and read_point(words, skip_small(words, after), []) is not None:
        return 0  # «с 20-00 часов 10 мая до …»: the hour of a range's first day
    if reading.at is None:
        reading.at = at
    if words[after].role in (Role.TO, Role.UNTIL) or words[after].text == "-":
        until = read_clock(words, after + 1)
        if until is not None:
            after = until[1]
    return after


def _take_relative(words: Sequence[Word], place: int, reading: Reading) -> int:
    for read in RELATIVE_WAYS.at(words[place].role, reading.roles):
        found = read(words, place)
        if found is not None:
            reading.relatives.append(found[0])
            return found[1]
    return 0


def _take_kazakh_relative(words: Sequence[Word], place: int, reading: Reading) -> int:
    starts = place == 0 or words[place - 1].role is Role.MARK
    if not starts or words[place].language not in ("kk", ""):
        return 0
    found = read_kazakh_relative(words, place)
    if found is None:
        return 0
    reading.relatives.append(found[0])
    return found[1]


def _take_event(words: Sequence[Word], place: int, reading: Reading) -> int:
    found = read_event(words, place)
    if found is None:
        return 0
    reading.events.append(found[0])
    return found[1]


def _take_repetition(words: Sequence[Word], place: int, reading: Reading) -> int:
    for read in REPETITION_WAYS.at(words[place].role, reading.roles):
        found = read(words, place)
        if found is not None:
            repetition, after = found
            if reading.repetition is not None:
                repetition = _merge(reading.repetition, repetition)
            reading.repetition = repetition
            return after
    return _take_count(words, place, reading)


def _take_count(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«ай сайын 1 рет»: once says nothing new; «ежемесячно, 2 раза» no rule can say."""
    found = read_count(words, place) if reading.repetition is not None else None
    if found is None or reading.repetition is None:
        return 0
    if found[1] > 1:
        reading.repetition = reading.repetition._replace(problem="count")
    return found[2]


def _merge(first: Repetition, second: Repetition) -> Repetition:
    """«ежемесячно, в первый четверг»: one names the rhythm, the other the days."""
    if second.weekdays and not first.weekdays:
        keeps = first.frequency == "WEEKLY" and first.interval > 1
        return Repetition(
            first.frequency if keeps else second.frequency,
            first.interval if keeps else second.interval,
            second.weekdays,
            first.every_unit or second.every_unit,
        )
    return first if first.frequency else second


def _take_holidays(words: Sequence[Word], place: int, reading: Reading) -> int:
    at = skip_small(words, place)
    while words[at].role in (Role.SPAN, Role.THROUGH, Role.WHOLE):
        at += 1
    season = words[at].role is Role.SEASON
    named = str(words[at].value) if season else ""
    at += season
    if words[at].role is not Role.HOLIDAYS:
        return 0
    reading.holidays = named
    return at + 1


def _take_chain(words: Sequence[Word], place: int, reading: Reading) -> int:
    at = place
    while words[at].role in _LEADS_IN and words[at].text != "от" and not names_due(words, at):
        if words[at].after or words[at + 1].text in ("-", ":"):
            break
        at += 1
    spans, after = read_chain(words, at, reading.notes)
    if not spans:
        return 0
    if reading.spans and words[at].lines:
        reading.spans.append(_on_new_line(spans[0]))
        reading.spans.extend(spans[1:])
    else:
        reading.spans.extend(spans)
    return after


def _on_new_line(span: Span) -> Span:
    return Span(
        span.mode, span.first, span.last, Link.LINE, span.dashed, span.start_at, span.end_at
    )


def _take_rest(word: Word, place: int, reading: Reading) -> int:
    """A word that is part of no constituent: remembered by what it says."""
    match word.role:
        case Role.UNDATED:
            reading.reasons.append((str(word.value), word.text))
        case Role.EXCEPT:
            reading.excepted = True
        case Role.PAST:
            reading.past = True
        case Role.APPROXIMATE:
            reading.notes.append(Note("approximate"))
        case Role.WEEKDAY:
            reading.weekdays.append(word.number)
        case Role.UNIT if word.value in QUIET_UNITS:
            reading.month_said = reading.month_said or word.value is Unit.MONTH
            reading.loose_units.append(word)
        case role if role in _IGNORED:
            pass
        case _:
            reading.unknown.append(word)
    return place + 1


_TAKERS: Ways[_Taker] = Ways(
    Way(_skip_moved, frozenset({Role.MOVED}), frozenset({Role.MOVED})),
    Way(
        _skip_stage,
        _NUMBERS_STAGE,
        frozenset({Role.STAGE, Role.SPAN}),
    ),
    Way(_take_clock, CLOCK_OPENS, CLOCK_NEEDS),
    Way(_take_relative, RELATIVE_WAYS.opens, RELATIVE_WAYS.needs),
    Way(_take_kazakh_relative, frozenset(Role), KAZAKH_NEEDS),
    Way(take_continuous, LASTING_OPENS, LASTING_NEEDS),
    Way(take_reported, REPORTED_OPENS, REPORTED_NEEDS),
    Way(_take_repetition, REPETITION_WAYS.opens, REPETITION_WAYS.needs),
    Way(
        _take_holidays,
        LASTS | QUIET | {Role.IN, Role.SEASON, Role.HOLIDAYS},
        frozenset({Role.HOLIDAYS}),
    ),
    Way(_take_chain, SPAN_OPENS | _LEADS_IN, POINT_OPENS),
    Way(_take_event, EVENT_OPENS, EVENT_NEEDS),
)  # fmt: skip
