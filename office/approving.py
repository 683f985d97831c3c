"""Approval of a mass letter by a second person, bound to its recipients and its text."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from functools import cache
from typing import Literal

from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.approval import approval, approve, ask_approval, asking_of, refuse
from models.engine import reading, writing
from models.event import events, record_event
from models.ledger import action_row, decide_action
from models.outbox import cancel_letters_of
from models.roadmap_version import current_version
from notifications.composing import SHIPPED
from notifications.letter import LANGUAGES
from office.office import Office
from vekha.planning import Plan

NOT_SECOND = "approval not by a second person"
DECIDED = "Решение уже принято."


class NotSecond(Exception):
    """Whoever answered is the one who deployed, or has no name: ask another person. Noted."""


def fingerprint(plan: Plan, row: ActionRow) -> str:
    """A hash of who gets what: it changes with any recipient, address or word of the text.

    Also with the words around it that every letter has: the templates, whom to ask, the order.
    """
    file = plan.roadmap.file
    written = file.announcements.get(row.subject) or file.meetings.get(row.subject)
    people = plan.roadmap.audience(written.audience) if written else ()
    asked = plan.roadmap.people.get(file.sending.reply_to or file.coordinators[0])
    dated = plan.schedule.meetings.get(row.subject)
    template = "meeting" if row.subject in file.meetings else "announcement"
    content = {
        "written": written.model_dump(mode="json") if written else None,
        "starts": dated.starts.at.isoformat() if dated else "",
        "to": [[p.key, p.name, p.position, p.email, p.language, p.organisation] for p in people],
        "sender": file.sending.model_dump(mode="json"),
        "programme": [file.title.model_dump(mode="json"), file.body.model_dump(mode="json")],
        "order": next((order.printed for order in file.orders.values() if order.date), ""),
        "contact": [asked.name, asked.position, asked.email, asked.phone] if asked else [],
        "wording": wording_of(template),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def wording_of(template: str) -> str:
    """A hash of the template in every language, with what it is built upon."""
    names = [f"{language}/{part}.j2" for language in LANGUAGES for part in (template, "letter")]
    texts = [(SHIPPED / name).read_bytes() for name in (*names, "layout.txt.j2", "layout.html.j2")]
    return hashlib.sha256(b"\x00".join(texts)).hexdigest()


def approved(
    session: Session, plan: Plan, row: ActionRow
) -> Literal["approved", "refused", "open"]:
    """How the approval of exactly this letter to exactly these people stands."""
    standing = approval(session, row.key)
    if standing is None or standing.fingerprint != fingerprint(plan, row):
        return "open"
    if standing.refused_at is not None:
        return "refused"
    return "approved" if standing.approved_at is not None else "open"


def ask(session: Session, plan: Plan, row: ActionRow, *, now: datetime) -> str:
    """Note that approval is asked for what would go out now; the fingerprint that it is bound to."""
    mark = fingerprint(plan, row)
    ask_approval(session, row.key, edition=row.edition, fingerprint=mark, now=now)
    return mark


def answer(
    office: Office,
    key: str,
    *,
    fingerprint_seen: str,
    agreed: bool,
    by: str,
    note: str,
    now: datetime,
) -> bool:
    """Record the second person's answer; False when the letter changed since it was shown.

    Anybody may refuse. Raises NotSecond when the one who deployed approves, or nobody by name.
    """
    with reading(office.engine) as session:
        row = action_row(session, key)
        if row is None:
            raise LookupError(key)
        plan = office.plans.of(session, row.edition)
        version = current_version(session, row.edition)
    if fingerprint(plan, row) != fingerprint_seen:
        return False
    first = version.applied_by if version else ""
    if agreed and (not by.strip() or is_same_person(first, by)):
        _note_not_second(office, row, fingerprint_seen, by=by, now=now)
        raise NotSecond(first)
    with writing(office.engine) as session:
        decide = approve if agreed else refuse
        done = decide(session, key, fingerprint=fingerprint_seen, by=by, now=now, note=note)
        if done:  # whoever has not been asked by now need not be
            asked = [asking_of(key)]
            cancel_letters_of(session, asked, code="decided", why=DECIDED, now=now)
        if done and not agreed:
            decide_action(session, key, "skip", why=note, by=by, now=now)
    return done


def is_same_person(first: str, second: str) -> bool:
    """Whether all words of one name stand in the other: «Ельцова Л.Ф.» and «Ельцова Л.Ф., методист»."""
    one, other = (set(re.findall(r"\w+", name.casefold())) for name in (first, second))
    return bool(one) and bool(other) and (one <= other or other <= one)


def _note_not_second(
    office: Office, row: ActionRow, fingerprint_seen: str, *, by: str, now: datetime
) -> None:
    with writing(office.engine) as session:
        detail = {"fingerprint": fingerprint_seen, "by": by}
        record_event(
            session, edition=row.edition, action=row.key, kind=NOT_SECOND, detail=detail, now=now
        )


def times_asked(session: Session, key: str, fingerprint_seen: str) -> int:
    """How often an answer about exactly this did not count: each asks with a form of its own."""
    found = events(session, action=key, kind=NOT_SECOND)
    return sum(one.detail.get("fingerprint") == fingerprint_seen for one in found)
