"""Letters that came back after the server had taken them, and the addresses that are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.carrying import follow
from models.column import table_of
from models.event import record_event
from models.letter import LetterRow
from models.setting import put_setting, settings
from models.statement import fresh
from vekha.states import LetterState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)
DEAD = "dead-address:"


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

    It is found by its key, by its Message-ID, or else as the last one sent to that address.
    """
    ways: list[Any] = [LETTER.c.key == key] if key else []
    ways += [LETTER.c.message_id == message_id] if message_id else []
    ways = ways or ([LETTER.c.address == recipient] if recipient else [])
    back = [LetterState.SENT, LetterState.IN_DOUBT]
    for way in ways:
        chosen = select(LETTER.c.key).where(way, LETTER.c.state.in_(back))
        chosen = chosen.order_by(LETTER.c.handed_at.desc()).limit(1)
        found = session.scalars(
            LETTER.update()
            .where(LETTER.c.key.in_(chosen.scalar_subquery()), LETTER.c.state.in_(back))
            .values(state=LetterState.REFUSED, code=code, reply=reply, lease_by="")
            .returning(LETTER.c.key)
        ).all()
        if found:
            follow(session, found)
            [row] = fresh(session, select(LetterRow).where(LETTER.c.key == found[0]))
            _tell(session, row, now)
            return row  # type: ignore[no-any-return]
    return None


def mark_dead(session: Session, address: str, *, why: str, now: datetime) -> None:
    """Note that an address takes no letters; a corrected one in people.csv is another address."""
    put_setting(session, DEAD + address.lower(), {"at": now.isoformat(), "why": why})


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
