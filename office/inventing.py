"""What the rehearsal and the demonstration invent alike: the address that bounces, the marks given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.mark_row import give_mark, marks
from vekha.actions.action import Action
from vekha.planning import Plan
from vekha.synthetic import mark_of_activity, randomness


def bouncing_address(plan: Plan, *, seed: int) -> str:
    """One respondent's address that does not exist, as in every real year; "" where one answers."""
    addresses = sorted(
        {r.person.email for s in plan.schedule.surveys for r in plan.roadmap.respondents(s)}
    )
    chance = randomness(seed, plan.edition, "bounce")
    return chance.choice(addresses) if len(addresses) > 1 else ""


def give_asked_marks(
    session: Session, plan: Plan, action: Action, *, seed: int, now: datetime
) -> None:
    """The coordinator gives the marks that the letter of `action` asks for."""
    day = date.fromisoformat(action.wall[:10])
    given = marks(session, plan.edition)
    for activity in plan.roadmap.file.activities:
        until = plan.schedule.activities[activity.key].until
        if activity.key not in given and activity.marked and until and until <= day:
            give_mark(
                session,
                edition=plan.edition,
                activity=activity.key,
                mark=mark_of_activity(seed, activity.key),
                by=plan.roadmap.file.coordinators[0],
                now=now,
            )
