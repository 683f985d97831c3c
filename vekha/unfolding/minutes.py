"""The minutes of a meeting: a form for the secretary, and the document made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.reading.source import Path
from vekha.roadmap.minuting import Minuting
from vekha.roadmap.people import Person
from vekha.roadmap.plan import Meeting, Report
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.survey import Choice, Question, Questionnaire, Rules, Section, Survey
from vekha.roadmap.words import Words
from vekha.terms import Term
from vekha.unfolding.unfolding import Unfolding, each_language

IN_PERSON, REMOTE, ABSENT = "in-person", "remote", "absent"
ATTENDED = "at-"  # + the person's key: how that person attended
HEARD = "heard-"  # + the number of the agenda's item
DECIDED = "decided-"
OTHERS, FURTHER = "others", "decided"

_ATTENDANCE = (
    Choice(key=IN_PERSON, text=Words(ru="очно", kk="қатысып отырды", en="in person")),
    Choice(key=REMOTE, text=Words(ru="дистанционно", kk="қашықтан", en="remotely")),
    Choice(key=ABSENT, text=Words(ru="отсутствовал(а)", kk="қатыспады", en="absent")),
)
_WHOLE = Words(ru="Обсуждение", kk="Талқылау", en="Discussion")


def minutes_key(meeting: str) -> str:
    """The key of the form, the survey and the document of a meeting's minutes."""
    return f"{meeting}-minutes"


def agenda_of(meeting: Meeting) -> tuple[Words, ...]:
    """The items of which the minutes speak: a meeting without an agenda has one."""
    return meeting.agenda or (_WHOLE,)


def unfold_minutes(
    unfolding: Unfolding, key: str, meeting: Meeting, *, source: Path, term: Term
) -> None:
    """The secretary's form and survey, and the report that assembles the minutes."""
    protocol = meeting.protocol
    day = term.start or term.until
    if protocol is None or day is None:
        return
    name, held = minutes_key(key), unfolding.working(day)
    title = each_language("{0}: {1}", _MINUTES, meeting.title)
    people = unfolding.roadmap.audience(protocol.attendance or meeting.audience)
    named = [
        (asked, whole_name(person, unfolding.roadmap))
        for asked, person in attendance_of(people).items()
    ]
    unfolding.questionnaires[name] = Questionnaire(
        title=title, minutes=30, sections=(_present(named), *_items(meeting), _closing())
    )
    unfolding.surveys[name] = Survey(
        title=title,
        questionnaire=name,
        activity=meeting.activity,
        purpose=_PURPOSE,
        audience=(protocol.secretary,),
        opens=unfolding.day(protocol.opens, base=held),
        closes=unfolding.day(protocol.closes, base=held),
        rules=Rules(reminders=("за 1 рабочий день до закрытия",), escalation=None),
    )
    unfolding.reports[name] = _report(protocol, meeting, key, title)
    for section in ("questionnaires", "surveys", "reports"):
        unfolding.stems_from((section, name), source=(*source, "protocol"))
    for field in ("opens", "closes"):
        unfolding.stems_from(("surveys", name, field), source=(*source, "protocol", field))


def _report(protocol: Minuting, meeting: Meeting, key: str, title: Words) -> Report:
    return Report(
        title=protocol.title or title,
        kind="minutes",
        survey=minutes_key(key),
        meeting=key,
        activity=meeting.activity,
        to=protocol.to,
        signed_by=tuple(one for one in (protocol.chair, protocol.secretary) if one),
    )


def whole_name(person: Person, roadmap: Roadmap) -> str:
    """Name and position; the organisation too where the position does not name it."""
    organisation = roadmap.organisations.get(person.organisation)
    label = organisation.label if organisation else ""
    told = ", ".join(part for part in (person.name, person.position) if part)
    whole = told if not label or label in told else f"{told} ({label})"
    return whole.strip() or person.key


def attendance_of(people: Sequence[Person]) -> dict[str, Person]:
    """Question → person. A person's key that is no key of a question gives way to the position."""
    return {
        f"{ATTENDED}{person.key}"
        if _QUESTION.fullmatch(person.key)
        else f"{ATTENDED}{number}": person
        for number, person in enumerate(people, 1)
    }


def _present(people: list[tuple[str, str]]) -> Section:
    asked = tuple(
        Question(
            key=key,
            text=Words(ru=name),
            kind="choice",
            choices=_ATTENDANCE,
        )
        for key, name in people
    )
    others = Question(key=OTHERS, text=_OTHERS, help=_ONE_A_LINE, kind="text", required=False)
    return Section(title=_PRESENT, questions=(*asked, others))


def _items(meeting: Meeting) -> tuple[Section, ...]:
    return tuple(
        Section(
            title=each_language(f"{number}. {{0}}", item),
            questions=(
                Question(key=f"{HEARD}{number}", text=_HEARD, help=_HEARD_HELP, kind="text"),
                Question(
                    key=f"{DECIDED}{number}",
                    text=_DECIDED,
                    help=_ONE_A_LINE,
                    kind="text",
                    required=False,
                ),
            ),
        )
        for number, item in enumerate(agenda_of(meeting), 1)
    )


def _closing() -> Section:
    further = Question(key=FURTHER, text=_FURTHER, help=_ONE_A_LINE, kind="text", required=False)
    return Section(title=_CLOSING, questions=(further,))


_QUESTION = re.compile(r"[a-z0-9][a-z0-9-]{0,56}")
_MINUTES = Words(ru="Протокол", kk="Хаттама", en="Minutes")
_PURPOSE = Words(
    ru="Из того, что вы впишете, будет собран протокол в Word.",
    kk="Сіз жазған мәтіннен Word форматындағы хаттама жиналады.",
    en="The minutes in Word are assembled from what you enter.",
)
_PRESENT = Words(ru="Присутствовали", kk="Қатысқандар", en="Present")
_OTHERS = Words(ru="Кто ещё присутствовал", kk="Тағы кім қатысты", en="Who else was present")
_ONE_A_LINE = Words(
    ru="Каждый пункт с новой строки.",
    kk="Әр тармақ жаңа жолдан.",
    en="One to a line.",
)
_HEARD = Words(ru="Слушали", kk="Тыңдалды", en="Heard")
_HEARD_HELP = Words(
    ru="Кто и о чём говорил; каждое выступление с новой строки.",
    kk="Кім не туралы айтты; әр сөз жаңа жолдан.",
    en="Who spoke of what; each speech on a new line.",
)
_DECIDED = Words(ru="Решили", kk="Шешім қабылданды", en="Decided")
_FURTHER = Words(ru="Другие решения", kk="Басқа шешімдер", en="Further decisions")
_CLOSING = Words(ru="В заключение", kk="Қорытынды", en="In closing")
