"""Approval of a mass letter by a second person, bound to its recipients and its text."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.approval import approval, approve, ask_approval, refuse
from models.engine import reading, writing
from models.ledger import action_row, decide_action
from office.office import Office
from vekha.planning import Plan


def fingerprint(plan: Plan, row: ActionRow) -> str:
    """A hash of who gets what: it changes with any recipient, address or word of the text."""
    file = plan.roadmap.file
    written = file.announcements.get(row.subject) or file.meetings.get(row.subject)
    people = plan.roadmap.audience(written.audience) if written else ()
    content = {
        "written": written.model_dump(mode="json") if written else None,
        "to": [[p.key, p.email, p.language] for p in people],
        "sender": file.sending.model_dump(mode="json"),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


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
    """Record the second person's answer; False when the letter changed since it was shown."""
    with reading(office.engine) as session:
        row = action_row(session, key)
        if row is None:
            raise LookupError(key)
        plan = office.plans.of(session, row.edition)
    if fingerprint(plan, row) != fingerprint_seen:
        return False
    with writing(office.engine) as session:
        decide = approve if agreed else refuse
        done = decide(session, key, fingerprint=fingerprint_seen, by=by, now=now, note=note)
        if done and not agreed:
            decide_action(session, key, "skip", why=note, by=by, now=now)
    return done
