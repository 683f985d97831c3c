"""Invitations, reminders, escalation and closing of one survey."""

from __future__ import annotations

from collections.abc import Sequence

from vekha.answers import Sheet, Wave
from vekha.deciding.changing import change_letters
from vekha.deciding.decision import Decision, Do, LetterDraft, NotDone, Situation
from vekha.deciding.sentences import count, say
from vekha.roadmap.people import Person
from vekha.states import SheetState
from vekha.tally.districts import assign_districts


def invite(situation: Situation) -> Decision:
    """Open the survey and invite all who are asked, less the excused."""
    survey = situation.plan.roadmap.file.surveys[situation.action.subject]
    template = "collection" if survey.kind == "materials" else "invitation"
    letters = tuple(_to_sheet(situation, sheet, template) for sheet in situation.wave.silent)
    sentence = say(
        "invited",
        situation.language,
        letters=count("letters", len(letters), situation.language),
    )
    return Do(sentence, letters, opens=situation.action.subject)


def remind(situation: Situation) -> Decision:
    """Remind those who owe an answer, and nobody else."""
    wave = situation.wave
    if wave.closed or situation.now >= wave.closes:
        return NotDone("already-closed", say("already-closed", situation.language))
    if not wave.silent:
        return NotDone("all-answered", say("all-answered", situation.language, base=wave.base))
    if not wave.reminded:
        return _not_invited(situation)
    letters = tuple(_to_sheet(situation, sheet, "reminder") for sheet in wave.reminded)
    sentence = say(
        "reminded",
        situation.language,
        silent=len(letters),
        base=wave.base,
        letters=count("letters", len(letters), situation.language),
    )
    return Do(sentence, letters)


def _not_invited(situation: Situation) -> NotDone:
    """Nobody is reminded of, or reported for, what they were never asked."""
    invitation = f"{situation.plan.edition}/{situation.action.subject}/invite"
    return NotDone("not-invited", say("not-invited", situation.language, invitation=invitation))


def _to_sheet(situation: Situation, sheet: Sheet, template: str) -> LetterDraft:
    person, organisation = sheet.respondent.person, sheet.respondent.organisation
    invitation = f"{situation.plan.edition}/{situation.action.subject}/invite/{person.key}"
    facts: dict[str, object] = {}
    if template == "reminder":
        facts = {
            "number": situation.action.number,
            "started": sheet.state is SheetState.STARTED,
        }
    return LetterDraft(
        key=situation.key(person.key),
        template=template,
        person=person.key,
        organisation=organisation.key,
        subject=situation.action.subject,
        facts=facts,
        thread=invitation if template == "reminder" else "",
        until_answered=True,
    )


def escalate(situation: Situation) -> Decision:
    """Tell the head of each district about those in it who owe an answer."""
    wave = situation.wave
    if not wave.silent:
        return NotDone("all-answered", say("all-answered", situation.language, base=wave.base))
    if not wave.reminded:
        return _not_invited(situation)
    letters = []
    for district, sheets in silent_by_district(situation, wave).items():
        for head in _heads(situation, district):
            letters.append(_escalation(situation, wave, district, sheets, head))
    sentence = say(
        "escalated",
        situation.language,
        silent=count("schools", len(wave.reminded), situation.language),
        heads=count("heads", len({letter.person for letter in letters}), situation.language),
    )
    return Do(sentence, tuple(letters))


def _escalation(
    situation: Situation, wave: Wave, district: str, sheets: Sequence[Sheet], head: Person
) -> LetterDraft:
    roadmap = situation.plan.roadmap
    of_district = [s for s in wave.sheets if s.respondent.organisation.district == district]
    found = roadmap.organisations.get(district)
    return LetterDraft(
        key=f"{situation.key(head.key)}"
        + (f"-{district}" if head.organisation != district else ""),
        template="escalation",
        person=head.key,
        organisation=head.organisation,
        subject=situation.action.subject,
        facts={
            "district": found.name if found else "",
            "answered": sum(s.answered for s in of_district),
            "asked": sum(s.state is not SheetState.EXCUSED for s in of_district),
            "missing": [missing(s, days_overdue=0) for s in sheets],
        },
    )


def _heads(situation: Situation, district: str) -> list[Person]:
    """Those of the escalation role who belong to the district; else the coordinators."""
    roadmap = situation.plan.roadmap
    role = roadmap.file.sending.escalate_to
    members = roadmap.members(role) if role else ()
    organisations = roadmap.organisations
    heads = [
        person
        for person in members
        if person.organisation == district
        or (
            person.organisation in organisations
            and organisations[person.organisation].district == district
        )
    ]
    return heads or [roadmap.people[key] for key in roadmap.file.coordinators[:1]]


def silent_by_district(situation: Situation, wave: Wave) -> dict[str, list[Sheet]]:
    """Those who were asked and owe an answer, by whom they are subordinate to, in roster order.

    Not by the district that a city mentor helps: its head is not that school's superior.
    """
    groups: dict[str, list[Sheet]] = {d.key: [] for d in situation.plan.roadmap.districts()}
    for sheet in wave.reminded:
        groups.setdefault(sheet.respondent.organisation.district, []).append(sheet)
    return {district: sheets for district, sheets in groups.items() if sheets}


def missing(sheet: Sheet, *, days_overdue: int) -> dict[str, object]:
    """One line of a list of those who owe an answer."""
    person = sheet.respondent.person
    return {
        "organisation": sheet.respondent.organisation.label,
        "person": person.label,
        "phone": person.phone,
        "days_overdue": days_overdue,
    }


def by_district(
    situation: Situation, wave: Wave, *, days_overdue: int = 0
) -> list[dict[str, object]]:
    """The districts in which somebody was asked, each with its counts and those who owe."""
    roadmap = situation.plan.roadmap
    assigned = assign_districts(roadmap)
    groups: dict[str, list[Sheet]] = {d.key: [] for d in roadmap.districts()}
    for sheet in wave.sheets:
        groups.setdefault(assigned.get(sheet.respondent.organisation.key, ""), []).append(sheet)
    return [
        {
            "district": roadmap.organisations[key].name if key in roadmap.organisations else "",
            "answered": sum(s.answered for s in sheets),
            "asked": sum(s.state is not SheetState.EXCUSED for s in sheets),
            "missing": [missing(s, days_overdue=days_overdue) for s in sheets if s.owed],
        }
        for key, sheets in groups.items()
        if sheets
    ]


def close(situation: Situation) -> Decision:
    """Close the survey and tell the coordinators how it ended.

    Closed before its day, those who still owe an answer are told so.
    """
    wave = situation.wave
    letters = tuple(
        LetterDraft(
            key=situation.key(key),
            template="closing",
            person=key,
            organisation=situation.plan.roadmap.people[key].organisation,
            subject=situation.action.subject,
            facts={
                "closed": situation.now.isoformat(),
                "answered": len(wave.answered),
                "asked": wave.base,
                "excused": len(wave.excused),
                "by_district": by_district(situation, wave),
            },
        )
        for key in situation.plan.roadmap.file.coordinators
    )
    sentence = say("closed", situation.language, answered=len(wave.answered), base=wave.base)
    letters += change_letters(situation, mark="early-")
    return Do(sentence, letters, closes=situation.action.subject)
