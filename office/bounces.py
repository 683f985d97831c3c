"""Reading the mailbox for bounces: the letter is refused, the organisation's next contact gets it.

Nothing is changed in the mailbox; how far it was read is kept beside what was found, so that a
message counts once whatever breaks. What a message is, is decided in notifications/dsn.py; what a
bounce comes to, in passing_on.py.
"""

from __future__ import annotations

import imaplib
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.calling import call_instead
from models.engine import reading, writing
from models.returned import count_mail, letter_answered, refuse_returned
from models.setting import put_setting, setting
from notifications.dsn import Back, Returned, read_returned
from office.links import Salt
from office.office import Office
from office.passing_on import PassedOn, pass_on
from vekha.deciding.addressing import MASS

CURSOR = "imap-cursor"
AT_ONCE = 50

OpenMailbox = Callable[[], AbstractContextManager[imaplib.IMAP4]]


class MailboxUnreadable(Exception):
    """The mailbox answers otherwise than expected: look at VEKHA_IMAP_URL; nothing was missed."""


@dataclass(slots=True)
class BouncesRead(PassedOn):
    """What became of letters that came back; addresses that want calls; how many other messages
    there were of each kind."""

    to_call: list[str] = field(default_factory=list)
    others: dict[Back, int] = field(default_factory=dict)


def read_bounces(
    office: Office,
    open_mailbox: OpenMailbox,
    *,
    now: datetime,
    folder: str = "INBOX",
    salt: Salt = secrets.token_bytes,
) -> BouncesRead:
    """Read what is new in the folder. Blocks: call it in a thread. Raises MailboxUnreadable, OSError."""
    found = BouncesRead()
    try:
        with open_mailbox() as mailbox:
            validity = _open(mailbox, folder)
            with reading(office.engine) as session:
                cursor = setting(session, CURSOR) or {}
            last = cursor["uid"] if cursor.get("validity") == validity else 0
            new = _new_uids(mailbox, after=last)
            for start in range(0, len(new), AT_ONCE):
                some = new[start : start + AT_ONCE]
                messages = [read_returned(_fetch(mailbox, uid)) for uid in some]
                with writing(office.engine) as session:
                    for message in messages:
                        take_back(session, office, message, found, now=now, salt=salt)
                    count_mail(session, Counter(str(message.kind) for message in messages))
                    put_setting(session, CURSOR, {"validity": validity, "uid": some[-1]})
    except imaplib.IMAP4.error as error:
        raise MailboxUnreadable(str(error)) from error
    return found


def take_back(
    session: Session,
    office: Office,
    message: Returned,
    found: BouncesRead,
    *,
    now: datetime,
    salt: Salt = secrets.token_bytes,
) -> None:
    """Record one message; a bounce that is read twice changes nothing the second time."""
    if message.kind is not Back.BOUNCED:
        found.others[message.kind] = found.others.get(message.kind, 0) + 1
        if message.kind is Back.CALL:
            _call_instead(session, message, found, now=now)
        return
    row = refuse_returned(
        session,
        key=message.key,
        message_id=message.message_id,
        recipient=message.recipient,
        code=message.status or "bounced",
        reply=message.words,
        now=now,
    )
    if row is None:
        return
    why = f"{message.status} {message.words}".strip()
    pass_on(session, office, row, found, status=message.status, why=why, now=now, salt=salt)


def _call_instead(
    session: Session, message: Returned, found: BouncesRead, *, now: datetime
) -> None:
    """«Прошу звонить»: taken from those whom we wrote to, and from nobody else."""
    row = letter_answered(
        session, key=message.key, message_id=message.message_id, address=message.sender
    )
    if row is not None:
        call_instead(session, row.address, edition=row.edition, way="mail", templates=MASS, now=now)
        found.to_call.append(row.address)


def _open(mailbox: imaplib.IMAP4, folder: str) -> int:
    """Look into the folder without changing it; its UIDVALIDITY."""
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    _told(mailbox.select(f'"{quoted}"', readonly=True))
    _, validity = mailbox.response("UIDVALIDITY")
    if not validity or validity[0] is None:
        raise MailboxUnreadable("no UIDVALIDITY")
    return int(validity[0])


def _new_uids(mailbox: imaplib.IMAP4, *, after: int) -> list[int]:
    data = _told(mailbox.uid("SEARCH", "UID", f"{after + 1}:*"))
    # «n:*» gives the last message even if its number is below n.
    return sorted(uid for uid in map(int, (data[0] or b"").split()) if uid > after)


def _fetch(mailbox: imaplib.IMAP4, uid: int) -> bytes:
    data = _told(mailbox.uid("FETCH", str(uid), "(BODY.PEEK[])"))
    return next((bytes(part[1]) for part in data if isinstance(part, tuple)), b"")


def _told(reply: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    kind, data = reply
    if kind != "OK":
        raise MailboxUnreadable(repr(data))
    return data
