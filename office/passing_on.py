"""What a refusal comes to: the address is dead, the next contact of the organisation gets the letter,
or there is none and the coordinator has to call.

By whichever way the server said no: in a report that came back (bounces.py), or in the conversation
itself (refusals.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy.orm import Session

from models.calling import called_instead
from models.carrying import letters_within
from models.event import record_event
from models.letter import LetterRow, NewLetter
from models.mail_log import letter, letters
from models.outbox import queue_letters
from models.returned import dead_addresses, mark_dead
from notifications.blame import blames_address
from office.facts import read_wave
from office.links import Salt, ensure_links
from office.office import Office
from vekha.calendar import to_local
from vekha.deciding.addressing import next_contact, turned_key
from vekha.deciding.decision import LetterDraft
from vekha.planning import Plan
from vekha.roadmap.people import Person
from vekha.states import LetterState


@dataclass(slots=True)
class PassedOn:
    """Keys of letters that did not arrive, of those that went to another contact instead, and of
    those for which there is no other contact."""

    bounced: list[str] = field(default_factory=list)
    passed_on: list[str] = field(default_factory=list)
    helpless: list[str] = field(default_factory=list)


def pass_on(
    session: Session,
    office: Office,
    row: LetterRow,
    found: PassedOn,
    *,
    status: str,
    why: str,
    now: datetime,
    salt: Salt,
) -> None:
    """Do about a refused letter, and what went within it, what is to be done; once more: nothing.

    `status` is «5.1.1», «550» or empty, `why` is told of a dead address. Raises NoRoadmap.
    """
    if blames_address(status, row.reply):
        mark_dead(session, row.address, why=why, now=now)
    for one in (row, *letters_within(session, row.key)):
        found.bounced.append(one.key)
        _try_another(session, office, one, found, now=now, salt=salt)


def _try_another(
    session: Session,
    office: Office,
    row: LetterRow,
    found: PassedOn,
    *,
    now: datetime,
    salt: Salt,
) -> None:
    """What one duty's letter comes to: the next contact's, or a task for the coordinator."""
    plan = office.plans.of(session, row.edition)
    if row.not_after <= now or _answered(session, plan, row, now=now):
        return
    shut = {*dead_addresses(session), *called_instead(session), *_refused_by(session, row)}
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
    key = turned_key(row.key, person=row.person, holder=contact.key)
    if letter(session, key) is None:  # else this one gets it, or has got it, anyway
        _give(session, office, plan, row, contact, key=key, now=now, salt=salt)
        found.passed_on.append(key)


def _refused_by(session: Session, row: LetterRow) -> set[str]:
    """The addresses that this letter has been refused by: it does not go round in a circle."""
    refused = letters(
        session, action=row.action, organisation=row.organisation, states=[LetterState.REFUSED]
    )
    return {row.address.lower(), *(one.address.lower() for one in refused)}


def _give(
    session: Session,
    office: Office,
    plan: Plan,
    row: LetterRow,
    contact: Person,
    *,
    key: str,
    now: datetime,
    salt: Salt,
) -> None:
    """Queue the same letter for another contact, with a personal link of his own."""
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
    given = NewLetter(
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
    queue_letters(session, [given], now=now)


def _answered(session: Session, plan: Plan, row: LetterRow, *, now: datetime) -> bool:
    if not row.until_answered or row.subject_key not in plan.schedule.surveys:
        return False
    wave = read_wave(session, plan, row.subject_key, as_of=now)
    return row.organisation in {sheet.respondent.organisation.key for sheet in wave.answered}
