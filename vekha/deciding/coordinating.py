"""Digests, completion marks, meetings, announcements and documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from vekha.answers import Wave
from vekha.deciding.decision import Decision, Do, LetterDraft, NotDone, Situation
from vekha.deciding.escalating import days_overdue, parted, unreachable
from vekha.deciding.sentences import count, say
from vekha.deciding.surveying import by_district
from vekha.roadmap.people import Person
from vekha.roadmap.visiting import Visit
from vekha.states import Mark
from vekha.terms import TermKind

OVERDUE = timedelta(days=14)
"""How long after its closing a survey that is not answered by all stays in the digest."""


def digest(situation: Situation) -> Decision:
    """Where every open survey stands, and who is overdue; nothing to say, no letter."""
    waves = [
        wave
        for wave in situation.facts.waves.values()
        if wave.opens <= situation.now < wave.closes + OVERDUE
        and (wave.silent if situation.now >= wave.closes or wave.closed else True)
    ]
    silent = sum(len(wave.silent) for wave in waves)
    if not silent:
        return NotDone("nothing-to-say", say("nothing-to-say", situation.language))
    shut = [one for wave in waves for one in parted(situation, wave.silent)[1]]
    lines = {one.organisation: unreachable(situation, one) for one in shut}
    facts: dict[str, object] = {
        "date": _today(situation).isoformat(),
        "surveys": [_survey(situation, wave, apart=lines) for wave in waves],
        "unreachable": [line for line in lines.values() if line["why"] != "calls"],
        "to_call": [line for line in lines.values() if line["why"] == "calls"],
    }
    letters = tuple(
        _to_coordinator(situation, key, "digest", facts) for key in _coordinators(situation)
    )
    return Do(say("digested", situation.language, surveys=len(waves), silent=silent), letters)


def _survey(situation: Situation, wave: Wave, *, apart: Collection[str]) -> dict[str, object]:
    survey = situation.plan.roadmap.file.surveys[wave.survey]
    late = days_overdue(situation, wave)
    return {
        "survey": wave.survey,
        "title": survey.title.to(situation.language),
        "closes": wave.closes.isoformat(),
        "over": situation.now >= wave.closes,
        "answered": len(wave.answered),
        "asked": wave.base,
        "excused": len(wave.excused),
        "by_district": by_district(situation, wave, days_overdue=late, apart=apart),
    }


def mark(situation: Situation) -> Decision:
    """Ask for the marks of activities whose term has ended by this day and that have none."""
    today = _today(situation)
    ended = []
    for activity in situation.plan.roadmap.file.activities:
        term = situation.plan.schedule.activities.get(activity.key)
        fact = situation.facts.marks.get(activity.key)
        given = fact is not None and fact.mark is not Mark.NONE
        if not activity.marked or given or term is None or term.kind is TermKind.CONTINUOUS:
            continue
        last = term.until and situation.plan.schedule.calendar.previous_working(term.until)
        if last and last <= today:
            ended.append(activity)
    if not ended:
        return NotDone("all-marked", say("all-marked", situation.language))
    activities = [
        {"key": a.key, "number": a.number, "title": a.title.to(situation.language), "term": a.term}
        for a in ended
    ]
    facts: dict[str, object] = {"activities": activities}
    letters = tuple(
        _to_coordinator(situation, key, "marking", facts) for key in _coordinators(situation)
    )
    return Do(say("marks-asked", situation.language, activities=len(ended)), letters)


def meet(situation: Situation) -> Decision:
    """Invite (or remind) everybody whom the meeting names."""
    meeting = situation.plan.roadmap.file.meetings[situation.action.subject]
    again = situation.action.number > 1
    letters = []
    for person in situation.plan.roadmap.audience(meeting.audience):
        first = f"{situation.plan.edition}/{situation.action.subject}/invite/{person.key}"
        draft = _to(situation, person, "meeting", {"again": again}, thread=first if again else "")
        letters.append(draft)
    sentence = say(
        "reminded-of-meeting" if again else "met",
        situation.language,
        letters=count("letters", len(letters), situation.language),
    )
    return Do(sentence, tuple(letters))


def announce(situation: Situation) -> Decision:
    """One letter to each of the audience."""
    roadmap = situation.plan.roadmap
    letter = roadmap.file.announcements[situation.action.subject]
    found = roadmap.visit(situation.action.subject)
    template = "visit" if found else "announcement"
    letters = tuple(
        _to(situation, person, template, _side(found[1], person) if found else {})
        for person in roadmap.audience(letter.audience)
    )
    sentence = say(
        "announced", situation.language, letters=count("letters", len(letters), situation.language)
    )
    return Do(sentence, letters)


def _side(visit: Visit, person: Person) -> dict[str, object]:
    """Whether the person's organisation travels or receives."""
    return {"side": "guest" if person.organisation in visit.guests else "host"}


def report(situation: Situation) -> Decision:
    """Assemble the document, and tell those whom the report names in `to`."""
    written = situation.plan.roadmap.file.reports[situation.action.subject]
    letters = tuple(
        _to(situation, person, "announcement", {"report": situation.action.subject})
        for person in situation.plan.roadmap.audience(written.to)
    )
    sentence = say("assembled", situation.language)
    return Do(sentence, letters, report=situation.action.subject)


def _to(
    situation: Situation,
    person: Person,
    template: str,
    facts: dict[str, object],
    *,
    thread: str = "",
) -> LetterDraft:
    return LetterDraft(
        key=situation.key(person.key),
        template=template,
        person=person.key,
        organisation=person.organisation,
        subject=situation.action.subject,
        facts=facts,
        thread=thread,
    )


def _to_coordinator(
    situation: Situation, key: str, template: str, facts: dict[str, object]
) -> LetterDraft:
    return _to(situation, situation.plan.roadmap.people[key], template, facts)


def _coordinators(situation: Situation) -> tuple[str, ...]:
    return situation.plan.roadmap.file.coordinators


def _today(situation: Situation) -> date:
    """The day for which the action was planned: a digest done late still names its own day."""
    return date.fromisoformat(situation.action.wall[:10])
