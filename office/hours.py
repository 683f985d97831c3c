"""The hours of sending, kept at the moment of sending: whatever made a letter late, it does not
reach a director at night. When actions are due is the plan's affair (vekha/dating)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.carrying import carried_by
from models.letter import Claimed
from models.outbox import release_letters
from office.office import NoRoadmap, Office
from vekha.calendar import is_sending_time, shift_to_working, to_local, to_utc
from vekha.planning import Plan

AT_ONCE = ("receipt", "approval", "closing")
"""What somebody waits for, or what is told to the coordinators at the very hour of closing."""

GRACE = timedelta(minutes=30)
"""How long a campaign that began in time may go on after the last hour."""


def next_sending(plan: Plan, now: datetime) -> datetime:
    """Now, if letters may leave now; else the beginning of the next hours of sending (UTC)."""
    schedule = plan.schedule
    local = to_local(now, schedule.zone)
    calendar, hours = schedule.calendar, schedule.hours
    if is_sending_time(local, calendar=calendar, hours=hours) or _just_over(local, plan):
        return now
    moved = shift_to_working(local, calendar=calendar, hours=hours, direction="next")
    return to_utc(moved.date(), moved.time(), schedule.zone)


def morning_after(plan: Plan, now: datetime) -> datetime:
    """The beginning of sending on the next working day (UTC)."""
    schedule = plan.schedule
    today = to_local(now, schedule.zone).date()
    day = schedule.calendar.next_working(today + timedelta(days=1))
    return to_utc(day, schedule.hours.start, schedule.zone)


def keep_hours(
    office: Office, session: Session, rows: Sequence[Claimed], *, worker: str, now: datetime
) -> list[Claimed]:
    """Of claimed letters those that may leave now; the others go back until the hours begin.

    A letter that would be of no use by then leaves now: better at night than never.
    """
    if office.days_fly():
        return list(rows)
    mornings: dict[str, datetime] = {}
    late: list[Claimed] = []
    for row in rows:
        if row.edition not in mornings:
            mornings[row.edition] = _begins(office, session, row.edition, now)
        if mornings[row.edition] > now and not _expected(row):
            late.append(row)
    within = carried_by(session, [row.key for row in late])  # the first that is of no use decides
    waiting: dict[datetime, list[str]] = {}
    for row in late:
        at = mornings[row.edition]
        if all(at < one.not_after for one in (row, *within.get(row.key, ()))):
            waiting.setdefault(at, []).append(row.key)
    for at, keys in waiting.items():
        release_letters(session, keys, worker=worker, now=at)
    put_off = {key for keys in waiting.values() for key in keys}
    return [row for row in rows if row.key not in put_off]


def _begins(office: Office, session: Session, edition: str, now: datetime) -> datetime:
    try:
        return next_sending(office.plans.of(session, edition), now)
    except NoRoadmap:
        return now  # it will be refused with its reason when it is written


def _expected(row: Claimed) -> bool:
    """Whether somebody has just asked for it: a receipt, a new link."""
    asked_for = row.template in ("invitation", "collection") and "link_id" in row.context
    return row.template in AT_ONCE or asked_for


def _just_over(local: datetime, plan: Plan) -> bool:
    """Whether the last hour ended a moment ago."""
    if not plan.schedule.calendar.is_working(local.date()):
        return False
    end = datetime.combine(local.date(), plan.schedule.hours.end, tzinfo=local.tzinfo)
    return end <= local <= end + GRACE
