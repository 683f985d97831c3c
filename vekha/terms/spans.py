"""Points to spans: ranges, deadlines and open starts; the chain of them is in `chain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.clock import read_clock
from vekha.terms.dates import POINT_OPENS, read_point, skip_small
from vekha.terms.notes import Note
from vekha.terms.point import Kind, Point
from vekha.terms.sense import QUIET, Case, Role, Word
from vekha.terms.span import Mode, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time


Found = tuple[Span, int]
_UNTIL_WORDS = frozenset({Role.UNTIL, Role.TO, Role.BEFORE})
_PARTS_OF_MONTH = frozenset({Kind.WEEK, Kind.DECADE, Kind.HALF_MONTH})
_PARTS_OF_DAY = frozenset({Kind.DAY, Kind.BARE, Kind.NTH_WEEKDAY})
SPAN_OPENS = (
    POINT_OPENS
    | _UNTIL_WORDS
    | QUIET
    | {Role.IN, Role.FROM, Role.NOT, Role.BETWEEN, Role.AFTER, Role.MARK, Role.SPAN, Role.UTMOST}
)
_DUE = frozenset({"срок", "срока", "мерзімі", "мерзім"})
_DUE_WORDS = frozenset({"сдачи", "представления", "предоставления"})


def read_span(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """The span that begins at `place` and the place after it; None when none does."""
    word = words[place]
    read = None if word.after else _READERS.get(word.role)
    if read is not None:
        return read(words, place, notes)
    if names_due(words, place):
        return _read_due(words, place, notes)
    if word.text == "от":  # «от 5 до 10 мая»; in «приказ от 5 мая» it bounds nothing
        ended = _read_from(words, place, notes)
        bounded = ended is not None and ended[0].mode is not Mode.FROM
        return ended if bounded else _read_plain(words, place + 1, notes)
    return _read_plain(words, place, notes)


def names_due(words: Sequence[Word], place: int) -> bool:
    """Whether «срок», «крайний срок», «соңғы мерзім» stands at `place`."""
    word = words[place]
    if word.text in _DUE:
        return True
    if words[place + 1].text not in _DUE:
        return False
    return word.role is Role.UTMOST or (word.role is Role.ORDINAL and word.value == -1)


def _read_due(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«Срок исполнения – 1 октября», «крайний срок 1 октября»: named as such, it is a deadline."""
    after = place + (words[place].text not in _DUE) + 1
    while words[after].role is Role.CARRYING or words[after].text in _DUE_WORDS:
        after += 1
    while words[after].text in ("-", ":"):
        after += 1
    found = _read_plain(words, after, notes)
    if found is None or found[0].mode is not Mode.PLAIN or found[0].first.kind is not Kind.DAY:
        return None
    return Span(Mode.UNTIL, found[0].last, found[0].last), found[1]


