"""Clock times in a term: «в 15.00», «10-00 часов», «сағат 15:00», "3 pm"; dates are elsewhere."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from vekha.terms.sense import Role, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOURS, _MINUTES, _MONTHS, _NOON = 24, 60, 12, 12
_TWO = 2
_INTRODUCES = frozenset({Role.IN, Role.CLOCK})
_FIGURES = frozenset({Role.NUMBER, Role.ORDINAL})
CLOCK_OPENS = _INTRODUCES | _FIGURES | {Role.FROM}
CLOCK_NEEDS = frozenset({Role.CLOCK, Role.AFTERNOON, Role.MARK})  # the mark of «15:00»


def read_clock(words: Sequence[Word], place: int) -> tuple[time, int] | None:
    """The time at `place`, with the words around it, and the place after; None when none is there."""
    if words[place].role not in CLOCK_OPENS:
        return None
    at = place
    introduced = False
    while words[at].role in _INTRODUCES or (introduced and words[at].text == ":"):
        introduced, at = True, at + 1
    if words[at].role not in _FIGURES:
        return None
    if not introduced and words[at + 1].role not in CLOCK_NEEDS:
        return None
    return _with_minutes(words, at, introduced=introduced) or _hours_only(words, place, at)


def _with_minutes(words: Sequence[Word], at: int, *, introduced: bool) -> tuple[time, int] | None:
    hour, link, minute = words[at], words[at + 1], words[at + 2]
    if minute.role not in _FIGURES:
        return None
    if not 0 <= hour.number <= _HOURS or not 0 <= minute.number < _MINUTES or len(hour.text) > _TWO:
        return None
    if link.text not in (":", ".", "-") or len(minute.text) != _TWO:
        return None
    after = at + 3
    said = _skip_words(words, after)
    if link.text == ":":
        return _time(words, hour.number, minute.number, said)
    if words[after].text == "." and words[after + 1].role is Role.NUMBER:
        return None  # 10.10.2023
    impossible_date = minute.number == 0 or (link.text == "." and minute.number > _MONTHS)
    by_words = said > after or (introduced and words[at - 1].role is Role.CLOCK)
    if impossible_date and (link.glued or by_words):
        return _time(words, hour.number, minute.number, said)
    if by_words or (introduced and link.text == "." and place_is_late(words, at)):
        return _time(words, hour.number, minute.number, said)
    return None


def place_is_late(words: Sequence[Word], at: int) -> bool:
    """«12 мая в 10.10»: after a date, figures with «в» are a time."""
    return any(word.role is Role.MONTH for word in words[:at])


def _hours_only(words: Sequence[Word], place: int, at: int) -> tuple[time, int] | None:
    """«в 15 часов», «15 ч 30 мин», "3 pm", «сағат 15-те»."""
    hour = words[at]
    if not 0 <= hour.number <= _HOURS:
        return None
    following = words[at + 1]
    if following.role is Role.AFTERNOON:
        return _time(words, hour.number, 0, at + 1)
    if following.role is Role.CLOCK and following.language != "kk":
        after, minute = at + 2, 0
        if words[after].role is Role.NUMBER and words[after + 1].role is Role.MINUTE:
            minute, after = words[after].number, after + 2
        return _time(words, hour.number, minute, after)
    before = words[at - 1] if at > place else None
    if before is not None and before.role is Role.CLOCK and before.language == "kk":
        return _time(words, hour.number, 0, at + 1)
    return None


def _skip_words(words: Sequence[Word], place: int) -> int:
    while words[place].role is Role.CLOCK:
        place += 1
    return place


def _time(words: Sequence[Word], hour: int, minute: int, after: int) -> tuple[time, int] | None:
    shift = words[after]
    if shift.role is Role.AFTERNOON:
        after += 1
        if hour > _NOON:
            return None
        hour = hour % _NOON + shift.number
    if minute >= _MINUTES or (hour == _HOURS and minute):
        return None
    # 24:00 is the end of its day; 00:00 is the beginning, and a deadline then ends the day before.
    return (time(23, 59) if hour == _HOURS else time(hour, minute)), after
