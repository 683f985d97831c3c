"""The outbox: letters queued once, claimed by lease, recorded, expired, put in doubt; no SMTP here.

    queued ──claim──▶ sending ──hand──▶ sending, handed ──▶ sent | refused | delayed | in doubt

Whoever sends commits `mark_handed` before the first byte goes to the server. What a dead worker
had not handed goes back into the queue; what it had handed is in doubt, and nothing here sends it
again by itself. What is cancelled or in doubt is in `withdrawal` and offered here; listings are
in `mail_log`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, bindparam, func, literal_column, null, select, text

from models.carrying import follow
from models.column import table_of
from models.event import NewEvent, record_events
from models.letter import OPEN, Claimed, LetterCopy, LetterRow, NewLetter
from models.refusals import note_refusals
from models.statement import changed, chunks, insert_new
from models.withdrawal import (
    Abandoned,
    cancel_letters,
    cancel_letters_of,
    doubt_expired,
    expire_letters,
    resolve_doubt,
)
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Update
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.dml import ReturningUpdate

__all__ = [
    "Abandoned",
    "Outcome",
    "cancel_letters",
    "cancel_letters_of",
    "claim_letters",
    "doubt_expired",
    "expire_letters",
    "mark_handed",
    "queue_letters",
    "record_outcomes",
    "release_letters",
    "resolve_doubt",
]

LETTER = table_of(LetterRow)
NEW_LETTER = tuple(item.name for item in fields(NewLetter))
KNOWN_TO_SENDER = text("state IN ('sending', 'in doubt')")
"""Letters of which their sender knows most. Words, as all that is the same for every row of many:
each parameter is prepared for each row."""

ONE = literal_column("1", Integer())
OUTCOMES = (LetterState.SENT, LetterState.REFUSED, LetterState.DELAYED, LetterState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the handing over of one letter ended: sent, refused, delayed or in doubt.

    `at` and `next_try` are aware; a delayed letter needs its `next_try`. `code` and `reply` are
    the server's; `mime` is what was sent, word for word.
    """

    key: str
    state: LetterState
    at: datetime
    code: str = ""
    reply: str = ""
    message_id: str = ""
    mime: bytes | None = None
    next_try: datetime | None = None


def queue_letters(session: Session, letters: Iterable[NewLetter], *, now: datetime) -> int:
    """Queue the letters whose keys are new; how many. One that is there is left as it is."""
    return insert_new(session, LETTER, (_values(letter, now) for letter in letters))


def claim_letters(
    session: Session,
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    edition: str | None = None,
    action: str | None = None,
) -> list[Claimed]:
    """Take up to `limit` letters that may go out now, in the order of position and key.

    `worker` must be unique to one loop of one process: a name used twice could record for another.
    """
    values = {"b_now": now, "b_limit": limit, "b_worker": worker, "b_until": now + lease}
    narrow = {"b_edition": edition, "b_action": action}
    values |= {name: value for name, value in narrow.items() if value is not None}
    claim = _claim(by_edition=edition is not None, by_action=action is not None)
    keys = list(session.scalars(claim, values))
    if not keys:
        return []
    return [Claimed._make(row) for row in session.execute(_CLAIMED, {"b_keys": keys})]


