"""Terms of reports: «месяца, следующего за отчетным», «в конце квартала», «последнего месяца»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.dates import skip_small
from vekha.terms.reading import QUIET_UNITS
from vekha.terms.sense import QUIET, Case, Role, Unit, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.reading import Reading

_LONG = frozenset({Unit.QUARTER, Unit.TOQSAN, Unit.HALF, Unit.YEAR})
REPORTED_OPENS = QUIET | {
    Role.NEXT, Role.REPORTING, Role.AFTER, Role.EVERY, Role.UNIT, Role.ORDINAL, Role.IN, Role.UNTIL,
    Role.TO, Role.EDGE,
}  # fmt: skip
REPORTED_NEEDS = frozenset({Role.REPORTING, Role.ORDINAL, Role.EDGE})
_WHICH = frozenset({Role.EVERY, Role.NEXT, Role.REPORTING, Role.CURRENT, Role.FILLER})


def take_reported(words: Sequence[Word], place: int, reading: Reading) -> int:
    """Take what is said of the reported period; returns the place after it, 0 when nothing is."""
    return (
        _take_following(words, place, reading)
        or _take_month_of(words, place, reading)
        or _take_edge(words, place, reading)
    )


def _take_month_of(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«последнего месяца квартала», «первого месяца следующего полугодия», «тоқсанның соңғы айы»."""
    at, before = place + (words[place].role is Role.EVERY), None
    if words[at].role is Role.UNIT and words[at].case is Case.GENITIVE:
        before, at = words[at], at + 1
    order, month = words[at], words[at + 1]
    if order.role is not Role.ORDINAL or month.role is not Role.UNIT:
        return 0
    if month.value is not Unit.MONTH:
        return 0
    at += 2
    if before is None:
        while words[at].role in _WHICH:
            at += 1
        before, at = words[at], at + 1
    if before.role is not Role.UNIT or before.value not in _LONG:
        return 0
    reading.month_of = order.number, Unit(str(before.value))
    return at


def _take_following(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«года, следующего за отчетным периодом», «есепті тоқсаннан кейінгі айдың»."""
    word = words[place]
    if word.role is Role.NEXT and words[place + 1].role is Role.FOR:
        at = place + 2
        if words[at].role is not Role.REPORTING:
            return 0
    elif word.role is Role.REPORTING:
        at = place
    elif word.text == "following":
        at = place + 1 + (words[place + 1].text == "the")
        if words[at].role is not Role.REPORTING:
            return 0
    else:
        return 0
    unit = words[at + 1]
    known = unit.role in (Role.UNIT, Role.SPAN)
    reading.following = Unit(str(unit.value)) if unit.role is Role.UNIT else Unit.DAY
    after = at + 1 + known
    if words[after].role is Role.AFTER and words[after].after:
        after += 1
    while words[after].role is Role.UNIT and words[after].value in QUIET_UNITS:
        if words[after].value is Unit.DAY:
            break
        reading.following_of = Unit(str(words[after].value))
        after += 1
    if reading.following_of is None and reading.loose_units:
        reading.following_of = Unit(str(reading.loose_units[-1].value))
    return after


def _take_edge(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«в конце каждого квартала», «в последний день месяца» without saying which."""
    at = skip_small(words, place)
    at += words[at].role in (Role.UNTIL, Role.TO)
    if words[at].role is not Role.EDGE:
        return _take_kazakh_edge(words, at, reading)
    edge = str(words[at].value)
    at += 1
    reading.edge_each = reading.edge_each or words[at].role is Role.EVERY
    at += words[at].role in (Role.EVERY, Role.FILLER)
    unit = words[at]
    if unit.role is not Role.UNIT or unit.value is Unit.YEAR:
        return 0
    reading.edge = edge, Unit(str(unit.value))
    return at + 1


def _take_kazakh_edge(words: Sequence[Word], at: int, reading: Reading) -> int:
    """«әр тоқсанның соңында», «ай соңына дейін»."""
    each = words[at].role is Role.EVERY
    at += each
    unit, edge = words[at], words[at + 1]
    if unit.role is not Role.UNIT or unit.value is Unit.YEAR or unit.language != "kk":
        return 0
    if edge.role is not Role.EDGE:
        return 0
    value = Unit.QUARTER if unit.value is Unit.TOQSAN else Unit(str(unit.value))
    reading.edge = str(edge.value), value
    reading.edge_each = reading.edge_each or each
    after = at + 2
    return after + (words[after].role is Role.UNTIL)
