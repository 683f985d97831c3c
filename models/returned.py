"""Letters that came back after the server had taken them, and the addresses that are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from models.carrying import follow
from models.column import table_of
from models.event import record_event
from models.letter import LetterRow
from models.setting import drop_setting, put_setting, setting, settings
from models.statement import fresh
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)
DEAD = "dead-address:"
COUNTS = "mailbox-counts"
ARRIVED = LETTER.c.state.in_((LetterState.SENT, LetterState.IN_DOUBT))
ON_ITS_WAY = and_(LETTER.c.state == LetterState.SENDING, LETTER.c.handed_at.is_not(None))
BACK = or_(ARRIVED, ON_ITS_WAY)


def refuse_returned(
    session: Session,
    *,
    key: str,
    message_id: str,
    recipient: str,
    code: str,
    reply: str,
    now: datetime,
) -> LetterRow | None:
    """The letter that came back becomes refused; None if none fits, or it was refused before.

    It is found by its key, by its Message-ID, or else as the last one sent to that address. It may
    still be on its way by our account: a report is sometimes faster than the record of a batch.
    """
    for way in _ways_to_find(session, key=key, message_id=message_id, recipient=recipient):
        chosen = select(LETTER.c.key).where(way).order_by(LETTER.c.handed_at.desc()).limit(1)
        found = session.scalars(
            LETTER.update()
            .where(LETTER.c.key.in_(chosen.scalar_subquery()), BACK)
            .values(
                state=LetterState.REFUSED, code=code, reply=reply, lease_by="", lease_until=None
            )
            .returning(LETTER.c.key)
        ).all()
        if found:
            follow(session, found)
            [row] = fresh(session, select(LetterRow).where(LETTER.c.key == found[0]))
            _tell(session, row, now)
            return row  # type: ignore[no-any-return]
    return None


def _ways_to_find(session: Session, *, key: str, message_id: str, recipient: str) -> list[Any]:
    to_it = func.lower(LETTER.c.address) == recipient.lower()
    ways = [and_(LETTER.c.key == key, BACK)] if key else []
    ways += [and_(LETTER.c.message_id == message_id, ARRIVED)] if message_id else []
    if not ways and recipient:
        return [and_(to_it, ARRIVED), and_(to_it, ON_ITS_WAY)]
    known = select(LETTER.c.key).where(LETTER.c.message_id == message_id)
    if not key and recipient and session.scalar(known.limit(1)) is None:
        ways.append(and_(to_it, ON_ITS_WAY))  # its Message-ID is recorded with its outcome
    return ways


def letter_answered(
    session: Session, *, key: str, message_id: str, address: str
) -> LetterRow | None:
    """The letter that a message answers, else the last one to that address; None if there is none."""
    ways: list[Any] = [LETTER.c.key == key] if key else []
    ways += [LETTER.c.message_id == message_id] if message_id else []
    ways += [func.lower(LETTER.c.address) == address.lower()] if address else []
    for way in ways:
        query = select(LetterRow).where(way).order_by(LETTER.c.queued_at.desc(), LETTER.c.key)
        if found := fresh(session, query.limit(1)):
            return found[0]  # type: ignore[no-any-return]
    return None


def mark_dead(session: Session, address: str, *, why: str, now: datetime) -> None:
    """Note that an address takes no letters; a corrected one in people.csv is another address."""
    put_setting(session, DEAD + address.lower(), {"at": now.isoformat(), "why": why})


def trust_again(session: Session, address: str) -> None:
    """The address is said to be alive: letters go there again."""
    drop_setting(session, DEAD + address.lower())


def count_mail(session: Session, counts: Mapping[str, int]) -> None:
    """Add to the numbers of messages of each kind that the mailbox has brought."""
    if not counts:
        return
    before = mail_counts(session)
    put_setting(
        session,
        COUNTS,
        {kind: before.get(kind, 0) + counts.get(kind, 0) for kind in {*before, *counts}},
    )


def mail_counts(session: Session) -> dict[str, int]:
    """Kind of message («bounced», «auto-reply», «answer» …) → how many came."""
    return dict(setting(session, COUNTS) or {})


def count_undelivered(session: Session, edition: str) -> int:
    """How many letters of an edition a server refused, or sent back after it had taken them."""
    query = select(func.count()).where(
        LETTER.c.edition == edition,
        LETTER.c.state == LetterState.REFUSED,
        LETTER.c.code != "unwritable",
        LETTER.c.carrier == "",  # a common one is one
    )
    return session.scalar(query) or 0


def dead_addresses(session: Session) -> dict[str, str]:
    """Address → why it is dead."""
    found = settings(session, DEAD)
    return {name.removeprefix(DEAD): str(value["why"]) for name, value in found.items()}


def _tell(session: Session, row: LetterRow, now: datetime) -> None:
    detail = {"letter": row.key, "address": row.address, "code": row.code, "reply": row.reply}
    record_event(
        session,
        edition=row.edition,
        action=row.action,
        kind="letter returned",
        detail=detail,
        now=now,
    )
