"""One organisation before one questionnaire: everything that a page about it needs, read at once.

Nothing is written here; taking answers is intake.py, the pages are elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.answers import latest_submission
from models.answers import sheet as find_sheet
from models.ledger import due_times
from models.material import materials
from models.setting import setting, settings
from vekha.actions.action import ActionKind
from vekha.questionnaire import questions_for, read_form, type_out
from vekha.roadmap.people import Person
from vekha.states import SheetState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.link import Link
    from models.material import Material
    from models.sheet import Sheet, Submission
    from vekha.answers import Answers
    from vekha.planning import Plan
    from vekha.questionnaire import Fields, Problem
    from vekha.roadmap.people import Organisation
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question, Questionnaire, Survey


@dataclass(frozen=True, slots=True)
class Dates:
    """Opening and closing of a survey as the ledger has them, aware; None where it has none."""

    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A sheet with its questionnaire, at a moment. `link` is None when the board looks at it."""

    plan: Plan
    key: str  # of the survey
    organisation: Organisation
    person: Person
    asked: tuple[Question, ...]
    dates: Dates
    now: datetime
    link: Link | None
    sheet: Sheet | None
    submission: Submission | None
    previous: Mapping[str, Any]  # answers of the previous wave to the questions that are the same
    materials: tuple[Material, ...]

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap in force."""
        return self.plan.roadmap

    @property
    def edition(self) -> str:
        """Roadmap and period."""
        return self.roadmap.edition

    @property
    def survey(self) -> Survey:
        """The survey as the file has it."""
        return self.roadmap.file.surveys[self.key]

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.roadmap.file.questionnaires[self.survey.questionnaire]

    @property
    def zone(self) -> str:
        """The zone in which the organisation lives."""
        return self.organisation.zone or self.roadmap.file.timezone

    @property
    def language(self) -> str:
        """The language in which the organisation is written to."""
        own = self.person.language or self.organisation.language
        return own or self.roadmap.file.language

    @property
    def until(self) -> datetime | None:
        """Until when an answer is taken: the closing, or later by exception."""
        later = self.sheet.unlocked_until if self.sheet else None
        if later is None or self.dates.closes is None:
            return self.dates.closes
        return max(later, self.dates.closes)

    @property
    def closed(self) -> bool:
        """Whether the survey is over for everybody."""
        return self.dates.closes is not None and self.dates.closes <= self.now

    @property
    def open(self) -> bool:
        """Whether this organisation may still answer."""
        if self.sheet is not None and self.sheet.state is SheetState.EXCUSED:
            return False
        return self.until is None or self.now < self.until

    @property
    def fields(self) -> dict[str, list[str]]:
        """What the form shows: the draft, else what was submitted, else the previous wave."""
        if self.sheet is not None and self.sheet.draft:
            kept = self.sheet.draft.get("fields", {})
            return {key: [str(value) for value in values] for key, values in kept.items()}
        if self.submission is not None:
            return type_out(self.submission.answers, asked=self.asked)
        return type_out(self.previous, asked=self.asked)

    @property
    def prefilled(self) -> bool:
        """Whether the form shows answers that nobody has confirmed yet."""
        touched = self.submission is not None or bool(self.sheet and self.sheet.draft)
        return bool(self.previous) and not touched

    @property
    def removed(self) -> frozenset[int]:
        """Submitted files that the draft leaves out."""
        draft = self.sheet.draft if self.sheet else {}
        return frozenset(int(number) for number in draft.get("removed", ()))

    def files(self, question: str) -> list[dict[str, Any]]:
        """The files of a question as an answer records them."""
        return [
            {"id": file.id, "name": file.file_name, "size": file.size, "sha256": file.sha256}
            for file in self.materials
            if file.question == question and file.id not in self.removed
        ]

    def read(self, fields: Fields, *, language: str) -> tuple[Answers, tuple[Problem, ...]]:
        """Decode and check what was typed, together with the files that are kept already."""
        files = {q.key: self.files(q.key) for q in self.asked if q.kind == "file"}
        return read_form(fields, asked=self.asked, language=language, files=files)


def wave_dates(session: Session, plan: Plan, survey: str) -> Dates:
    """Opening and closing: from the ledger, where a decision may have moved them, else as planned."""
    dated = plan.schedule.surveys.get(survey)
    opens, closes = (dated.opens.at, dated.closes.at) if dated else (None, None)
    for kind, due in due_times(session, edition=plan.edition, subject=survey):
        if kind in (ActionKind.INVITE, ActionKind.COLLECT):
            opens = due
        elif kind == ActionKind.CLOSE:
            closes = due
    return Dates(opens, closes)


def visit_link(session: Session, link: Link, *, plan: Plan, now: datetime) -> Visit:
    """What the holder of a link is before. Raises LookupError where the plan has no such survey."""
    return visit_sheet(
        session,
        plan=plan,
        survey=link.survey,
        organisation=link.organisation,
        now=now,
        link=link,
    )


def visit_sheet(
    session: Session,
    *,
    plan: Plan,
    survey: str,
    organisation: str,
    now: datetime,
    link: Link | None = None,
) -> Visit:
    """One sheet with everything about it. Raises LookupError for what the plan does not have."""
    roadmap = plan.roadmap
    asked_of = roadmap.organisations.get(organisation)
    if survey not in roadmap.file.surveys or asked_of is None:
        raise LookupError(f"{roadmap.edition}: no survey {survey} for {organisation}")
    edition = roadmap.edition
    where = {"edition": edition, "survey": survey, "organisation": organisation}
    questionnaire = roadmap.file.questionnaires[roadmap.file.surveys[survey].questionnaire]
    asked = questions_for(questionnaire, roadmap, asked_of)
    return Visit(
        plan=plan,
        key=survey,
        organisation=asked_of,
        person=respondent(session, roadmap, survey=survey, organisation=organisation, link=link),
        asked=asked,
        dates=wave_dates(session, plan, survey),
        now=now,
        link=link,
        sheet=find_sheet(session, **where),
        submission=latest_submission(session, **where),
        previous=_previous(session, roadmap, survey=survey, organisation=organisation, asked=asked),
        materials=tuple(
            materials(session, edition=edition, survey=survey, organisation=organisation)
        ),
    )


def respondent(
    session: Session, roadmap: Roadmap, *, survey: str, organisation: str, link: Link | None = None
) -> Person:
    """Who answers for an organisation: the colleague it was handed to, else the roster's contact."""
    colleague = setting(session, delegate_name(roadmap.edition, survey, organisation))
    if colleague is not None:
        return delegate_from(colleague, organisation)
    if link is not None and link.person in roadmap.people:
        return roadmap.people[link.person]
    for one in roadmap.respondents(survey):
        if one.organisation.key == organisation:
            return one.person
    return Person(key="", name="", position="", organisation=organisation)


