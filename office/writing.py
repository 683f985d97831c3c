"""A row of the outbox into a letter: names, dates and links as they are at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.document import Document, documents
from models.letter import AnyLetter
from models.letter_copies import first_letters
from models.link import LinkGrain
from notifications.letter import LANGUAGES, Address, Language, Letter, LetterUnwritable
from office.calendars import calendar_of, write_change
from office.links import link_url, read_links
from office.office import Office
from office.trouble import write_trouble
from office.visiting import write_visit
from surveys.tokens import document_path
from vekha.calendar import to_local
from vekha.documents.cells import based_share
from vekha.planning import Plan
from vekha.roadmap.people import Person
from vekha.roadmap.programme import Roadmap
from vekha.tally.share import Share

T = TypeVar("T")

_LANGUAGE: Mapping[str, Language] = {language: language for language in LANGUAGES}
OPENING = ("invitation", "collection", "meeting", "visit")
"""Templates whose letters open a thread."""


@dataclass(slots=True)
class Desk:
    """What is looked up once for a batch of letters of one edition."""

    office: Office
    session: Session
    plan: Plan
    _links: dict[str, dict[tuple[str, str], LinkGrain]]
    _organisations: Collection[str] | None
    _documents: dict[str, list[Document]] | None = None
    _known: dict[Hashable, Any] = field(default_factory=dict)
    _first: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        office: Office,
        session: Session,
        edition: str,
        *,
        organisations: Collection[str] | None = None,
    ) -> Desk:
        """A desk for one edition, or for letters about some organisations. Raises NoRoadmap."""
        return cls(office, session, office.plans.of(session, edition), {}, organisations)

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap in force."""
        return self.plan.roadmap

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find()` gives, found once for all the letters that share it."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def link(self, row: AnyLetter) -> str:
        """The personal link of the letter's addressee. Raises LetterUnwritable when it is gone."""
        survey = row.subject_key
        if survey not in self._links:
            self._links[survey] = read_links(
                self.session, self.plan.edition, survey, organisations=self._organisations
            )
        known = self._links[survey]
        number = row.context.get("link_id")
        link = known.get((row.organisation, row.person))
        if number is not None:
            link = next((one for one in known.values() if one.id == number), link)
        if link is None:
            raise LetterUnwritable(f"{row.key}: no live link")
        return link_url(self.office.site_url, self.office.secret, link)

    def thread(self, row: AnyLetter) -> str | None:
        """The letter that this one answers: the first about the subject that this person got.

        It need not be the one that the plan foresaw: a colleague or the next contact got another.
        """
        if not row.thread and "link_id" not in row.context:
            return None
        if row.subject_key not in self._first:
            self._first[row.subject_key] = first_letters(
                self.session,
                edition=self.plan.edition,
                subject=row.subject_key,
                templates=OPENING,
                organisations=self._organisations,
            )
        first = self._first[row.subject_key].get((row.organisation, row.person), row.thread)
        return first if first and first != row.key else None

    def document_links(self, report: str, language: str) -> list[dict[str, str]]:
        """The newest documents of a report, to be opened without the board's key."""
        if self._documents is None:
            self._documents = {}
            for found in documents(self.session, self.plan.edition):
                self._documents.setdefault(found.name, []).append(found)
        written = self.roadmap.file.reports.get(report)
        title = written.title.to(language) if written else report
        return [
            {
                "title": f"{title} ({found.format})",
                "link": self.office.site_url + document_path(self.office.secret, found.id or 0),
            }
            for found in self._documents.get(report, [])
            if found.format in ("docx", "pdf")
        ]


def write_letter(desk: Desk, row: AnyLetter, *, now: datetime) -> Letter:
    """The letter of one row. Raises LetterUnwritable when something it needs is not there."""
    person = desk.roadmap.people.get(row.person)
    language = _LANGUAGE.get(row.language, "ru")
    told = {key: value for key, value in row.context.items() if key != "link_id"}
    context = _common(desk, row, person, language) | told
    try:
        context |= _SPECIFIC[row.template](desk, row, language, now)
        if "link_id" in row.context:  # queued by the site for one sheet, whose exceptions count
            context |= {key: value for key, value in told.items() if key != "link"}
        calendar = calendar_of(desk, row, language, context)
    except KeyError as error:
        raise LetterUnwritable(f"{row.key}: the roadmap no longer has {error}") from error
    sender, reply_to = desk.once("sender", lambda: _sender(desk))
    return Letter(
        key=row.key,
        to=Address(row.name if person and person.name else "", row.address),
        sender=sender,
        language=language,
        template=row.template,
        context=context,
        message_date=desk.once(now, lambda: to_local(now, desk.roadmap.file.timezone)),
        reply_to=reply_to,
        thread=desk.thread(row),
        calendar=calendar,
        own=desk.roadmap.letters,
    )


def _sender(desk: Desk) -> tuple[Address, Address | None]:
    """From whom the letters are, and who answers."""
    sending = desk.roadmap.file.sending
    reply_to = desk.roadmap.people.get(sending.reply_to or desk.roadmap.file.coordinators[0])
    answers = Address(reply_to.name, reply_to.email) if reply_to else None
    return Address(sending.sender, sending.address), answers


def _common(
    desk: Desk, row: AnyLetter, person: Person | None, language: Language
) -> dict[str, Any]:
    organisation = desk.roadmap.organisations.get(row.organisation)
    return desk.once(language, lambda: _programme(desk, language)) | {
        "person": {
            "name": person.name if person else row.name,
            "position": person.position if person else "",
            "greeting": "",
        },
        "organisation": organisation.name if organisation else "",
    }


def _programme(desk: Desk, language: Language) -> dict[str, Any]:
    file = desk.roadmap.file
    coordinator = desk.roadmap.people[file.sending.reply_to or file.coordinators[0]]
    return {
        "programme": file.title.to(language),
        "body": file.body.to(language),
        "coordinator": {
            "name": coordinator.name,
            "position": coordinator.position,
            "email": coordinator.email,
            "phone": coordinator.phone,
        },
        "order": next((order.printed for order in file.orders.values() if order.date), None),
        "zone": file.timezone,
    }


def _asked(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    subject = row.subject_key
    survey = desk.once(
        (subject, language, now), lambda: _survey(desk, subject, language=language, now=now)
    )
    return survey | {"link": desk.link(row)}


def _survey(desk: Desk, subject: str, *, language: Language, now: datetime) -> dict[str, Any]:
    survey = desk.roadmap.file.surveys[subject]
    dated = desk.plan.schedule.surveys[subject]
    zone = desk.roadmap.file.timezone
    questionnaire = desk.roadmap.file.questionnaires[survey.questionnaire]
    closes = to_local(dated.closes.at, zone)
    return {
        "survey_title": survey.title.to(language),
        "purpose": survey.purpose.to(language) if survey.purpose else "",
        "opens": to_local(dated.opens.at, zone).isoformat(),
        "closes": closes.isoformat(),
        "minutes": questionnaire.minutes,
        "days_left": max(0, (closes.date() - to_local(now, zone).date()).days),
    }


def _collection(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    survey = desk.roadmap.file.surveys[row.subject_key]
    questions = desk.roadmap.file.questionnaires[survey.questionnaire].questions
    materials = [q.text.to(language) for q in questions if q.kind == "file"]
    return {**_asked(desk, row, language, now), "materials": materials}


def _escalation(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    survey = desk.roadmap.file.surveys[row.subject_key]
    zone = desk.roadmap.file.timezone
    closes = to_local(desk.plan.schedule.surveys[row.subject_key].closes.at, zone)
    return {
        "survey_title": survey.title.to(language),
        "closes": closes.isoformat(),
        "days_left": (closes.date() - to_local(now, zone).date()).days,
    }


def _digest(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    del language, now
    zone = desk.roadmap.file.timezone
    surveys = [
        {**one, "closes": to_local(datetime.fromisoformat(one["closes"]), zone).isoformat()}
        for one in row.context["surveys"]
    ]
    return {"surveys": surveys, "board": desk.office.board_url or None}


def _closing(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    del now
    survey = desk.roadmap.file.surveys[row.subject_key]
    answered, asked = row.context["answered"], row.context["asked"]
    closed = to_local(
        desk.plan.schedule.surveys[row.subject_key].closes.at, desk.roadmap.file.timezone
    )
    return {
        "survey_title": survey.title.to(language),
        "closed": closed.isoformat(),
        "share": based_share(Share(answered, asked), language=language),
        "documents": [],
        "board": desk.office.board_url or None,
    }


def _meeting(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    del now
    held = desk.roadmap.file.meetings[row.subject_key]
    dated = desk.plan.schedule.meetings[row.subject_key]
    return {
        "title": held.title.to(language),
        "starts": to_local(dated.starts.at, desk.roadmap.file.timezone).isoformat(),
        "place": held.place.to(language),
        "form": "",
        "agenda": [item.to(language) for item in held.agenda],
        "link": None,
    }


def _announcement(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    del now
    report = row.context.get("report")
    if report:
        title = desk.roadmap.file.reports[report].title.to(language)
        links = desk.document_links(report, language)
        return {"title": title, "paragraphs": [_READY[language]], "documents": links}
    letter = desk.roadmap.file.announcements[row.subject_key]
    return {
        "title": letter.title.to(language),
        "paragraphs": [text.to(language) for text in letter.text],
        "documents": [d for key in letter.documents for d in desk.document_links(key, language)],
    }


_READY = {
    "ru": "Документ собран. Его можно открыть по ссылке, править в Word и подписать.",
    "kk": "Құжат дайын. Оны сілтеме арқылы ашып, Word-та түзетіп, қол қоюға болады.",
    "en": "The document is ready: open it by the link, edit it in Word and sign it.",
}


def _marking(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    del language, now
    board = desk.office.board_url or desk.office.site_url
    return {
        "activities": [{**one, "link": board} for one in row.context["activities"]],
        "board": board,
    }


def _approval(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    """What is looked up when it is sent: where to decide."""
    del language, now
    office = desk.office
    page = row.context.get("page", "")
    return {"link": office.prefect_url + page if office.prefect_url else office.site_url}


def _nothing(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    """For letters whose context was complete when they were queued."""
    del desk, row, language, now
    return {}


def _linked(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    asked = _asked(desk, row, language, now)
    return {key: asked[key] for key in ("survey_title", "link", "closes")}


_Specific = Callable[[Desk, AnyLetter, Language, datetime], dict[str, Any]]
_SPECIFIC: Mapping[str, _Specific] = {
    "invitation": _asked,
    "collection": _collection,
    "reminder": _asked,
    "escalation": _escalation,
    "digest": _digest,
    "closing": _closing,
    "meeting": _meeting,
    "announcement": _announcement,
    "visit": write_visit,
    "marking": _marking,
    "receipt": _linked,
    "returned": _linked,
    "approval": _approval,
    "change": write_change,
    "trouble": write_trouble,
}
