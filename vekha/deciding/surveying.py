"""Invitations, reminders and closing of one survey; escalation is in `escalating`."""

from __future__ import annotations

from collections.abc import Collection

from vekha.answers import Sheet, Wave
from vekha.deciding.changing import change_letters
from vekha.deciding.decision import Decision, Do, LetterDraft, NotDone, Situation
from vekha.deciding.escalating import missing, not_invited
from vekha.deciding.sentences import count, say
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
        return not_invited(situation)
    letters = tuple(_to_sheet(situation, sheet, "reminder") for sheet in wave.reminded)
    sentence = say(
        "reminded",
        situation.language,
        silent=len(letters),
        base=wave.base,
        letters=count("letters", len(letters), situation.language),
    )
    return Do(sentence, letters)


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


def by_district(
    situation: Situation, wave: Wave, *, days_overdue: int = 0, apart: Collection[str] = ()
) -> list[dict[str, object]]:
    """The districts in which somebody was asked, each with its counts and those who owe.

    `apart`: organisations that are listed elsewhere, for no letter reaches them.
    """
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
            "missing": [
                missing(situation, s, days_overdue=days_overdue)
                for s in sheets
                if s.owed and s.respondent.organisation.key not in apart
            ],
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
