"""Letters that the server refused in the conversation: what follows is that of a report that came back.

Sending only notes them, with the refusal (models/refusals.py). They are looked at when sending has
come to rest: a server that refuses everybody says nothing of their addresses, and that is seen only
when the others have been tried. Each letter is dealt with in one transaction, in which its note goes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import count, groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from models.engine import reading, writing
from models.event import record_event
from models.letter import LetterRow
from models.refusals import (
    disbelieve,
    disbelieved_at,
    is_any_due,
    is_any_held,
    noted_refusals,
    refused_rows,
    take_refusal,
    taken_since,
)
from notifications.blame import status_of
from office.handing import Clock
from office.links import Salt
from office.office import NoRoadmap, Office
from office.passing_on import PassedOn, pass_on
from office.pausing import paused, unsure_between
from office.sending import Progress, Sent, send_due

MANY = 5
"""So many addresses refused, and no letter taken meanwhile: it is the server, not the addresses."""


async def send_and_pass_on(
    office: Office,
    *,
    clock: Clock,
    worker: str,
    progress: Progress | None = None,
    salt: Salt = secrets.token_bytes,
) -> Sent:
    """Send what is due, and then to the next contacts what was refused, until nothing is left.

    `worker` must be unique to this call.
    """
    total = Sent()
    for turn in count(1):
        name = f"{worker}/{turn}"
        sent = await send_due(office, clock=clock, worker=name, progress=progress)
        total = total.and_then(sent)
        passed = await asyncio.to_thread(pass_on_refused, office, now=clock(), salt=salt)
        if sent.paused or not passed.passed_on:
            break
    return total


def pass_on_refused(office: Office, *, now: datetime, salt: Salt = secrets.token_bytes) -> PassedOn:
    """Do what is to be done about refused letters, if sending rests; once more: nothing.

    Blocks: call it in a thread.
    """
    found = PassedOn()
    with reading(office.engine) as session:
        noted = noted_refusals(session)
        if not noted or not _at_rest(session, now):
            return found
        unsure = _unsure(session, noted)
    if unsure:
        with writing(office.engine) as session:
            _leave(session, unsure, now=now)
    for key in noted:
        if key not in unsure:
            _deal_with(office, key, found, now=now, salt=salt)
    return found


def _at_rest(session: Session, now: datetime) -> bool:
    """Whether no letter is on its way, and none is about to be."""
    if is_any_held(session):
        return False
    return bool(paused(session, now)) or not is_any_due(session, now)


def _deal_with(office: Office, key: str, found: PassedOn, *, now: datetime, salt: Salt) -> None:
    try:
        with writing(office.engine) as session:
            row = take_refusal(session, key)
            if row is not None:
                status, why = status_of(row.reply) or row.code, f"{row.code} {row.reply}".strip()
                pass_on(session, office, row, found, status=status, why=why, now=now, salt=salt)
    except NoRoadmap:
        return  # its note stays until the roadmap can be read


def _unsure(session: Session, noted: Mapping[str, datetime]) -> set[str]:
    """The letters whose refusal says nothing of their addresses."""
    unsure: set[str] = set()
    if (stretch := unsure_between(session)) is not None:
        begun, ended = stretch
        unsure = {key for key, at in noted.items() if begun <= at <= ended}
    rows = refused_rows(session, noted.keys() - unsure)
    if rows and _refuses_everybody(session, rows):
        unsure |= {row.key for row in rows}
    return unsure


def _refuses_everybody(session: Session, rows: Sequence[LetterRow]) -> bool:
    """Whether no letter was taken while these were refused, and they are many, or not the first."""
    before = disbelieved_at(session)
    if before is not None and not taken_since(session, before):
        return True
    handed = [row.handed_at for row in rows if row.handed_at is not None]
    many = len({row.address.lower() for row in rows}) >= MANY
    return many and bool(handed) and not taken_since(session, min(handed))


def _leave(session: Session, keys: Collection[str], *, now: datetime) -> None:
    """They stay refused, and their addresses are believed; kept in the journal."""
    disbelieve(session, keys, now=now)
    edition_of = attrgetter("edition")
    for edition, rows in groupby(sorted(refused_rows(session, keys), key=edition_of), edition_of):
        detail = {"letters": [row.key for row in rows]}
        record_event(session, edition=edition, kind="refusals not believed", detail=detail, now=now)
