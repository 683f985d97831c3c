"""Terms that count from an event: «за 5 рабочих дней до закрытия», «в двухмесячный срок»."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.sense import Case, Role, Unit, Word
from vekha.terms.ways import Way, Ways

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTS = frozenset({Role.NUMBER, Role.CARDINAL})
_AMOUNTS = frozenset({Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.DECADE, Unit.YEAR})
_MOST_YEARS = 20
_LONGEST_CLAUSE = 40  # words; beyond them it is prose, and looking on would cost their square
_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7}
_SINCE = frozenset({Role.AFTER, Role.FROM})
_END = frozenset({"", ";", ","})
_HAPPENS = frozenset({Role.EVENT, Role.NEW})  # «к новому учебному году»: of which plan?
# The words that each way of counting may open with: all others are passed by unread.
_AMOUNT_OPENS = _COUNTS | {
    Role.WORKING, Role.CALENDAR, Role.SCHOOL, Role.UNIT, Role.CLOCK,
}  # fmt: skip
_FOR_OPENS = frozenset({Role.NOT, Role.LATER, Role.FILLER, Role.LEAST, Role.IN, Role.FOR})
_NTH_DAY_OPENS = frozenset({Role.IN, Role.ORDINAL})
_IN_TIME_OPENS = _COUNTS | {
    Role.IN, Role.THROUGH, Role.LATER, Role.NOT, Role.DURATION, Role.SPAN, Role.UNKNOWN,
}  # fmt: skip
_BOUNDING = frozenset({Role.THROUGH, Role.LATER, Role.NOT})
_NEAREST = frozenset({"ближайшие", "ближайших", "ближайший", "срок"})


class Relative(NamedTuple):
    """A count from an event. `days` is None when the unit has no fixed number of days.

    `event_start` and `event_end` are places in the cleaned phrase; equal when no event is named.
    """

    days: int | None
    working: bool
    event_start: int
    event_end: int
    start: int
    end: int


Found = tuple[Relative, int]


def _amount(words: Sequence[Word], at: int) -> tuple[int | None, bool, int] | None:
    """«5 рабочих дней», «неделю», «10 күнтізбелік күн»: days or None, working, the place after."""
    n, counted = 1, False
    if words[at].role in _COUNTS:
        n, at, counted = words[at].number, at + 1, True
        if words[at].text == "-" and words[at + 1].role in _COUNTS:
            n, at = words[at + 1].number, at + 2
    working = words[at].role is Role.WORKING
    while words[at].role in (Role.WORKING, Role.CALENDAR, Role.SCHOOL):
        at += 1
    unit = words[at]
    if unit.role is Role.UNIT:
        if unit.value not in _AMOUNTS or words[at + 1].role is Role.MONTH:
            return None  # «2 квартала» and «2 недели октября» are dates
        if unit.value is Unit.YEAR and (not counted or n > _MOST_YEARS):
            return None  # «в течение года», «2023 года»
    elif unit.role is not Role.CLOCK:
        return None
    days = _DAYS_IN.get(Unit(str(unit.value))) if unit.role is Role.UNIT else None
    return (None if days is None else days * n), working, at + 1


def _make(
    words: Sequence[Word], place: int, days: int | None, *, working: bool, event: tuple[int, int]
) -> Found:
    first, after = event
    start = words[first].start if after > first else words[first - 1].end
    end = words[after - 1].end
    relative = Relative(days, working, start, max(end, start), words[place].start, end)
    return relative, after


def _event_end(words: Sequence[Word], at: int) -> int:
    """An event runs to the end of its clause."""
    while words[at].text not in _END:
        at += 1
    return at


def _read_for(words: Sequence[Word], place: int) -> Found | None:
    """«за 5 рабочих дней до закрытия», «не позднее чем за неделю до …»."""
    at = place
    while words[at].role in (Role.NOT, Role.LATER, Role.FILLER, Role.LEAST, Role.IN):
        at += 1
    if words[at].role is not Role.FOR:
        return None
    amount = _amount(words, at + 1)
    if amount is None:
        return None
    days, working, after = amount
    if words[after].role is not Role.UNTIL:
        return None
    end = _event_end(words, after + 1)
    before = None if days is None else -days
    return _make(words, place, before, working=working, event=(after + 1, end))


def _read_eve(words: Sequence[Word], place: int) -> Found | None:
    if words[place].text not in ("накануне", "eve"):
        return None
    end = _event_end(words, place + 1)
    return _make(words, place, -1, working=False, event=(place + 1, end))


def _read_in_time(words: Sequence[Word], place: int) -> Found | None:
    """«в 2-недельный срок со дня …», «в течение 5 рабочих дней», «на ближайшие 90 дней»."""
    at = place
    bounded = False
    while words[at].role is Role.IN or words[at].role in _BOUNDING or words[at].text in _NEAREST:
        bounded = bounded or words[at].role is not Role.IN
        at += 1
    found = _duration(words, at)
    if found is None or not (bounded or words[found[2] - 1].role is Role.DURATION):
        return None
    days, working, after = found
    if words[after].role is Role.UNTIL and not words[after].after:
        end = _event_end(words, after + 1)
        before = None if days is None else -days
        return _make(words, place, before, working=working, event=(after + 1, end))
    while words[after].role is Role.SPAN:
        after += 1
    if (
        words[after].role in _SINCE
        or words[after].role is Role.EVENT
        or words[after].role is Role.TO
    ):
        end = _event_end(words, after + 1)
        return _make(words, place, days, working=working, event=(_event_start(words, after), end))
    return _make(words, place, days, working=working, event=(after, after))


def _read_nth_day(words: Sequence[Word], place: int) -> Found | None:
    """«на 3-й день после открытия», «на третий рабочий день со дня …»."""
    at = place + (words[place].role is Role.IN)
    if words[at].role is not Role.ORDINAL or words[at].number < 1:
        return None
    working = words[at + 1].role in (Role.WORKING, Role.CALENDAR)
    day = words[at + 1 + working]
    since = words[at + 2 + working]
    if day.value is not Unit.DAY or since.role not in _SINCE:
        return None
    first = at + 3 + working
    is_working = words[at + 1].role is Role.WORKING
    event = (first, _event_end(words, first))
    return _make(words, place, words[at].number, working=is_working, event=event)


def _event_start(words: Sequence[Word], after: int) -> int:
    """«со дня опубликования», «по истечении срока»: the preposition is not part of the event."""
    return after if words[after].role is Role.EVENT else after + 1


def _duration(words: Sequence[Word], at: int) -> tuple[int | None, bool, int] | None:
    n = 0
    if words[at].role in _COUNTS and words[at + 1].role is Role.DURATION:
        n, at = words[at].number, at + 1
    word = words[at]
    if word.role is Role.DURATION and isinstance(word.value, tuple):
        unit, own = Unit(word.value[0]), word.value[1]
        days = _DAYS_IN.get(unit)
        return (None if days is None else days * (n or own or 1)), False, at + 1
    if n:
        return None
    return _amount(words, at)


def _read_after(words: Sequence[Word], place: int) -> Found | None:
    """«через 3 дня после открытия», «спустя неделю»."""
    if words[place].role is not Role.AFTER or words[place].after:
        return None
    amount = _amount(words, place + 1)
    if amount is None:
        return None
    days, working, after = amount
    if words[after].role in _SINCE or words[after].text == "of":
        end = _event_end(words, after + 1)
        return _make(words, place, days, working=working, event=(after + 1, end))
    return _make(words, place, days, working=working, event=(after, after))


def _read_english(words: Sequence[Word], place: int) -> Found | None:
    """In English: "5 working days before closing", "the day after the round table"."""
    at = place
    while words[at].role is Role.FILLER and words[at].language == "en":
        at += 1
    amount = _amount(words, at)
    if amount is None or words[amount[2] - 1].language != "en":
        return None
    days, working, after = amount
    if words[after].text == "following":
        return None  # "the month following the reporting quarter"
    sign = {Role.BEFORE: -1, Role.AFTER: 1, Role.FROM: 1}.get(words[after].role)
    if sign is None:
        return None
    first = after + 1 + (words[after + 1].role is Role.TO)
    end = _event_end(words, first)
    signed = None if days is None else sign * days
    return _make(words, place, signed, working=working, event=(first, end))


# «за 5 рабочих дней до закрытия»: the ways of counting from an event, and that event's words.
RELATIVE_WAYS = Ways(
    Way(_read_for, _FOR_OPENS, frozenset({Role.FOR})),
    Way(_read_eve, frozenset({Role.UNKNOWN}), frozenset({Role.UNKNOWN})),
    Way(_read_nth_day, _NTH_DAY_OPENS, _SINCE),
    Way(_read_in_time, _IN_TIME_OPENS, _BOUNDING | {Role.DURATION, Role.UNKNOWN, Role.SPAN}),
    Way(_read_after, frozenset({Role.AFTER}), frozenset({Role.UNIT, Role.CLOCK})),
    Way(_read_english, _AMOUNT_OPENS | {Role.FILLER}, _SINCE | {Role.BEFORE}),
)
KAZAKH_NEEDS = _SINCE | {Role.BEFORE, Role.SPAN, Role.THROUGH}
EVENT_NEEDS = _HAPPENS | _SINCE | {Role.BEFORE}
EVENT_OPENS = EVENT_NEEDS | {Role.IN, Role.TO, Role.UNTIL}


def read_kazakh_relative(words: Sequence[Word], place: int) -> Found | None:
    """«жабылудан 5 жұмыс күні бұрын», «ашылғаннан кейін 3 күн ішінде», «бір ай мерзімде»."""
    at = place
    while words[at].text not in _END and at < place + _LONGEST_CLAUSE:
        amount = _amount(words, at) if words[at].role in _AMOUNT_OPENS else None
        if amount is not None and words[amount[2] - 1].language == "kk":
            found = _kazakh_tail(words, place, at, amount)
            if found is not None:
                return found
        at += 1
    return None


def _kazakh_tail(
    words: Sequence[Word], place: int, at: int, amount: tuple[int | None, bool, int]
) -> Found | None:
    days, working, after = amount
    counted = words[at].role in _COUNTS
    tail = words[after]
    since = at > place and words[at - 1].role in (Role.AFTER, Role.UNTIL, Role.FROM)
    event = (place, at - 1) if since else (place, at)
    if tail.role is Role.BEFORE and tail.after and at > place:
        signed = None if days is None else -days
        return _kazakh(words, place, signed, working=working, event=event, after=after + 1)
    if since and words[at - 1].role is not Role.UNTIL and counted:
        while words[after].after or words[after].role is Role.SPAN:
            after += 1
        return _kazakh(words, place, days, working=working, event=event, after=after)
    if at > place or not counted:
        return None
    if tail.role is Role.SPAN or (tail.role is Role.THROUGH and tail.after):
        return _kazakh(words, place, days, working=working, event=(place, place), after=after + 1)
    if tail.role is Role.AFTER and words[after - 1].case is Case.ABLATIVE:
        return _kazakh(words, place, days, working=working, event=(place, place), after=after + 1)
    return None


def _kazakh(
    words: Sequence[Word],
    place: int,
    days: int | None,
    *,
    working: bool,
    event: tuple[int, int],
    after: int,
) -> Found:
    first, last = event
    start = words[first].start
    end = words[last - 1].end if last > first else start
    whole = words[after - 1].end
    return Relative(days, working, start, end, words[place].start, whole), after


def read_event(words: Sequence[Word], place: int) -> Found | None:
    """«после закрытия», «перед составлением отчёта», «со дня подписания», «по итогам года»."""
    at = place
    if words[at].role in (Role.IN, Role.TO):
        at += 1
    word, following = words[at], words[at + 1]
    since = word.role is Role.FROM and following.value is Unit.DAY
    since_moment = word.role is Role.FROM and following.text in ("момента", "даты")
    event = word.role in _HAPPENS
    undated = word.role in (Role.BEFORE, Role.AFTER) and not word.after
    until_event = word.role is Role.UNTIL and following.role in _HAPPENS
    if not (since or since_moment or event or undated or until_event):
        return None
    end = _event_end(words, at + 1)
    first = at if event else at + 1
    return _make(words, place, None, working=False, event=(first, end))
