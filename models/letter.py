"""The tables of letters and their copies, and the letter as queued; queries are in `outbox`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Index, LargeBinary, false, text
from sqlmodel import Field

from models.column import LetterStateText, Row, UtcDateTime
from vekha.states import LetterState

OPEN = text("state IN ('queued', 'delayed')")
"""Letters that may still go out. Words, not parameters: only so do both databases see that the
index below answers the question."""


HELD = text("state = 'sending'")
"""Letters that a worker holds; words for the same reason."""


WITHIN = text("carrier <> ''")
"""Letters that go, or went, within another one."""


class LetterRow(Row, table=True):
    """One message to one person because of one action.

    `handed_at` parts what cannot have reached the server (null) from what may have: it is
    committed before the first byte goes there.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_open", "position", "key", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_letter_edition_action", "edition", "action"),
        Index("ix_letter_subject_organisation", "edition", "subject_key", "organisation"),
        Index("ix_letter_held", "lease_until", sqlite_where=HELD, postgresql_where=HELD),
        Index("ix_letter_carrier", "carrier", sqlite_where=WITHIN, postgresql_where=WITHIN),
    )

    key: str = Field(primary_key=True)  # "<action key>/<person key>"
    edition: str
    action: str
    template: str
    person: str
    organisation: str = ""
    name: str = ""
    address: str
    language: str = "ru"
    subject_key: str = ""  # key of the survey, meeting, … that the letter is about
    context: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    thread: str = ""  # Message-ID that it answers
    until_answered: bool = True  # pointless once its organisation has answered
    position: int = 0  # smaller goes first
    state: LetterState = Field(default=LetterState.QUEUED, sa_type=LetterStateText)
    attempts: int = 0
    next_try: datetime = Field(sa_type=UtcDateTime)
    not_after: datetime = Field(sa_type=UtcDateTime)
    lease_by: str = ""
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_id: str = ""
    code: str = ""  # the server's code, "250", or ours, "too-late"
    reply: str = ""  # the server's words, or our sentence
    joins: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # may share a letter
    carrier: str = Field(default="", sa_column_kwargs={"server_default": ""})  # key of that letter
    queued_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Claimed(NamedTuple):
    """What sending needs of a letter that it holds: a hundred whole rows take it twice the time."""

    key: str
    edition: str
    action: str
    template: str
    person: str
    organisation: str
    name: str
    address: str
    language: str
    subject_key: str
    context: dict[str, Any]
    thread: str
    position: int
    attempts: int
    not_after: datetime
    queued_at: datetime


AnyLetter = LetterRow | Claimed
"""What a letter can be written from."""


class LetterCopy(Row, table=True):
    """What was sent, word for word."""

    __tablename__ = "letter_copy"

    letter: str = Field(primary_key=True, foreign_key="letter.key")
    mime: bytes = Field(sa_type=LargeBinary)


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be queued. `not_after` is aware; `next_try` too, and None means at once."""

    key: str
    edition: str
    action: str
    template: str
    person: str
    address: str
    not_after: datetime
    organisation: str = ""
    name: str = ""
    language: str = "ru"
    subject_key: str = ""
    context: dict[str, Any] = field(default_factory=dict)  # JSON values only
    thread: str = ""
    message_id: str = ""
    until_answered: bool = True
    position: int = 0
    next_try: datetime | None = None
    joins: bool = False
