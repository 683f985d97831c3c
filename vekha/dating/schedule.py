"""The dated roadmap: what `date_roadmap` gives and actions are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vekha.calendar import SendingHours, WorkCalendar
from vekha.terms import Term


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with the wall time and zone it was computed from; `at` is aware, in UTC."""

    at: datetime
    wall: str  # "2024-02-01T09:00"
    zone: str
    shifted: str = ""  # why it is not on the day first computed, in the roadmap's language

    @property
    def day(self) -> date:
        """The day in the roadmap's zone."""
        return date.fromisoformat(self.wall[:10])


@dataclass(frozen=True, slots=True)
class DatedSurvey:
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


@dataclass(frozen=True, slots=True)
class DatedMeeting:
    """When it starts and ends, when it is announced, when everybody is reminded."""

    key: str
    starts: Moment
    ends: Moment
    invite: Moment
    remind: Moment | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All dates of one roadmap. What could not be dated is absent (and has an issue)."""

    calendar: WorkCalendar
    hours: SendingHours
    zone: str
    stages: Mapping[str, Term] = field(default_factory=dict)
    activities: Mapping[str, Term] = field(default_factory=dict)
    surveys: Mapping[str, DatedSurvey] = field(default_factory=dict)
    meetings: Mapping[str, DatedMeeting] = field(default_factory=dict)
    announcements: Mapping[str, Moment] = field(default_factory=dict)
    reports: Mapping[str, Moment] = field(default_factory=dict)
