"""Telling those above about who owes an answer: director, district, region, each at their own time.

Without a ladder in the roadmap there is one step, the head of the district. The excused are not in
it; those whom no letter reached are listed apart, with the reason: they are not said to be silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from vekha.answers import Sheet, Wave
from vekha.calendar import to_local
from vekha.deciding.addressing import Reach, Unreached, standing_in, unreached
from vekha.deciding.decision import Decision, Do, LetterDraft, NotDone, Situation
from vekha.deciding.sentences import count, say
from vekha.roadmap.people import Person
from vekha.roadmap.programme import Roadmap
from vekha.states import SheetState


def escalate(situation: Situation) -> Decision:
    """Tell the head of each district (or this step's people) about those who owe an answer."""
    wave = situation.wave
    if not wave.silent:
        return NotDone("all-answered", say("all-answered", situation.language, base=wave.base))
    if not wave.reminded:
        return not_invited(situation)
    step = situation.action.number
    letters = tuple(_of_step(situation, wave) if step else _of_districts(situation, wave))
    sentence = say(
        "escalated",
        situation.language,
        silent=count("schools", len(wave.reminded), situation.language),
        heads=count("heads", len({letter.person for letter in letters}), situation.language),
    )
    return Do(sentence, letters)


def not_invited(situation: Situation) -> NotDone:
    """Nobody is reminded of, or reported for, what they were never asked."""
    invitation = f"{situation.plan.edition}/{situation.action.subject}/invite"
    return NotDone("not-invited", say("not-invited", situation.language, invitation=invitation))


def _of_districts(situation: Situation, wave: Wave) -> Iterator[LetterDraft]:
    roadmap = situation.plan.roadmap
    role = roadmap.file.sending.escalate_to
    members = roadmap.members(role) if role else ()
    for district, sheets in silent_by_district(situation, wave).items():
        heads = [one for one in members if district in _home(roadmap, one)]
        for head in heads or _first_coordinator(roadmap):
            yield _letter(situation, wave, head, district, sheets)


def _of_step(situation: Situation, wave: Wave) -> Iterator[LetterDraft]:
    """Each of the step's people about those below them: their own organisation, district, or all."""
    roadmap = situation.plan.roadmap
    step = roadmap.file.sending.escalation[situation.action.number - 1]
    text = step.text.to(situation.language) if step.text else ""
    told: set[str] = set()
    for head in roadmap.members(step.to):
        sheets = [s for s in wave.reminded if _below(roadmap, wave, head, s)]
        told |= {s.respondent.organisation.key for s in sheets}
        if sheets:
            yield _letter(situation, wave, head, _scope(roadmap, wave, head), sheets, text=text)
    left = [s for s in wave.reminded if s.respondent.organisation.key not in told]
    if left and not told:  # nobody is there to be told: the coordinator has to know
        for head in _first_coordinator(roadmap):
            yield _letter(situation, wave, head, "", left, text=text)


def _home(roadmap: Roadmap, person: Person) -> set[str]:
    """The organisation a person belongs to, and its district; without empty ones."""
    known = roadmap.organisations.get(person.organisation)
    return {person.organisation, known.district if known else ""} - {""}


def _scope(roadmap: Roadmap, wave: Wave, head: Person) -> str:
    """What a person answers for: the key of a school that was asked, of a district, or "" for all."""
    if any(s.respondent.organisation.key == head.organisation for s in wave.sheets):
        return head.organisation
    districts = {one.key for one in roadmap.districts()}
    return next(iter(_home(roadmap, head) & districts), "")


def _below(roadmap: Roadmap, wave: Wave, head: Person, sheet: Sheet) -> bool:
    """Whether the sheet is that person's to be told of; one's own is not."""
    scope, organisation = _scope(roadmap, wave, head), sheet.respondent.organisation
    own = sheet.respondent.person.key == head.key
    return not own and (not scope or scope in (organisation.key, organisation.district))


def _first_coordinator(roadmap: Roadmap) -> list[Person]:
    return [roadmap.people[key] for key in roadmap.file.coordinators[:1]]


def _letter(
    situation: Situation,
    wave: Wave,
    head: Person,
    scope: str,
    sheets: Sequence[Sheet],
    *,
    text: str = "",
) -> LetterDraft:
    roadmap = situation.plan.roadmap
    asked = [s for s in wave.sheets if _counts(situation, s, scope)]
    silent, shut = parted(situation, sheets)
    found = roadmap.organisations.get(scope)
    late = days_overdue(situation, wave)
    return LetterDraft(
        key=f"{situation.key(head.key)}"
        + (f"-{scope}" if _elsewhere(situation, head, scope) else ""),
        template="escalation",
        person=head.key,
        organisation=head.organisation,
        subject=situation.action.subject,
        facts={
            "district": found.name if found else "",
            "answered": sum(s.answered for s in asked),
            "asked": sum(s.state is not SheetState.EXCUSED for s in asked),
            "missing": [missing(situation, s, days_overdue=late) for s in silent],
            "unreachable": [unreachable(situation, one) for one in shut],
            "text": text,
        },
    )


def _counts(situation: Situation, sheet: Sheet, scope: str) -> bool:
    """Whether a sheet is in the counts of a letter about a school, a district, or all."""
    organisation = sheet.respondent.organisation
    if situation.action.number == 0:
        return organisation.district == scope
    return not scope or scope in (organisation.key, organisation.district)


def _elsewhere(situation: Situation, head: Person, scope: str) -> bool:
    """One person may be told of several districts; in a ladder everybody gets one letter."""
    return situation.action.number == 0 and head.organisation != scope


def silent_by_district(situation: Situation, wave: Wave) -> dict[str, list[Sheet]]:
    """Those who were asked and owe an answer, by whom they are subordinate to, in roster order.

    Not by the district that a city mentor helps: its head is not that school's superior.
    """
    groups: dict[str, list[Sheet]] = {d.key: [] for d in situation.plan.roadmap.districts()}
    for sheet in wave.reminded:
        groups.setdefault(sheet.respondent.organisation.district, []).append(sheet)
    return {district: sheets for district, sheets in groups.items() if sheets}


def today(situation: Situation) -> date:
    """The day in the roadmap's zone."""
    return to_local(situation.now, situation.plan.schedule.zone).date()


def days_overdue(situation: Situation, wave: Wave) -> int:
    """Calendar days since the closing; 0 while answers are taken."""
    closed = to_local(wave.closes, situation.plan.schedule.zone).date()
    return max(0, (today(situation) - closed).days)


def parted(situation: Situation, sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Unreached]]:
    """Those who are silent, and those whom no letter reaches."""
    reach = Reach(situation.facts.dead, situation.facts.calls)
    silent, shut = [], []
    for sheet in sheets:
        person, organisation = sheet.respondent.person, sheet.respondent.organisation.key
        found = unreached(
            situation.plan.roadmap, person, organisation, reach=reach, day=today(situation)
        )
        if found is None:
            silent.append(sheet)
        else:
            shut.append(found)
    return silent, shut


def missing(situation: Situation, sheet: Sheet, *, days_overdue: int) -> dict[str, object]:
    """One line of a list of those who owe an answer: who holds the position today."""
    person = standing_in(situation.plan.roadmap, sheet.respondent.person, today(situation))
    return {
        "organisation": sheet.respondent.organisation.label,
        "person": person.label,
        "phone": person.phone,
        "days_overdue": days_overdue,
    }


def unreachable(situation: Situation, one: Unreached) -> dict[str, object]:
    """One line of a list of those whom no letter reaches."""
    organisation = situation.plan.roadmap.organisations.get(one.organisation)
    return {
        "organisation": organisation.label if organisation else "",
        "person": one.person.label,
        "phone": one.person.phone or _any_phone(situation, one),
        "email": one.person.email,
        "why": one.why,
        "words": one.words if one.why == "dead" else "",
    }


def _any_phone(situation: Situation, one: Unreached) -> str:
    """The first telephone of the organisation, where the person has none."""
    everyone = situation.plan.roadmap.people.values()
    phones = (p.phone for p in everyone if p.organisation == one.organisation)
    return next((phone for phone in phones if phone), "")
