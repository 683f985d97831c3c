"""Looking into the outbox: lists, counts and copies; what changes it is in `outbox`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select

from models.column import table_of
from models.letter import OPEN, LetterCopy, LetterRow
from models.statement import fresh
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)


def letter(session: Session, key: str) -> LetterRow | None:
    """One letter by its key, or None."""
    found = fresh(session, select(LetterRow).where(LETTER.c.key == key))
    return found[0] if found else None


def letter_copy(session: Session, key: str) -> bytes | None:
    """What was sent, word for word, or None if nothing was; a common letter for all within it."""
    copy = table_of(LetterCopy)
    within = select(LETTER.c.carrier).where(LETTER.c.key == key, LETTER.c.carrier != "")
    own_first = case((copy.c.letter == key, 0), else_=1)
    query = select(copy.c.mime).where(or_(copy.c.letter == key, copy.c.letter.in_(within)))
    return session.scalar(query.order_by(own_first).limit(1))


def letters(
    session: Session,
    *,
    edition: str | None = None,
    action: str | None = None,
    person: str | None = None,
    organisation: str | None = None,
    subject_key: str | None = None,
    states: Collection[LetterState] | None = None,
    after: str = "",
    limit: int | None = None,
) -> list[LetterRow]:
    """The letters that fit all that is given, by key; `after` a key, at most `limit`, for pages."""
    query = _narrowed(select(LetterRow), edition=edition, action=action)
    wanted = {"person": person, "organisation": organisation, "subject_key": subject_key}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(LETTER.c[name] == value)
    if states is not None:
        query = query.where(LETTER.c.state.in_(list(states)))
    if after:
        query = query.where(LETTER.c.key > after)
    query = query.order_by(LETTER.c.key)
    return fresh(session, query if limit is None else query.limit(limit))


def count_letters(
    session: Session, *, edition: str | None = None, action: str | None = None
) -> dict[LetterState, int]:
    """How many letters are in each state; a state without letters is left out."""
    counted = select(LETTER.c.state, func.count().label("number")).group_by(LETTER.c.state)
    query = _narrowed(counted, edition=edition, action=action)
    return {row.state: row.number for row in session.execute(query)}


def count_by_action(session: Session, edition: str) -> dict[str, dict[LetterState, int]]:
    """How many letters of each action are in each state: action key → state → number."""
    query = select(LETTER.c.action, LETTER.c.state, func.count())
    query = _narrowed(query, edition=edition).group_by(LETTER.c.action, LETTER.c.state)
    counts: dict[str, dict[LetterState, int]] = {}
    for action, state, number in session.execute(query.order_by(LETTER.c.action)):
        counts.setdefault(action, {})[state] = number
    return counts


def count_sent(session: Session, *, since: datetime, edition: str | None = None) -> int:
    """How many letters went out since a moment: for daily quotas."""
    query = select(func.count()).select_from(LETTER).where(LETTER.c.sent_at >= since)
    return session.scalar(_narrowed(query, edition=edition)) or 0


def handed_since(session: Session, since: datetime) -> list[tuple[datetime, str]]:
    """What went to the server after a moment, or may have: (when it was handed over, address)."""
    query = select(LETTER.c.handed_at, LETTER.c.address)
    query = query.where(LETTER.c.handed_at > since, LETTER.c.carrier == "")  # a common one is one
    return [(row.handed_at, row.address) for row in session.execute(query)]


def next_try_at(session: Session, *, edition: str | None = None) -> datetime | None:
    """When the next letter that still waits may go out, or None if none waits."""
    query = _NEXT_TRY if edition is None else _narrowed(_NEXT_TRY, edition=edition)
    found: datetime | None = session.scalar(query)
    return found


_NEXT_TRY = select(func.min(LETTER.c.next_try)).where(OPEN)


def _narrowed(
    query: Select[Any], *, edition: str | None = None, action: str | None = None
) -> Select[Any]:
    if edition is not None:
        query = query.where(LETTER.c.edition == edition)
    if action is not None:
        query = query.where(LETTER.c.action == action)
    return query
