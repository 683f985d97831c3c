"""The dated roadmap: what `date_roadmap` gives and actions are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from vekha.calendar import SendingHours, WorkCalendar
from vekha.terms import Term


class Moment(NamedTuple):
    """A moment with the wall time and zone it was computed from; `at` is aware, in UTC."""

    at: datetime
    wall: str  # "2024-02-01T09:00"
    zone: str
    shifted: str = ""  # why it is not on the day first computed, in the roadmap's language

    @property
    def day(self) -> date:
        """The day in the roadmap's zone."""
        return date.fromisoformat(self.wall[:10])


class DatedSurvey(NamedTuple):
    """Opening, closing and the letters between; a reminder that would not fit is left out.

    `ladder`: the steps of sending.escalation, each with its number from 1; they may come after
    the closing, and take the place of `escalation`.
    """

    key: str
    opens: Moment
    closes: Moment
    reminders: tuple[Moment, ...]
    escalation: Moment | None
    ladder: tuple[tuple[int, Moment], ...] = ()


class DatedMeeting(NamedTuple):
    """When it starts and ends, when it is announced, when everybody is reminded."""

    key: str
    starts: Moment
    ends: Moment
    invite: Moment
    remind: Moment | None


class Schedule(NamedTuple):
    """All dates of one roadmap. What could not be dated is absent (and has an issue)."""

    calendar: WorkCalendar
    hours: SendingHours
    zone: str
    stages: Mapping[str, Term]
    activities: Mapping[str, Term]
    surveys: Mapping[str, DatedSurvey]
    meetings: Mapping[str, DatedMeeting]
    announcements: Mapping[str, Moment]
    reports: Mapping[str, Moment]
