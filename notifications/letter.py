"""One letter as a value: to whom, from whom, in which language, on what; no writing, no sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vekha.roadmap.own_letters import OwnLetters

Language = Literal["ru", "kk", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Template = Literal[
    "invitation",  # a survey has opened
    "collection",  # materials are asked for
    "reminder",  # to those who have not answered
    "together",  # several of these in one letter
    "escalation",  # to the head of a district: who has not answered
    "digest",  # to the coordinator: how the surveys stand
    "closing",  # to the coordinator: a survey has closed
    "meeting",  # invitation to a meeting, a round table
    "visit",  # to both sides of a visit, before it
    "receipt",  # the answers have been received
    "announcement",  # news without a question
    "marking",  # to the coordinator: mark what has been done
    "returned",  # the answers come back for revision
    "approval",  # to the second person: approve a mass letter
    "change",  # what became of a date that the person was told
    "trouble",  # to the coordinator: what was missed or failed waits for a decision
]
TEMPLATES: tuple[Template, ...] = get_args(Template)

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the name as people write it (may be empty), the address as the roadmap has it."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the letter; the name may be in any script."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An .ics file (see calendar_file.py) and the method that it declares."""

    content: bytes
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that composing needs for one message to one person.

    key: unique and stable, «gorod-selu/2023-2024/interim/invite/beskol-director»; the Message-ID
        and the part boundaries are made of it, so that the same key gives the same bytes.
    context: plain data for the template; contexts.py has one type per template.
    message_date: aware; becomes the Date header.
    thread: key of the first letter of the thread that this one answers, or None.
    own: the roadmap's own templates, which come before the shipped ones, or None.
    """

    key: str
    to: Address
    sender: Address
    language: Language
    template: str
    context: Mapping[str, object]
    message_date: datetime
    reply_to: Address | None = None
    thread: str | None = None
    attachments: tuple[Attachment, ...] = ()
    calendar: CalendarPart | None = None
    own: OwnLetters | None = None

    def __post_init__(self) -> None:
        if self.message_date.tzinfo is None:
            raise ValueError(f"{self.key}: message_date has no zone")


class Message(bytes):
    """A message as mime.py writes it: CRLF ends every line, and no line begins with a dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter as it goes out."""

    subject: str
    mime: Message
    message_id: str


class LetterUnwritable(Exception):
    """The letter cannot be composed (a key is missing, a template is broken): do not retry."""
