"""The journal of a year as lines: what was done, sent, refused, answered, made, in order of time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.document import documents
from models.event import events
from models.mail_log import letters
from vekha.calendar import to_local
from vekha.planning import Plan


def read_journal(session: Session, plan: Plan) -> list[dict[str, Any]]:
    """One mapping per event: at (local, with offset), action, kind, detail."""
    zone = plan.roadmap.file.timezone
    lines: list[tuple[datetime, int, dict[str, Any]]] = []

    def add(at: datetime, order: int, action: str, kind: str, detail: dict[str, Any]) -> None:
        local = to_local(at, zone).isoformat()
        line = {"at": local, "action": action, "kind": kind, "detail": detail}
        lines.append((at, order, line))

    for event in events(session, edition=plan.edition):
        add(event.at, 0, event.action, event.kind, dict(event.detail))
    for letter in letters(session, edition=plan.edition):
        if letter.sent_at is None:
            continue
        detail = {
            "letter": letter.key,
            "template": letter.template,
            "person": letter.person,
            "organisation": letter.organisation,
            "address": letter.address,
            "message_id": letter.message_id,
        }
        add(letter.sent_at, 1, letter.action, "letter sent", detail)
    for made in documents(session, plan.edition, newest=False):
        detail = {"report": made.name, "file": made.file_name, "sha256": made.sha256}
        add(made.made_at, 2, made.action, "document made", detail)
    return [line for _, _, line in sorted(lines, key=lambda entry: entry[:2])]
