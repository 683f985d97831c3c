"""Leases of letters and actions: holding on to them while a slow server is waited for; ending all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_

from models.action_row import ActionRow
from models.column import table_of
from models.letter import LetterRow
from models.statement import changed
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)


def hold_on(session: Session, *, worker: str, now: datetime, lease: timedelta) -> int:
    """Let a worker keep the letters that it holds: it lives, and its mail server is slow; how many.

    `worker` stands for its batches too, «worker#1», «worker#2». Never shortens a lease, and takes
    nothing back that was freed or put in doubt meanwhile.
    """
    statement = LETTER.update().where(
        LETTER.c.state == LetterState.SENDING,
        or_(
            LETTER.c.lease_by == worker,
            LETTER.c.lease_by.startswith(f"{worker}#", autoescape=True),
        ),
        LETTER.c.lease_until < now + lease,
    )
    return changed(session, statement.values(lease_until=now + lease))


def end_leases(session: Session, now: datetime) -> None:
    """Let every lease end now, so that what a killed process held is freed or doubted at once.

    Only for an installation that one process works on: elsewhere the leases end by themselves.
    """
    for table, held in (
        (table_of(ActionRow), ActionState.CLAIMED),
        (LETTER, LetterState.SENDING),
    ):
        session.execute(
            table.update()
            .where(table.c.state == held, table.c.lease_until > now)
            .values(lease_until=now)
        )
