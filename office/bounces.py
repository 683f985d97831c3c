"""Reading the mailbox for bounces: the letter is refused, the organisation's next contact gets it.

Nothing is changed in the mailbox; how far it was read is kept beside what was found, so that a
message counts once whatever breaks. What a message is, is decided in notifications/dsn.py.
"""

from __future__ import annotations

import imaplib
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.calling import call_instead, called_instead
from models.carrying import letters_within
from models.engine import reading, writing
from models.event import record_event
from models.letter import LetterRow, NewLetter
from models.outbox import queue_letters
from models.returned import (
    count_mail,
    dead_addresses,
    letter_answered,
    mark_dead,
    refuse_returned,
)
from models.setting import put_setting, setting
from notifications.dsn import NO_SUCH_USER, Back, Returned, read_returned
from office.facts import read_wave
from office.links import Salt, ensure_links
from office.office import Office
from vekha.calendar import to_local
from vekha.deciding.addressing import MASS, next_contact
from vekha.deciding.decision import LetterDraft
from vekha.planning import Plan
from vekha.roadmap.people import Person

CURSOR = "imap-cursor"
AT_ONCE = 50
NOT_THE_ADDRESS = re.compile(r"^(5\.2\.[23]|5\.3|5\.[67])")
"""Permanent for this letter (mailbox full, too big, taken for spam), but the address is alive."""

OpenMailbox = Callable[[], AbstractContextManager[imaplib.IMAP4]]


class MailboxUnreadable(Exception):
    """The mailbox answers otherwise than expected: look at VEKHA_IMAP_URL; nothing was missed."""


@dataclass(slots=True)
class BouncesRead:
    """Keys of letters that came back, of those that went to another contact instead, and of those
    for which there is no other contact; addresses that want calls; how many other messages there
    were of each kind."""

    bounced: list[str] = field(default_factory=list)
    passed_on: list[str] = field(default_factory=list)
    helpless: list[str] = field(default_factory=list)
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
    if not NOT_THE_ADDRESS.match(message.status) or NO_SUCH_USER.search(message.words):
        mark_dead(session, row.address, why=f"{message.status} {message.words}".strip(), now=now)
    for one in (row, *letters_within(session, row.key)):
        found.bounced.append(one.key)
        _try_another(session, office, one, found, now=now, salt=salt)


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


def _try_another(
    session: Session,
    office: Office,
    row: LetterRow,
    found: BouncesRead,
    *,
    now: datetime,
    salt: Salt,
) -> None:
    """What one duty's letter comes to: the next contact's, or a task for the coordinator."""
    plan = office.plans.of(session, row.edition)
    if row.not_after <= now or _answered(session, plan, row, now=now):
        return
    shut = {*dead_addresses(session), *called_instead(session), row.address.lower()}
    day = to_local(now, plan.schedule.zone).date()
    contact = next_contact(plan.roadmap, row.organisation, person=row.person, dead=shut, day=day)
    if contact is None:
        found.helpless.append(row.key)
        detail = {"letter": row.key, "address": row.address, "organisation": row.organisation}
        kind = "no other contact"
        record_event(
            session, edition=row.edition, action=row.action, kind=kind, detail=detail, now=now
        )
        return
    if _pass_on(session, office, plan, row, contact, now=now, salt=salt):
        found.passed_on.append(f"{row.action}/{contact.key}")


def _pass_on(
    session: Session,
    office: Office,
    plan: Plan,
    row: LetterRow,
    contact: Person,
    *,
    now: datetime,
    salt: Salt,
) -> int:
    key = f"{row.action}/{contact.key}"
    if row.until_answered and row.subject_key in plan.schedule.surveys:
        draft = LetterDraft(
            key,
            row.template,
            contact.key,
            row.organisation,
            row.subject_key,
            until_answered=True,
        )
        people = plan.roadmap.people
        ensure_links(
            session, plan, [draft], people=people, secret=office.secret, now=now, salt=salt
        )
    same = {one.name: getattr(row, one.name) for one in fields(NewLetter)}
    letter = NewLetter(
        **same
        | {
            "key": key,
            "person": contact.key,
            "address": contact.email,
            "name": contact.label,
            "language": contact.language or row.language,
            "message_id": "",
            "next_try": None,
        }
    )
    return queue_letters(session, [letter], now=now)


def _answered(session: Session, plan: Plan, row: LetterRow, *, now: datetime) -> bool:
    if not row.until_answered or row.subject_key not in plan.schedule.surveys:
        return False
    wave = read_wave(session, plan, row.subject_key, as_of=now)
    return row.organisation in {sheet.respondent.organisation.key for sheet in wave.answered}


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
