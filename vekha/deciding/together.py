"""One letter a day to one mailbox: which waiting letters go as one, and which wait for the morning.

Only duties of the same make are brought together: invitations, requests for materials, reminders.
Receipts, approvals, meetings, escalations, digests and news stay letters of their own, and so does
what a person has just asked for (a new link). How a common letter is kept is in models/carrying.py.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

JOINING = ("invitation", "collection", "reminder")
"""Templates that may share a letter."""

USEFUL = timedelta(hours=1)
"""What must be left of a letter's use in the morning for it to wait until then."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whom a letter reaches: the address in small letters, and the language it is written in.

    Not the person: the same director is another row of people.csv in another roadmap.
    """

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that nobody has begun to send. `carries`: others already go with it."""

    key: str
    mailbox: Mailbox
    not_after: datetime
    position: int = 0
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Letters of one mailbox: the one that goes, those that go within it, and from when."""

    carrier: str
    carried: tuple[str, ...]
    at: datetime


def bring_together(
    waiting: Iterable[Waiting],
    *,
    had: Container[Mailbox],
    now: datetime,
    morning: datetime,
) -> tuple[Together, ...]:
    """What becomes of the letters that wait, mailbox by mailbox, in the order in which they came.

    `had`: mailboxes that got such a letter today, or are getting it. Theirs wait until `morning`
    (the beginning of the next day of sending), all of them together; if one of them would be of
    no use by then, as on the last day, they go now, all of them together.
    """
    boxes: dict[Mailbox, list[Waiting]] = {}
    for letter in waiting:
        boxes.setdefault(letter.mailbox, []).append(letter)
    found = []
    for mailbox, letters in boxes.items():
        waits = mailbox in had and all(one.not_after >= morning + USEFUL for one in letters)
        first, *others = sorted(letters, key=_rank)
        found.append(
            Together(first.key, tuple(one.key for one in others), morning if waits else now)
        )
    return tuple(found)


def _rank(letter: Waiting) -> tuple[bool, datetime, int, str]:
    """A common letter stays the common letter; else what has to be answered first comes first."""
    return not letter.carries, letter.not_after, letter.position, letter.key
