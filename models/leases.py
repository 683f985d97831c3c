"""Ending all leases at once, for a start at which no other worker can be alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.action_row import ActionRow
from models.column import table_of
from models.letter import LetterRow
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def end_leases(session: Session, now: datetime) -> None:
    """Let every lease end now, so that what a killed process held is freed or doubted at once.

    Only for an installation that one process works on: elsewhere the leases end by themselves.
    """
    for table, held in (
        (table_of(ActionRow), ActionState.CLAIMED),
        (table_of(LetterRow), LetterState.SENDING),
    ):
        session.execute(
            table.update()
            .where(table.c.state == held, table.c.lease_until > now)
            .values(lease_until=now)
        )
