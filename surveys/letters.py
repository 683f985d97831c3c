"""The letters that the site itself queues: receipts, hand-overs, returns, new links.

What a template needs to be told is notifications/contexts.py. The personal link is not in the row,
where a token must never stand: `link_id` is, and whoever renders the letter makes the link from it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.letter import NewLetter
from surveys.moments import iso
from vekha.questionnaire import say_answer

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.visits import Visit
    from vekha.answers import Answers
    from vekha.roadmap.people import Person
    from vekha.roadmap.programme import Roadmap

RECEIPT_USEFUL = timedelta(days=7)


def common_context(
    roadmap: Roadmap, *, person: Person, organisation: str, activity: str | None, language: str
) -> dict[str, Any]:
    """What every letter is told; `organisation` is a key, and so is `activity`."""
    file = roadmap.file
    asked_of = roadmap.organisations.get(organisation)
    order = next((a.order for a in file.activities if a.key == activity and a.order), None)
    return {
        "programme": file.title.to(language),
        "body": file.body.to(language),
        "coordinator": contact(roadmap.people[file.coordinators[0]]),
        "order": file.orders[order].printed if order else None,
        "person": {"name": person.name, "position": person.position, "greeting": ""},
        "organisation": asked_of.name if asked_of else "",
        "zone": (asked_of.zone if asked_of else "") or file.timezone,
    }


def contact(person: Person) -> dict[str, str]:
    """A live person to ask."""
    return {
        "name": person.name,
        "position": person.position,
        "email": person.email,
        "phone": person.phone,
    }


def receipt(
    visit: Visit, *, answers: Answers, version: int, now: datetime, language: str
) -> NewLetter:
    """The answers have been received, word for word as the person gave them."""
    given = [
        {
            "question": question.text.to(language),
            "answer": say_answer(question, answers.get(question.key), language=language) or "—",
        }
        for question in visit.asked
    ]
    context = _about(visit, language=language) | {
        "submitted_at": iso(now, zone=visit.zone),
        "version": version,
        "answers": given,
    }
    return _letter(
        visit,
        name=f"receipt-{version}",
        template="receipt",
        context=context,
        not_after=now + RECEIPT_USEFUL,
        language=language,
    )


def returned(visit: Visit, *, remark: str, until: datetime, now: datetime) -> NewLetter:
    """The answers come back with a remark."""
    context = _about(visit, language=visit.language) | {
        "remark": remark,
        "closes": iso(until, zone=visit.zone),
    }
    return _letter(
        visit,
        name=f"returned-{now:%Y%m%dT%H%M%S}",
        template="returned",
        context=context,
        not_after=until,
        language=visit.language,
    )


def invitation(visit: Visit, *, name: str, until: datetime) -> NewLetter:
    """The invitation again: to a colleague, or with a new link. `name` tells it from others."""
    language = visit.language
    file_question = visit.survey.kind == "materials"
    context = _about(visit, language=language) | {
        "purpose": visit.survey.purpose.to(language) if visit.survey.purpose else "",
        "opens": iso(visit.dates.opens or visit.now, zone=visit.zone),
        "closes": iso(until, zone=visit.zone),
        "minutes": visit.questionnaire.minutes,
    }
    if file_question:
        context["materials"] = [q.text.to(language) for q in visit.asked if q.kind == "file"]
    return _letter(
        visit,
        name=name,
        template="collection" if file_question else "invitation",
        context=context,
        not_after=until,
        language=language,
    )


def _about(visit: Visit, *, language: str) -> dict[str, Any]:
    closes = visit.until or visit.now
    return common_context(
        visit.roadmap,
        person=visit.person,
        organisation=visit.organisation.key,
        activity=visit.survey.activity,
        language=language,
    ) | {
        "survey_title": visit.survey.title.to(language),
        "closes": iso(closes, zone=visit.zone),
        "link": "",
        "link_id": visit.link.id if visit.link else None,
    }


def _letter(
    visit: Visit,
    *,
    name: str,
    template: str,
    context: dict[str, Any],
    not_after: datetime,
    language: str,
) -> NewLetter:
    action = f"{visit.edition}/{visit.key}/{name}"
    return NewLetter(
        key=f"{action}/{visit.organisation.key}/{visit.person.key}",
        edition=visit.edition,
        action=action,
        template=template,
        person=visit.person.key,
        address=visit.person.email,
        not_after=not_after,
        organisation=visit.organisation.key,
        name=visit.person.name,
        language=language,
        subject_key=visit.key,
        context=context,
        until_answered=template != "receipt",
    )
