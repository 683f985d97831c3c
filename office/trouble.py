"""The letter to the coordinators about actions that were missed or failed and wait for a decision.

It goes through the outbox like any other, in the transaction that records what went wrong. What is
already past when a roadmap is deployed needs none: whoever deploys reads it on the spot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models.ledger import action_row
from models.letter import NewLetter
from models.outbox import queue_letters
from office.office import NoRoadmap, Office
from vekha.calendar import to_local
from vekha.planning import Plan
from vekha.states import ActionState

if TYPE_CHECKING:
    from models.action_row import ActionRow
    from models.letter import AnyLetter
    from notifications.letter import Language
    from office.writing import Desk

TEMPLATE = "trouble"
USEFUL = timedelta(days=7)


def tell_missed(session: Session, office: Office, keys: Iterable[str], *, now: datetime) -> int:
    """One letter to each coordinator of each roadmap concerned; how many were queued."""
    by_edition: dict[str, list[ActionRow]] = {}
    for key in keys:
        if (row := action_row(session, key)) is not None:
            by_edition.setdefault(row.edition, []).append(row)
    queued = 0
    for edition, rows in by_edition.items():
        try:
            plan = office.plans.of(session, edition)
        except NoRoadmap:
            continue
        queued += tell_trouble(session, plan, rows, now=now)
    return queued


def tell_trouble(session: Session, plan: Plan, rows: Sequence[ActionRow], *, now: datetime) -> int:
    """Queue the letter about these actions of one roadmap; how many were queued."""
    deeds = [_deed(row) for row in sorted(rows, key=lambda row: (row.due, row.key))]
    stamp = f"{now:%Y%m%dT%H%M%S%f}"
    letters = [
        _letter(plan, key, deeds, name=f"{TEMPLATE}-{stamp}", now=now)
        for key in plan.roadmap.file.coordinators
        if plan.roadmap.people[key].email
    ]
    return queue_letters(session, letters, now=now)


def write_trouble(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    """What is looked up when the letter is sent: where to decide."""
    del row, language, now
    return {"board": desk.office.board_url or None}


def _deed(row: ActionRow) -> dict[str, Any]:
    failed = row.state is ActionState.FAILED
    return {
        "title": row.title,
        "due": to_local(row.due, row.zone).isoformat(),
        "failed": failed,
        "sentence": row.sentence if failed else "",
    }


def _letter(
    plan: Plan, key: str, deeds: list[dict[str, Any]], *, name: str, now: datetime
) -> NewLetter:
    person = plan.roadmap.people[key]
    organisation = plan.roadmap.organisations.get(person.organisation)
    language = person.language or (organisation.language if organisation else "")
    action = f"{plan.edition}/{name}"
    return NewLetter(
        key=f"{action}/{key}",
        edition=plan.edition,
        action=action,
        template=TEMPLATE,
        person=key,
        address=person.email,
        not_after=now + USEFUL,
        organisation=person.organisation,
        name=person.label,
        language=language or plan.roadmap.file.language,
        context={"deeds": deeds},
        until_answered=False,
    )
