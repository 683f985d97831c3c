"""How the world stands, read from the tables into the core's values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from models.calling import called_instead
from models.document import documents
from models.mark_row import marks
from models.returned import dead_addresses
from surveys.standing import read_wave as read_standing_wave
from vekha.actions.action import Action, ActionKind
from vekha.answers import Wave
from vekha.deciding.coordinating import OVERDUE
from vekha.deciding.decision import Facts
from vekha.marks import MarkFact
from vekha.planning import Plan
from vekha.roadmap.people import Person


def read_facts(
    session: Session, plan: Plan, *, now: datetime, surveys: Collection[str] | None = None
) -> Facts:
    """Waves (of all surveys, or of those named), marks, and which reports exist, as of now."""
    wanted = plan.schedule.surveys if surveys is None else surveys
    return Facts(
        waves={
            key: read_wave(session, plan, key, as_of=now)
            for key in plan.schedule.surveys
            if key in wanted
        },
        marks=read_marks(session, plan, as_of=now),
        assembled=frozenset(row.name for row in documents(session, plan.edition)),
        dead=dead_addresses(session),
        calls=called_instead(session),
    )


def surveys_of(plan: Plan, action: Action, *, now: datetime) -> Collection[str] | None:
    """The surveys that an action's decision looks at; None for all of them."""
    if action.subject in plan.schedule.surveys:
        return {action.subject}
    match action.kind:
        case ActionKind.DIGEST:
            dated = plan.schedule.surveys.items()
            return {key for key, one in dated if one.opens.at <= now < one.closes.at + OVERDUE}
        case ActionKind.MEET | ActionKind.ANNOUNCE | ActionKind.MARK | ActionKind.CHANGE:
            return ()
        case _:
            return None


def read_marks(session: Session, plan: Plan, *, as_of: datetime) -> dict[str, MarkFact]:
    """The marks in force."""
    found = marks(session, plan.edition, as_of=as_of)
    return {key: MarkFact(row.mark, row.note, row.at, row.by) for key, row in found.items()}


def read_wave(session: Session, plan: Plan, survey: str, *, as_of: datetime) -> Wave:
    """One survey as it stood at a moment."""
    return read_standing_wave(session, plan, survey, now=as_of)[0]


def read_people(facts: Facts, plan: Plan) -> dict[str, Person]:
    """The people of the roster, the colleagues to whom questionnaires were handed over, and those
    who were told of a date and have left the roster since."""
    respondents = (sheet.respondent for wave in facts.waves.values() for sheet in wave.sheets)
    told = {
        one.person: Person(
            key=one.person,
            name=one.name,
            position="",
            email=one.address,
            organisation=one.organisation,
            language=one.language,
        )
        for one in facts.told
    }
    return {**told, **plan.roadmap.people, **{r.person.key: r.person for r in respondents}}
