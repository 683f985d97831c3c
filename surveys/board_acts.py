"""What a coordinator does with one sheet: excuse, return, unlock, new link. Each leaves a trace."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from models.answers import excuse_sheet, oblige_sheet, open_sheets, return_sheet, unlock_sheet
from models.link import NewLink, links_of, make_link, revoke_link
from models.outbox import queue_letters
from surveys.changing import tell_change
from surveys.letters import invitation, returned
from surveys.tokens import SALT_BYTES, make_token, token_hash
from vekha.calendar.zones import to_utc
from vekha.questionnaire import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.link import Link
    from surveys.received import Received
    from surveys.visits import Visit

UNTIL = time(18)
LONGEST = 2_000


class Unfit(Exception):
    """The form lacks something: say `key` and show what was typed again."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def excuse(
    session: Session, visit: Visit, received: Received, *, by: str, now: datetime, secret: bytes
) -> None:
    """Excuse with a reason. Raises Unfit."""
    del secret
    why = _words(received, "why")
    _open(session, visit, now=now)
    excuse_sheet(session, **_where(visit), why=why, by=by, now=now)
    tell_change(session, visit, until=visit.until, now=now)


def oblige(
    session: Session, visit: Visit, received: Received, *, by: str, now: datetime, secret: bytes
) -> None:
    """Take an excuse back. Raises LookupError where there is none."""
    del received, secret
    oblige_sheet(session, **_where(visit), by=by, now=now)
    tell_change(session, visit, until=visit.until, now=now)


def send_back(
    session: Session, visit: Visit, received: Received, *, by: str, now: datetime, secret: bytes
) -> None:
    """Return for revision with a remark, by letter; after the closing with a day until which.

    Raises Unfit, and LookupError where nothing is submitted.
    """
    del secret
    remark = _words(received, "why")
    until = visit.until or now
    if received.one("until") or until <= now:
        until = _until(visit, received, now=now)
        unlock_sheet(session, **_where(visit), until=until, by=by, now=now)
    return_sheet(session, **_where(visit), remark=remark, by=by, now=now)
    if visit.person.email:
        letter = returned(_with_link(session, visit), remark=remark, until=until, now=now)
        queue_letters(session, [letter], now=now)


def unlock(
    session: Session, visit: Visit, received: Received, *, by: str, now: datetime, secret: bytes
) -> None:
    """Let the organisation answer after the closing, until 18:00 of a day. Raises Unfit."""
    del secret
    until = _until(visit, received, now=now)
    _open(session, visit, now=now)
    unlock_sheet(session, **_where(visit), until=until, by=by, now=now)
    tell_change(session, visit, until=until, now=now)


def reissue(
    session: Session, visit: Visit, received: Received, *, by: str, now: datetime, secret: bytes
) -> None:
    """Revoke every link of the sheet and send a new one. Raises Unfit where no letter can go."""
    del received
    if not visit.person.email or visit.until is None or visit.until <= now:
        raise Unfit("not-possible")
    for old in _links(session, visit):
        assert old.id is not None
        revoke_link(session, old.id, why="reissued", by=by, now=now)
    salt = secrets.token_bytes(SALT_BYTES)
    link = make_link(
        session,
        NewLink(
            edition=visit.edition,
            survey=visit.key,
            organisation=visit.organisation.key,
            salt=salt,
            token_hash=token_hash(make_token(secret, salt)),
            role=visit.person.role,
            person=visit.person.key,
        ),
        now=now,
    )
    letter = invitation(replace(visit, link=link), name=f"new-link-{link.id}", until=visit.until)
    queue_letters(session, [letter], now=now)


ACTS: dict[str, Callable[..., None]] = {
    "excuse": excuse,
    "oblige": oblige,
    "return": send_back,
    "unlock": unlock,
    "reissue": reissue,
}


def _words(received: Received, name: str) -> str:
    words = clean(received.one(name)).strip()[:LONGEST]
    if not words:
        raise Unfit("why-missing")
    return words


def _until(visit: Visit, received: Received, *, now: datetime) -> datetime:
    try:
        day = date.fromisoformat(received.one("until"))
    except ValueError as wrong:
        raise Unfit("until-wrong") from wrong
    until = to_utc(day, UNTIL, visit.zone)
    if until <= now:
        raise Unfit("until-wrong")
    return until


def _open(session: Session, visit: Visit, *, now: datetime) -> None:
    """A sheet that was never asked for has no row yet."""
    open_sheets(
        session,
        edition=visit.edition,
        survey=visit.key,
        organisations=[visit.organisation.key],
        now=now,
    )


def _links(session: Session, visit: Visit) -> list[Link]:
    return links_of(
        session, edition=visit.edition, survey=visit.key, organisation=visit.organisation.key
    )


def _with_link(session: Session, visit: Visit) -> Visit:
    mine = [link for link in _links(session, visit) if link.person == visit.person.key]
    return replace(visit, link=mine[-1] if mine else None)


def _where(visit: Visit) -> dict[str, str]:
    return {
        "edition": visit.edition,
        "survey": visit.key,
        "organisation": visit.organisation.key,
    }
