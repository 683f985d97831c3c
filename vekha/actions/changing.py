"""The action that tells people of a changed date; an edit or a decision makes it, never the plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from vekha.actions.action import Action, ActionKind
from vekha.calendar import shift_to_working, to_local, to_utc
from vekha.planning import Plan
from vekha.wording import word

GRACE = timedelta(minutes=10)
"""How long a change may be taken back before anybody is told of it."""


def change_action(
    plan: Plan,
    subject: str,
    *,
    name: str,
    title: str,
    letters: int,
    until: datetime,
    now: datetime,
) -> Action:
    """The action that tells of what became of one date: in the next sending hours, while it matters.

    name: what makes its key, «change-3». until: the moment from which nobody needs to hear it.
    """
    zone, language = plan.schedule.zone, plan.roadmap.file.language
    earliest = to_local(now + GRACE, zone).replace(tzinfo=None, second=0, microsecond=0)
    wall = shift_to_working(
        earliest, calendar=plan.schedule.calendar, hours=plan.schedule.hours, direction="next"
    )
    return Action(
        key=f"{plan.edition}/{subject}/{name}",
        kind=ActionKind.CHANGE,
        subject=subject,
        due=to_utc(wall.date(), wall.time(), zone),
        not_after=until,
        wall=f"{wall:%Y-%m-%dT%H:%M}",
        zone=zone,
        title=f"{title} · {word('change', language)}",
        letters=letters,
        shifted=word("after-hours", language) if wall != earliest else "",
    )
