"""Letters that a server refused in the conversation, noted until what follows from it has been done.

The note is written in the transaction that records the refusal, so that no crash loses it; whoever
takes it away, in the transaction in which something is done about the letter, is the only one to do
it. What that is, is decided in office/refusals.py; what comes back later is in `returned`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.column import table_of
from models.letter import HELD, OPEN, LetterRow
from models.setting import Setting, drop_setting, put_setting, setting, settings
from models.statement import changed, chunks, fresh
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)
NOTE = "refused-letter:"
DISBELIEVED = "refusals-not-believed"


def note_refusals(session: Session, refused: Iterable[tuple[str, datetime]]) -> None:
    """Note that something is to be done about these letters: (key, when it was refused)."""
    for key, at in refused:
        put_setting(session, NOTE + key, {"at": at.isoformat()})


def noted_refusals(session: Session) -> dict[str, datetime]:
    """Letters about which nothing was done yet: key → when it was refused, by key."""
    found = settings(session, NOTE)
    return {
        name.removeprefix(NOTE): datetime.fromisoformat(value["at"])
        for name, value in found.items()
    }


def take_refusal(session: Session, key: str) -> LetterRow | None:
    """The refused letter, for the one who takes its note away; None if another one has."""
    table = table_of(Setting)
    if not changed(session, table.delete().where(table.c.name == NOTE + key)):
        return None
    query = select(LetterRow).where(LETTER.c.key == key, LETTER.c.state == LetterState.REFUSED)
    found = fresh(session, query)
    return found[0] if found else None


def disbelieve(session: Session, keys: Iterable[str], *, now: datetime) -> None:
    """Nothing is to be done about these letters: the server said so of everybody."""
    for key in keys:
        drop_setting(session, NOTE + key)
    put_setting(session, DISBELIEVED, {"at": now.isoformat()})


def disbelieved_at(session: Session) -> datetime | None:
    """When refusals were last not believed."""
    found = setting(session, DISBELIEVED)
    return datetime.fromisoformat(found["at"]) if found else None


def refused_rows(session: Session, keys: Collection[str]) -> list[LetterRow]:
    """These letters as they stand, those that are refused, by key."""
    found: list[LetterRow] = []
    for chunk in chunks(sorted(keys)):
        those = (LETTER.c.key.in_(chunk), LETTER.c.state == LetterState.REFUSED)
        found += fresh(session, select(LetterRow).where(*those).order_by(LETTER.c.key))
    return found


def is_any_held(session: Session) -> bool:
    """Whether some letter is in a sender's hands."""
    return session.scalar(select(LETTER.c.key).where(HELD).limit(1)) is not None


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether some letter waits that may go out now."""
    due = (OPEN, LETTER.c.next_try <= now, LETTER.c.not_after > now)
    return session.scalar(select(LETTER.c.key).where(*due).limit(1)) is not None


def taken_since(session: Session, moment: datetime) -> int:
    """How many letters that were handed over at that moment or later the server took."""
    query = select(func.count()).select_from(LETTER)
    since = (LETTER.c.state == LetterState.SENT, LETTER.c.handed_at >= moment)
    return session.scalar(query.where(*since)) or 0