def _point_at(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[Point, int] | None:
    """A point, past small words."""
    return read_point(words, skip_small(words, place), notes)


def _clock_at(words: Sequence[Word], place: int) -> tuple[time | None, int]:
    found = read_clock(words, place)
    return found if found else (None, place)


def _read_from(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    start_at, place = _clock_at(words, place + 1)
    found = _point_at(words, place, notes)
    if found is None:
        return None
    first, after = found
    if start_at is None:
        start_at, after = _clock_at(words, after)
    at = after + (words[after].text == ",")
    link = words[at]
    if link.role in (Role.TO, Role.UNTIL) or link.text == "-":
        ended = _read_end(words, at, first, notes)
        if ended is not None:
            return (ended[0]._replace(start_at=start_at), ended[1]) if start_at else ended
    return Span(Mode.FROM, first, first, start_at=start_at), after


def _read_end(words: Sequence[Word], place: int, first: Point, notes: list[Note]) -> Found | None:
    """The end of a range, at its «по», «до», "to" or dash."""
    link = words[place]
    end_at, inner = _clock_at(words, place + 1)
    found = _point_at(words, inner, notes)
    if found is None:
        return None
    last, after = found
    mode = Mode.RANGE
    dashed = link.text == "-"
    until = link.role is Role.UNTIL and link.language == "ru"
    if until and last.kind not in _PARTS_OF_DAY and not last.edge:
        mode = Mode.BEFORE
    if end_at is None:
        end_at, after = _clock_at(words, after)
    after = skip_inclusive(words, after)
    span = Span(mode, first, last, dashed=dashed, end_at=end_at)
    return span, after


def skip_inclusive(words: Sequence[Word], place: int) -> int:
    """The place after «включительно» and «қоса алғанда»: they repeat what is meant anyway."""
    while words[place].role is Role.INCLUSIVE:
        place += 1
    return place


def _read_not(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«не позднее 15 апреля», «не ранее 1 мая», "no later than"."""
    limit = words[place + 1]
    if limit.role not in (Role.LATER, Role.EARLIER):
        return None
    after = place + 2
    while words[after].role in (*_UNTIL_WORDS, Role.FILLER, Role.FROM) or words[after].text == ",":
        after += 1
    end_at, after = _clock_at(words, after)
    found = _point_at(words, after, notes)
    if found is None:
        return None
    if limit.role is Role.EARLIER:
        return Span(Mode.FROM, found[0], found[0]), found[1]
    after = found[1]
    if end_at is None:
        end_at, after = _clock_at(words, after)
    return Span(Mode.UNTIL, found[0], found[0], end_at=end_at), skip_inclusive(words, after)


def _read_until(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    word = words[place]
    if words[place + 1].text == "состоянию":
        return _read_plain(words, place + 1, notes)  # «по состоянию на 1 января»: as of that day
    inner = place + 1
    while words[inner].text in (":", "-"):
        inner += 1  # "deadline: 15 December"
    end_at, inner = _clock_at(words, inner)
    found = _point_at(words, inner, notes)
    if found is None:
        return None
    last, after = found
    if end_at is None:
        end_at, after = _clock_at(words, after)
    mode = Mode.UNTIL
    if word.role is Role.BEFORE or (word.role is Role.UNTIL and _begins_after(last)):
        mode = Mode.BEFORE
    ended = skip_inclusive(words, after)
    if ended > after:
        mode = Mode.UNTIL
    return Span(mode, last, last, end_at=end_at), ended


def _begins_after(last: Point) -> bool:
    """«до мая», «к 2025 году», «к началу года»: the time itself no longer counts."""
    if last.edge:
        return last.edge in ("begin", "first-day")
    return last.kind not in _PARTS_OF_DAY


def _read_between(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    first = _point_at(words, place + 1, notes)
    if first is None or words[first[1]].role is not Role.AND:
        return None
    last = _point_at(words, first[1] + 1, notes)
    if last is None:
        return None
    return Span(Mode.RANGE, first[0], last[0]), skip_inclusive(words, last[1])


def _read_after(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    found = _point_at(words, place + 1, notes)
    if found is None or found[0].kind is Kind.BARE:
        return None
    return Span(Mode.AFTER, found[0], found[0]), found[1]


def _read_mark(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """ "/2024-02-15" alone is a deadline."""
    if place or words[place].text != "/":
        return None
    found = read_point(words, place + 1, notes)
    return (Span(Mode.UNTIL, found[0], found[0]), found[1]) if found else None


def _read_plain(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    found = _point_at(words, place, notes)
    if found is None:
        return None
    point, after = found
    if not words[after].text and not point.case:  # nothing follows
        return Span(Mode.PLAIN, point, point), after
    timed = _read_until_clock(words, after, point) if point.kind is Kind.DAY else None
    if timed is not None:
        return timed
    after = skip_inclusive(words, after)
    link, following = words[after], words[after + 1]
    if link.after or point.case:
        kazakh = _read_kazakh_tail(words, after, point, notes)
        if kazakh is not None:
            return kazakh
    if (link.language == "kk" and link.role is Role.AND) or point.case is Case.INSTRUMENTAL:
        between = _read_kazakh_between(words, after, point, notes)
        if between is not None:
            return between
    dashed = link.text in ("-", "/") or (link.text == ":" and following.text == "-")
    if dashed or link.role is Role.TO:
        ended = _read_end(words, after, point, notes)
        if ended is not None and _is_part(point, ended[0].last):
            part = ended[0].last._replace(month=point.month, year=point.year)
            return Span(Mode.PLAIN, part, part), ended[1]  # «октябрь – 2-я неделя»
        # A slash makes a range of whole dates only.
        if ended is not None and (link.text != "/" or ended[0].last.kind is Kind.DAY):
            return _end_postposition(words, *ended)
    if point.case is Case.DATIVE and point.kind in _PARTS_OF_DAY:
        return Span(Mode.UNTIL, point, point), after
    return Span(Mode.PLAIN, point, point), after


def _read_kazakh_tail(
    words: Sequence[Word], after: int, point: Point, notes: list[Note]
) -> Found | None:
    """What a Kazakh ending or postposition makes of the point: «бастап», «дейін», «-нан»."""
    link = words[after]
    if link.role is Role.FROM and link.after:  # «қыркүйектен бастап»
        return _read_kazakh_end(words, after + 1, point, notes) or (
            Span(Mode.FROM, point, point),
            after + 1,
        )
    if link.role is Role.UNTIL and link.after:
        return _read_kazakh_deadline(point), skip_inclusive(words, after + 1)
    if point.case is Case.DATIVE and (link.text == "қарай" or point.edge == "end"):
        return _read_kazakh_deadline(point), after + (link.text == "қарай")
    if link.role is Role.AFTER and link.after and point.case is Case.ABLATIVE:
        return Span(Mode.AFTER, point, point), after + 1
    if point.case is Case.ABLATIVE:
        return _read_kazakh_end(words, after, point, notes) or (
            Span(Mode.FROM, point, point),
            after,
        )
    return None


def _read_until_clock(words: Sequence[Word], place: int, point: Point) -> Found | None:
    """«15 декабря до 18.00», «15 желтоқсан, сағат 18:00-ге дейін»: a deadline on that day."""
    at = place + (words[place].text == ",")
    before = words[at].role is Role.UNTIL and not words[at].after
    end_at, after = _clock_at(words, at + before)
    if end_at is None:
        return None
    if not before:
        if words[after].role is not Role.UNTIL or not words[after].after:
            return None
        after += 1
    return Span(Mode.UNTIL, point, point, end_at=end_at), after


def _is_part(month: Point, last: Point) -> bool:
    """Whether the end of a range is only a part of its first month."""
    return month.kind is Kind.MONTH and last.kind in _PARTS_OF_MONTH and last.month is None


def _end_postposition(words: Sequence[Word], span: Span, after: int) -> Found:
    """«10-20 наурызға дейін», «3-9 ақпан аралығында»."""
    link = words[after]
    if link.after and link.role in (Role.BETWEEN, Role.UNTIL, Role.THROUGH):
        return span, skip_inclusive(words, after + 1)
    return span, after


def _read_kazakh_deadline(point: Point) -> Span:
    begins = point.edge in ("begin", "first-day")
    if (
        point.case is Case.ABLATIVE
        or point.edge == "end"
        or (point.kind in _PARTS_OF_DAY and not begins)
    ):
        return Span(Mode.UNTIL, point, point)  # «1 наурыздан кешіктірмей»
    return Span(Mode.BEFORE, point, point)


def _read_kazakh_end(
    words: Sequence[Word], place: int, first: Point, notes: list[Note]
) -> Found | None:
    """«… 6 ақпаннан 12 ақпанды қоса алғанда», «қыркүйектен мамырға дейін»."""
    place += words[place].text == "-"
    found = _point_at(words, place, notes)
    if found is None or words[place].lines:
        return None
    last, after = found
    if last.case is Case.ABLATIVE:
        return None
    if words[after].role is Role.UNTIL and words[after].after:
        after += 1
        if last.kind is Kind.MONTH:
            notes.append(Note("inclusive", _said(words, place, after)))
    return Span(Mode.RANGE, first, last), skip_inclusive(words, after)


def _read_kazakh_between(
    words: Sequence[Word], place: int, first: Point, notes: list[Note]
) -> Found | None:
    """«X мен Y аралығында»."""
    place += words[place].role is Role.AND
    found = _point_at(words, place, notes)
    if found is None:
        return None
    last, after = found
    if words[after].role is not Role.BETWEEN:
        return None
    return Span(Mode.RANGE, first, last), skip_inclusive(words, after + 1)


def _said(words: Sequence[Word], place: int, after: int) -> str:
    return " ".join(word.text for word in words[place:after])


# How a span goes on after each word that may open it; without one it is `_read_plain`.
_READERS = {
    Role.FROM: _read_from,
    Role.NOT: _read_not,
    Role.UNTIL: _read_until,
    Role.TO: _read_until,
    Role.BEFORE: _read_until,
    Role.BETWEEN: _read_between,
    Role.AFTER: _read_after,
    Role.MARK: _read_mark,
}
