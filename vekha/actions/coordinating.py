"""Actions for the coordinator: digests while surveys are open, completion marks when terms end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from vekha.actions.action import Action, ActionKind
from vekha.actions.making import Making
from vekha.calendar import to_utc
from vekha.dating.schedule import Moment
from vekha.terms import TermKind
from vekha.wording import word

DIGEST_AT = time(10)
MARK_AT = time(11)
LATEST_MARK_DAYS = 10  # working days during which the question for a mark is still useful


def digest_actions(making: Making) -> Iterator[Action]:
    """One digest on the first working day of each week (or on each) in which a survey is open."""
    rhythm = making.roadmap.file.sending.digest
    if rhythm == "none":
        return
    coordinators = len(making.roadmap.file.coordinators)
    for day in _digest_days(making, rhythm == "daily"):
        moment = _at(making, day, DIGEST_AT)
        yield making.action(
            ActionKind.DIGEST,
            subject="digest",
            verb=day.isoformat(),
            moment=moment,
            not_after=making.working_days_after(moment, 1),
            title=word("digest", making.language, day=f"{day:%d.%m.%Y}"),
            letters=coordinators,
        )


def _digest_days(making: Making, daily: bool) -> list[date]:  # noqa: FBT001 - one caller, above
    calendar = making.schedule.calendar
    days: set[date] = set()
    for survey in making.schedule.surveys.values():
        day, last = survey.opens.day + timedelta(days=1), survey.closes.day
        while day <= last:
            start = day if daily else calendar.next_working(day - timedelta(days=day.weekday()))
            if survey.opens.day < start <= last and calendar.is_working(start):
                days.add(start)
            day += timedelta(days=1)
    return sorted(days)


def mark_actions(making: Making) -> Iterator[Action]:
    """One question on the last working day on which terms of activities end."""
    calendar = making.schedule.calendar
    ending: dict[date, list[str]] = {}
    for activity in making.roadmap.file.activities:
        term = making.schedule.activities.get(activity.key)
        if activity.marked and term and term.until and term.kind is not TermKind.CONTINUOUS:
            ending.setdefault(calendar.previous_working(term.until), []).append(activity.key)
    for day in sorted(ending):
        moment = _at(making, day, MARK_AT)
        yield making.action(
            ActionKind.MARK,
            subject="marks",
            verb=day.isoformat(),
            moment=moment,
            not_after=making.working_days_after(moment, LATEST_MARK_DAYS),
            title=word("mark", making.language, day=f"{day:%d.%m.%Y}"),
            letters=len(making.roadmap.file.coordinators),
        )


def _at(making: Making, day: date, at: time) -> Moment:
    zone = making.schedule.zone
    return Moment(to_utc(day, at, zone), f"{day.isoformat()}T{at:%H:%M}", zone)