@cache
def _claim(*, by_edition: bool, by_action: bool) -> ReturningUpdate[Any]:
    """The statement, built once: building it costs as much as a few letters."""
    moment = LETTER.c.next_try.type
    now = bindparam("b_now", type_=moment)
    ready: list[Any] = [OPEN, LETTER.c.next_try <= now, LETTER.c.not_after > now]
    if by_edition:
        ready.append(LETTER.c.edition == bindparam("b_edition"))
    if by_action:
        ready.append(LETTER.c.action == bindparam("b_action"))
    # Materialised: PostgreSQL might otherwise run it again for each row, and claim too many.
    chosen = (
        select(LETTER.c.key)
        .where(*ready)
        .order_by(LETTER.c.position, LETTER.c.key)
        .limit(bindparam("b_limit", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("chosen")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        LETTER.update()
        .where(LETTER.c.key.in_(select(chosen.c.key)), OPEN)
        .values(
            state=LetterState.SENDING,
            lease_by=bindparam("b_worker"),
            lease_until=bindparam("b_until", type_=moment),
            handed_at=None,
        )
        .returning(LETTER.c.key)
    )


_CLAIMED = (
    select(*(LETTER.c[name] for name in Claimed._fields))
    .where(LETTER.c.key.in_(bindparam("b_keys", expanding=True)))
    .order_by(LETTER.c.position, LETTER.c.key)
)


def mark_handed(
    session: Session,
    keys: Collection[str],
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    again: bool = False,
) -> list[str]:
    """Note that the letters go to the server now; commit it before the first byte.

    Returns the keys that may be sent: a key that is not among them belongs to another worker by
    now (the lease ended), or was handed over before. `again`: this worker has tried so before, does
    not know whether that was committed, and has begun none of them; what was noted then counts.
    """
    statement = _MARK if again else _MARK_FIRST
    marked: list[str] = []
    for chunk in chunks(keys):
        values = {"b_keys": chunk, "b_worker": worker, "b_now": now, "b_until": now + lease}
        marked += session.scalars(statement, values)
    return marked


_MARK = (
    LETTER.update()
    .where(
        LETTER.c.key.in_(bindparam("b_keys", expanding=True)),
        LETTER.c.state == LetterState.SENDING,
        LETTER.c.lease_by == bindparam("b_worker"),
    )
    .values(
        handed_at=bindparam("b_now", type_=LETTER.c.handed_at.type),
        lease_until=bindparam("b_until", type_=LETTER.c.lease_until.type),
    )
    .returning(LETTER.c.key)
)
_MARK_FIRST = _MARK.where(LETTER.c.handed_at.is_(None))


def release_letters(session: Session, keys: Collection[str], *, worker: str, now: datetime) -> int:
    """Put claimed letters back that certainly did not reach the server; how many.

    `now` becomes their next try: a later moment holds them back until then.
    """
    back = {"state": LetterState.QUEUED, "lease_until": None, "handed_at": None, "next_try": now}
    return sum(
        changed(
            session,
            LETTER.update().where(LETTER.c.key.in_(chunk), *_held(worker)).values(**back),
        )
        for chunk in chunks(keys)
    )


def record_outcomes(
    session: Session,
    outcomes: Sequence[Outcome],
    *,
    worker: str,
    carriers: Collection[str] | None = None,
) -> int:
    """Record how a batch ended, with the copies of what was sent; how many were recorded.

    `carriers`: those of the letters within which others go, where the worker knows; nothing joins
    a letter that is claimed.

    A worker that comes back late, when its letters are already held in doubt, still knows how
    they ended and records it; only what was decided or taken by others meanwhile stays as it is.
    Recorded twice, because the first commit's reply was lost, they are told once. What the server
    refused is noted, for what has to be done about it (see `refusals`).
    """
    if wrong := [outcome for outcome in outcomes if outcome.state not in OUTCOMES]:
        raise ValueError(f"not an outcome of sending: {wrong[0].state} of {wrong[0].key}")
    recorded = 0
    delayed = [outcome for outcome in outcomes if outcome.state is LetterState.DELAYED]
    ended = [outcome for outcome in outcomes if outcome.state is not LetterState.DELAYED]
    news = _news(session, ended, worker)
    if ended:
        recorded += changed(session, _end(), [_ending(outcome, worker) for outcome in ended])
    if delayed:
        recorded += changed(session, _delay(), [_delaying(outcome, worker) for outcome in delayed])
    copies = ({"letter": o.key, "mime": o.mime} for o in ended if o.mime is not None)
    insert_new(session, table_of(LetterCopy), copies)
    follow(session, [outcome.key for outcome in outcomes] if carriers is None else carriers)
    _tell(session, news)
    note_refusals(session, ((o.key, o.at) for o in news if _by_server(o)))
    return recorded


def _values(letter: NewLetter, now: datetime) -> dict[str, Any]:
    # Not dataclasses.asdict: it copies each context in depth.
    values = {name: getattr(letter, name) for name in NEW_LETTER}
    values["next_try"] = letter.next_try or now
    values["queued_at"] = now
    return values


def _held(worker: str) -> list[ColumnElement[bool]]:
    return [LETTER.c.state == LetterState.SENDING, LETTER.c.lease_by == worker]


def _news(session: Session, ended: list[Outcome], worker: str) -> list[Outcome]:
    """A refusal and a doubt are news, unless they are known already; a sent letter is told by its
    row."""
    bad = {o.key: o for o in ended if o.state is not LetterState.SENT}
    if not bad:
        return []
    state = LETTER.c.state
    those = (LETTER.c.lease_by == worker, state.in_((LetterState.SENDING, LetterState.IN_DOUBT)))
    found: list[Outcome] = []
    for chunk in chunks(bad):
        query = select(LETTER.c.key, state).where(LETTER.c.key.in_(chunk), *those)
        found += [bad[row.key] for row in session.execute(query) if row.state != bad[row.key].state]
    return found


def _by_server(outcome: Outcome) -> bool:
    """Whether somebody else may have to get it; what cannot be written, cannot be for anybody."""
    return outcome.state is LetterState.REFUSED and outcome.code != "unwritable"


def _recordable() -> Update:
    return LETTER.update().where(
        LETTER.c.key == bindparam("b_key"),
        KNOWN_TO_SENDER,
        LETTER.c.lease_by == bindparam("b_worker"),
    )


@cache
def _end() -> Update:
    return _recordable().values(
        state=bindparam("b_state", type_=String()),
        code=bindparam("b_code"),
        reply=bindparam("b_reply"),
        message_id=func.coalesce(bindparam("b_message_id", type_=String()), LETTER.c.message_id),
        sent_at=bindparam("b_sent_at", type_=LETTER.c.sent_at.type),
        attempts=LETTER.c.attempts + ONE,
        lease_until=null(),
    )


def _ending(outcome: Outcome, worker: str) -> dict[str, Any]:
    return {
        "b_key": outcome.key,
        "b_worker": worker,
        "b_state": outcome.state.value,
        "b_code": outcome.code,
        "b_reply": outcome.reply,
        "b_message_id": outcome.message_id or None,
        "b_sent_at": outcome.at if outcome.state is LetterState.SENT else None,
    }


@cache
def _delay() -> Update:
    return _recordable().values(
        state=LetterState.DELAYED,
        code=bindparam("b_code"),
        reply=bindparam("b_reply"),
        next_try=bindparam("b_next_try", type_=LETTER.c.next_try.type),
        attempts=LETTER.c.attempts + ONE,
        lease_until=null(),
        handed_at=null(),
    )


def _delaying(outcome: Outcome, worker: str) -> dict[str, Any]:
    if outcome.next_try is None:
        raise ValueError(f"a delayed letter needs its next try: {outcome.key}")
    return {
        "b_key": outcome.key,
        "b_worker": worker,
        "b_code": outcome.code,
        "b_reply": outcome.reply,
        "b_next_try": outcome.next_try,
    }


def _tell(session: Session, outcomes: list[Outcome]) -> None:
    if not outcomes:
        return
    by_key = {outcome.key: outcome for outcome in outcomes}
    query = select(LETTER.c.key, LETTER.c.edition, LETTER.c.action)
    for chunk in chunks(by_key):
        found = session.execute(query.where(LETTER.c.key.in_(chunk)).order_by(LETTER.c.key))
        record_events(
            session,
            (
                NewEvent(
                    row.edition,
                    f"letter {by_key[row.key].state.value}",
                    by_key[row.key].at,
                    row.action,
                    {
                        "letter": row.key,
                        "code": by_key[row.key].code,
                        "reply": by_key[row.key].reply,
                    },
                )
                for row in found
            ),
        )