def delegates(session: Session, *, edition: str, survey: str) -> dict[str, Person]:
    """Organisation → the colleague to whom its questionnaire was handed over: letters go there."""
    prefix = delegate_name(edition, survey, "")
    return {
        name.removeprefix(prefix): delegate_from(value, name.removeprefix(prefix))
        for name, value in settings(session, prefix).items()
    }


def delegate_name(edition: str, survey: str, organisation: str) -> str:
    """The setting that keeps a hand-over."""
    return f"delegate/{edition}/{survey}/{organisation}"


def delegate_from(value: Mapping[str, str], organisation: str) -> Person:
    """The colleague as a person of the organisation."""
    return Person(
        key=value["key"],
        name=value["name"],
        position=value["position"],
        email=value["email"],
        phone=value.get("phone", ""),
        language=value.get("language", ""),
        organisation=organisation,
    )


def _previous(
    session: Session,
    roadmap: Roadmap,
    *,
    survey: str,
    organisation: str,
    asked: tuple[Question, ...],
) -> Mapping[str, Any]:
    earlier = roadmap.file.surveys[survey].previous
    if earlier is None or earlier not in roadmap.file.surveys:
        return {}
    given = latest_submission(
        session, edition=roadmap.edition, survey=earlier, organisation=organisation
    )
    if given is None:
        return {}
    questionnaire = roadmap.file.questionnaires[roadmap.file.surveys[earlier].questionnaire]
    kinds = {question.key: question.kind for question in questionnaire.questions}
    same = {q.key for q in asked if kinds.get(q.key) == q.kind and q.kind != "file"}
    return {key: answer for key, answer in given.answers.items() if key in same}
