"""Meetings by rule, one for each time the rule falls; what falls on a day off is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vekha.calendar import RecurrenceInvalid, occurrences
from vekha.reading.source import Path
from vekha.roadmap.plan import Meeting
from vekha.terms import Term
from vekha.unfolding.minutes import unfold_minutes
from vekha.unfolding.unfolding import Unfolding


def unfold_meetings(unfolding: Unfolding) -> None:
    """Every meeting, those by rule as `<meeting>-<day by the rule>`, with their minutes."""
    for key, meeting in unfolding.roadmap.file.meetings.items():
        term = unfolding.read(meeting.day)
        if term.rrule is None:
            unfolding.meetings[key] = meeting
            unfold_minutes(unfolding, key, meeting, source=("meetings", key), term=term)
            continue
        for one, held in _occurrences(unfolding, key, meeting, term):
            if one in unfolding.roadmap.file.meetings:
                unfolding.twice(("meetings", one), source=("meetings", key))
                continue
            unfolding.meetings[one] = held
            unfolding.stems_from(("meetings", one), source=("meetings", key))
            for name in ("day", "invite", "remind", "activity", "audience"):
                unfolding.stems_from(("meetings", one, name), source=("meetings", key, name))
            unfold_minutes(
                unfolding, one, held, source=("meetings", key), term=unfolding.read(held.day)
            )


def _occurrences(
    unfolding: Unfolding, key: str, meeting: Meeting, term: Term
) -> Iterator[tuple[str, Meeting]]:
    path: Path = ("meetings", key, "day")
    try:
        days = [day for window in term.windows for day in occurrences(term.rrule or "", window)]
    except RecurrenceInvalid as error:
        unfolding.add("term-unreadable", path, text=meeting.day, problem=str(error))
        return
    at = f"{term.at:%H:%M}" if term.at else meeting.at
    by_rule = {day.isoformat() for day in days}
    for named in meeting.agendas:
        if named not in by_rule:
            where = ("meetings", key, "agendas", named)
            unfolding.add("unknown-reference", where, key=named, section=f"meetings.{key}.day")
    for day in days:
        held = _held_on(unfolding, key, meeting, day)
        if held is None:
            continue
        change: dict[str, object] = {
            "day": held.isoformat(),
            "at": at,
            "agenda": meeting.agendas.get(day.isoformat(), meeting.agenda),
            "agendas": {},
        }
        yield f"{key}-{day.isoformat()}", meeting.model_copy(update=change)


def _held_on(unfolding: Unfolding, key: str, meeting: Meeting, day: date) -> date | None:
    """The day itself, or the working day it is moved to; None where it is left out."""
    why = unfolding.calendar.reason(day, language=unfolding.roadmap.file.language)
    if why is None:
        return day
    moved = None
    if meeting.shift == "next":
        moved = unfolding.working(day)
    elif meeting.shift == "previous":
        moved = unfolding.working(day, later=False)
    code = "meeting-on-holiday" if moved else "meeting-left-out"
    shown = f"{moved:%d.%m.%Y}" if moved else ""
    unfolding.add(
        code,
        ("meetings", key, "day"),
        title=str(meeting.title),
        rule=meeting.day,
        day=f"{day:%d.%m.%Y}",
        why=why,
        moved=shown,
    )
    return moved
