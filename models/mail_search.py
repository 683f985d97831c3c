"""Finding letters by what an operator knows of them; narrowed, ordered and counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models.column import table_of
from models.event import Event
from models.letter import LetterRow
from models.statement import fresh
from vekha.states import LetterState

LETTER = table_of(LetterRow)
HELD = "held"
"""Shown instead of «sent» for letters that stayed on this machine: capture, or not a guest."""

_HELD = and_(LETTER.c.state == LetterState.SENT, LETTER.c.reply.startswith("held: "))
_when = func.coalesce(LETTER.c.sent_at, LETTER.c.queued_at)
_PLAIN = ("edition", "person", "subject_key", "template", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What letters are looked for; an empty field narrows nothing.

    states: of LetterState, or «held». action: a whole key, or its end. organisations: keys, None
    for any. since (included) and until (not): aware, of the sending or else of the queueing.
    text: in the key, the name, the address or the reply.
    """

    edition: str = ""
    states: Collection[str] = ()
    person: str = ""
    address: str = ""
    organisations: Collection[str] | None = None
    subject_key: str = ""
    action: str = ""
    template: str = ""
    code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


def find_letters(session: Session, wanted: Wanted, *, limit: int | None = None) -> list[LetterRow]:
    """The newest that fit, at most `limit`, in the order of time."""
    query = select(LetterRow).where(*_conditions(wanted))
    query = query.order_by(_when.desc(), LETTER.c.key.desc())
    found = fresh(session, query if limit is None else query.limit(limit))
    return found[::-1]


def count_found(session: Session, wanted: Wanted) -> dict[str, int]:
    """How many fit, by state; those that stayed here as «held»; states without letters as 0."""
    shown = case((_HELD, literal(HELD)), else_=LETTER.c.state)
    query: Select[Any] = select(shown, func.count()).where(*_conditions(wanted)).group_by(shown)
    counts = dict.fromkeys([*(str(state) for state in LetterState), HELD], 0)
    for state, number in session.execute(query):
        counts[str(state)] = number
    return counts


def state_of(row: LetterRow) -> str:
    """The state as it is shown: «held» for what was taken over by this machine itself."""
    held = row.state is LetterState.SENT and row.reply.startswith("held: ")
    return HELD if held else str(row.state)


def timeline(session: Session, row: LetterRow) -> list[Event]:
    """What was recorded of one letter, in order."""
    table = table_of(Event)
    letter = table.c.detail["letter"].as_string()
    query = select(Event).where(table.c.edition == row.edition, letter == row.key)
    return fresh(session, query.order_by(table.c.id))


def keys_like(session: Session, text: str, *, limit: int = 5) -> list[str]:
    """Keys that contain the words of a mistyped one, for a helpful refusal."""
    parts = [part for part in text.strip("/").split("/") if part]
    for wanted in (text, *reversed(parts)):
        query = select(LETTER.c.key).where(LETTER.c.key.contains(wanted, autoescape=True))
        found = list(session.scalars(query.order_by(LETTER.c.key).limit(limit)))
        if found:
            return found
    return []


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name in _PLAIN:
        value = getattr(wanted, name)
        if value:
            yield LETTER.c[name] == value
    if wanted.states:
        yield _in_states(wanted.states)
    if wanted.address:
        yield func.lower(LETTER.c.address) == wanted.address.lower()
    if wanted.organisations is not None:
        yield LETTER.c.organisation.in_(list(wanted.organisations))
    if wanted.action:
        end = "/" + wanted.action.strip("/")
        ends = LETTER.c.action.endswith(end, autoescape=True)
        yield or_(LETTER.c.action == wanted.action, ends)
    if wanted.since is not None:
        yield _when >= wanted.since
    if wanted.until is not None:
        yield _when < wanted.until
    if wanted.text:
        yield _with_words(wanted.text)


def _in_states(states: Collection[str]) -> ColumnElement[bool]:
    real = [LetterState(state) for state in states if state != HELD]
    if HELD not in states:
        # «sent» alone means: left this machine.
        gone = LETTER.c.state.in_(real)
        return and_(gone, ~_HELD) if LetterState.SENT in real else gone
    return or_(LETTER.c.state.in_(real), _HELD)


def _with_words(text: str) -> ColumnElement[bool]:
    """Whatever its capitals: SQLite folds only Latin letters, so the usual forms are tried."""
    forms = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    columns = (LETTER.c.key, LETTER.c.name, LETTER.c.address, LETTER.c.reply)
    return or_(*(column.contains(form, autoescape=True) for column in columns for form in forms))
