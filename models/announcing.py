"""Actions that tell of changed dates: added by an edit or a decision, superseded by the next edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.action_row import ActionRow, planned_values
from models.column import table_of
from models.event import NewEvent, record_events
from models.letter import LetterRow
from models.statement import chunks, insert_new
from models.withdrawal import cancel_letters_of, cancel_letters_where
from vekha.actions.action import ActionKind
from vekha.states import ActionState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vekha.actions.action import Action

ACTION = table_of(ActionRow)
LETTER = table_of(LetterRow)
OPEN = (ActionState.PLANNED, ActionState.WAITING, ActionState.MISSED)
SUPERSEDED = "superseded"
TOO_LATE = "too-late-to-tell"
SENTENCES = {
    SUPERSEDED: "Следующая правка сообщает о сроке заново.",
    TOO_LATE: "До срока нет часов рассылки: решите, сообщать ли сейчас (vekha run … --now).",
}


def add_change_actions(
    session: Session, actions: Sequence[Action], *, edition: str, version: int, now: datetime
) -> list[str]:
    """Add the actions that are not there yet; their keys.

    One whose hour comes when it is too late is missed at once, so that somebody decides.
    """
    rows = []
    for action in actions:
        late = action.due >= action.not_after
        rows.append(
            planned_values(action)
            | {
                "edition": edition,
                "version": version,
                "state": ActionState.MISSED if late else ActionState.PLANNED,
                "code": TOO_LATE if late else "",
                "sentence": SENTENCES[TOO_LATE] if late else "",
            }
        )
    known = _known(session, [action.key for action in actions])
    insert_new(session, ACTION, [row for row in rows if row["key"] not in known])
    added = [row["key"] for row in rows if row["key"] not in known]
    missed = [row["key"] for row in rows if row["code"] == TOO_LATE and row["key"] in added]
    record_events(
        session,
        [
            *(NewEvent(edition, "change to be told", now, key) for key in added),
            *(NewEvent(edition, "action missed", now, key) for key in missed),
        ],
    )
    return added


def supersede_changes(session: Session, *, edition: str, now: datetime) -> list[str]:
    """Withdraw what would tell of earlier changes and has not left: the next edit tells anew."""
    mine = (ACTION.c.edition == edition, ACTION.c.kind == ActionKind.CHANGE.value)
    withdrawn = (
        ACTION.update()
        .where(*mine, ACTION.c.state.in_(OPEN))
        .values(
            state=ActionState.CANCELLED,
            code=SUPERSEDED,
            sentence=SENTENCES[SUPERSEDED],
            revision=ACTION.c.revision + 1,
        )
        .returning(ACTION.c.key)
    )
    keys = sorted(session.scalars(withdrawn))
    every = list(session.scalars(select(ACTION.c.key).where(*mine)))
    cancel_letters_of(session, every, code=SUPERSEDED, why=SENTENCES[SUPERSEDED], now=now)
    record_events(session, (NewEvent(edition, "action superseded", now, key) for key in keys))
    return keys


def cancel_changes_to(
    session: Session, *, edition: str, subject: str, organisation: str, now: datetime
) -> None:
    """Withdraw letters about a changed date that have not left: what they say is decided anew."""
    cancel_letters_where(
        session,
        [
            LETTER.c.edition == edition,
            LETTER.c.subject_key == subject,
            LETTER.c.organisation == organisation,
            LETTER.c.template == ActionKind.CHANGE.value,
        ],
        code=SUPERSEDED,
        why=SENTENCES[SUPERSEDED],
        now=now,
    )


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(keys):
        found |= set(session.scalars(select(ACTION.c.key).where(ACTION.c.key.in_(chunk))))
    return found
