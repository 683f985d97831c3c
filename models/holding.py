"""Holding what a restored backup believes to be still open: it may have been done since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from models.action_row import ActionRow
from models.column import table_of
from models.event import Event, NewEvent, record_events
from models.letter import LetterRow
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

ACTION = table_of(ActionRow)
LETTER = table_of(LetterRow)
UNSENT = (
    LetterState.QUEUED,
    LetterState.CARRIED,
    LetterState.SENDING,
    LetterState.DELAYED,
)
UNDONE = (ActionState.PLANNED, ActionState.WAITING, ActionState.CLAIMED)
BEGUN = (ActionState.DONE, ActionState.CLAIMED, ActionState.FAILED, ActionState.SKIPPED)
CODE = "restored"


def hold_letters(session: Session, *, moment: datetime, why: str, now: datetime) -> list[str]:
    """Put every letter that waits or is on its way in doubt; the keys. `moment`: the backup's.

    If such a letter did go out, it was soon after the backup: that is what is noted as its time.
    """
    values = {
        "state": LetterState.IN_DOUBT,
        "code": CODE,
        "reply": why,
        "handed_at": func.coalesce(LETTER.c.handed_at, moment),
        "lease_by": "",
        "lease_until": None,
    }
    statement = (
        LETTER.update()
        .where(LETTER.c.state.in_(UNSENT))
        .values(**values)
        .returning(LETTER.c.key, LETTER.c.edition, LETTER.c.action)
    )
    held = sorted((row.key, row.edition, row.action) for row in session.execute(statement))
    record_events(
        session,
        (
            NewEvent(edition, "letter in doubt", now, action, {"letter": key, "code": CODE})
            for key, edition, action in held
        ),
    )
    return [key for key, _, _ in held]


def miss_undone(
    session: Session, *, why: str, now: datetime, begun: Collection[str] = ()
) -> list[str]:
    """Mark as missed every open action that is due, or is among those `begun` since; the keys."""
    due = ACTION.c.due <= now
    wanted = or_(due, ACTION.c.key.in_(list(begun))) if begun else due
    statement = (
        ACTION.update()
        .where(ACTION.c.state.in_(UNDONE), wanted)
        .values(
            state=ActionState.MISSED,
            code=CODE,
            sentence=why,
            claimed_by="",
            lease_until=None,
            revision=ACTION.c.revision + 1,
        )
        .returning(ACTION.c.key, ACTION.c.edition)
    )
    missed = sorted((row.key, row.edition) for row in session.execute(statement))
    record_events(
        session,
        (NewEvent(edition, "action missed", now, key, {"code": CODE}) for key, edition in missed),
    )
    return [key for key, _ in missed]


def begun_actions(session: Session) -> list[str]:
    """The actions that were done, begun or decided about; the keys."""
    return sorted(session.scalars(select(ACTION.c.key).where(ACTION.c.state.in_(BEGUN))))


def last_moment(session: Session) -> datetime | None:
    """The latest moment of which the tables know, or None when they are empty."""
    events = table_of(Event)
    latest = [
        _latest(session, events, "at"),
        _latest(session, LETTER, "queued_at"),
        _latest(session, LETTER, "handed_at"),
        _latest(session, LETTER, "sent_at"),
    ]
    return max((moment for moment in latest if moment is not None), default=None)


def _latest(session: Session, table: Table, column: str) -> Any:
    return session.scalar(select(func.max(table.c[column])))
