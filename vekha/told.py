"""Dates that people were told, against those that hold now: who has to hear of which change.

A date is a closing, a meeting or a visit. What a person was told is what the last letter to reach
them said, so that moving there and back says nothing, and moving twice tells only the last. Reading
the letters is in office/changes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

from vekha.calendar import to_utc
from vekha.planning import Plan
from vekha.states import SheetState
from vekha.terms import Term

DateKind = Literal["closing", "meeting", "visit"]

CARRYING = ("invitation", "collection", "meeting", "visit", "returned", "change")
"""Templates whose letters carry a date for the calendar."""


class Change(StrEnum):
    """What became of a date that somebody was told."""

    MOVED = "moved"
    RESTORED = "restored"  # it was called off, and holds again
    DROPPED = "dropped"  # the survey, meeting or visit is no longer in the plan
    CLOSED = "closed"  # the survey was closed before the day that was told
    UNINVITED = "uninvited"  # the person is no longer among those who are asked
    EXCUSED = "excused"  # the organisation was excused


CALLED_OFF = frozenset({Change.DROPPED, Change.CLOSED, Change.UNINVITED, Change.EXCUSED})


@dataclass(frozen=True, slots=True)
class Told:
    """What one person knows of one date; moments aware, in UTC.

    thread: key of the first letter about it. pending: another letter about it is on its way.
    """

    kind: DateKind
    subject: str
    person: str
    organisation: str
    address: str
    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    cancelled: bool = False
    thread: str = ""
    name: str = ""
    language: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A date as it holds now; the place in every language that it is written in."""

    starts: datetime
    ends: datetime
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetFact:
    """How far an organisation is with a survey, and until when it may answer by exception."""

    state: SheetState
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What one person has to hear; `becomes` is None where the date is called off."""

    told: Told
    change: Change
    becomes: Held | None = None

    @property
    def useful_until(self) -> datetime:
        """The moment from which nobody needs to hear it: the closing, or when people meet."""
        date = self.becomes or self.told
        return date.ends if self.told.kind == "closing" else date.starts


@dataclass(frozen=True)
class Standing:
    """How the dates and duties of a plan stand.

    closings: survey → when it closes, or closed. sheets: by survey and organisation. colleagues: by
    the same, the person to whom the questionnaire was handed over.
    """

    plan: Plan
    closings: Mapping[str, datetime] = field(default_factory=dict)
    sheets: Mapping[tuple[str, str], SheetFact] = field(default_factory=dict)
    colleagues: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def _asked(self) -> dict[str, dict[str, set[str]]]:
        """Survey → organisation → addresses of those who may answer for it."""
        roadmap = self.plan.roadmap
        contacts: dict[str, set[str]] = {}
        for person in roadmap.people.values():
            contacts.setdefault(person.organisation, set()).add(person.email.lower())
        return {
            survey: {
                one.organisation.key: contacts.get(one.organisation.key, set())
                for one in roadmap.respondents(survey)
            }
            for survey in self.plan.schedule.surveys
        }

    def news_of(self, told: Told, *, now: datetime) -> News | None:
        """What this person has to hear, or None: nothing changed for them, or it is past."""
        if told.pending:
            return None
        change, held = self._closing(told, now) if told.kind == "closing" else self._event(told)
        if change is not None:
            outdated = told.cancelled or told.ends <= now
            return None if outdated else News(told, change)
        if held is None or held.ends <= now:
            return None
        if told.cancelled:
            return News(told, Change.RESTORED, held)
        return News(told, Change.MOVED, held) if _differs(told, held) else None

    def _closing(self, told: Told, now: datetime) -> tuple[Change | None, Held | None]:
        """Why the duty to answer is called off; else until when it holds, None if it is fulfilled."""
        fact = self.sheets.get((told.subject, told.organisation))
        if fact is not None and fact.state is SheetState.SUBMITTED:
            return None, None
        closes = self.closings.get(told.subject)
        if closes is None or told.subject not in self._asked:
            return Change.DROPPED, None
        if fact is not None and fact.state is SheetState.EXCUSED:
            return Change.EXCUSED, None
        contacts = self._asked[told.subject].get(told.organisation)
        colleague = self.colleagues.get((told.subject, told.organisation))
        if contacts is None or (colleague is None and not self._may_answer(told, contacts)):
            return Change.UNINVITED, None
        if colleague is not None and colleague != told.person:
            return None, None  # it was handed over by themselves: the colleague hears of it
        if fact is not None and fact.until is not None:
            closes = max(closes, fact.until)
        if closes <= now:
            return Change.CLOSED, None
        return None, Held(closes, closes)

    def _may_answer(self, told: Told, contacts: set[str]) -> bool:
        """Any contact of the organisation may; so may whoever reads the same mailbox now."""
        person = self.plan.roadmap.people.get(told.person)
        here = person is not None and person.organisation == told.organisation
        return here or told.address.lower() in contacts

    def _event(self, told: Told) -> tuple[Change | None, Held | None]:
        held = event_held(self.plan, told.subject)
        if held is None:
            return Change.DROPPED, None
        people = self.plan.roadmap.audience(_audience(self.plan, told.subject))
        here = any(p.key == told.person or p.email.lower() == told.address.lower() for p in people)
        return (None, held) if here else (Change.UNINVITED, None)


def find_news(standing: Standing, told: Iterable[Told], *, now: datetime) -> tuple[News, ...]:
    """Who has to hear what, in the order in which they were told."""
    found = (standing.news_of(one, now=now) for one in told)
    return tuple(news for news in found if news is not None)


def event_held(plan: Plan, subject: str) -> Held | None:
    """When a meeting or a visit is held; None if the plan has none, or no single term for it."""
    meeting = plan.schedule.meetings.get(subject)
    if meeting is not None:
        place = plan.roadmap.file.meetings[subject].place
        places = {place.to(language) for language in ("ru", "kk", "en")}
        return Held(meeting.starts.at, meeting.ends.at, frozenset(places))
    term = plan.schedule.activities.get(subject)
    if term is None or plan.roadmap.visit(subject) is None:
        return None
    days = visit_days(term)
    if days is None:
        return None
    first, last = (to_utc(day, time(), plan.schedule.zone) for day in days)
    return Held(first, last)


def visit_days(term: Term) -> tuple[date, date] | None:
    """The first day of a visit's term and the day after its last; None for several terms or none."""
    if len(term.windows) != 1:
        return None
    window = term.windows[0]
    return window.start or window.until, window.until + timedelta(days=1)


def subjects_of(plan: Plan) -> Iterator[str]:
    """Everything in the plan whose date is told in letters."""
    yield from plan.schedule.surveys
    yield from plan.schedule.meetings
    for table in plan.roadmap.file.visits.values():
        yield from (visit.key for visit in table.visits)


def _audience(plan: Plan, subject: str) -> tuple[str, ...]:
    meeting = plan.roadmap.file.meetings.get(subject)
    if meeting is not None:
        return meeting.audience
    letter = plan.roadmap.file.announcements.get(subject)
    return letter.audience if letter else ()


def _differs(told: Told, held: Held) -> bool:
    if told.ends != held.ends:
        return True
    if told.kind == "closing":
        return False
    return told.starts != held.starts or (bool(held.places) and told.place not in held.places)
