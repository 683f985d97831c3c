"""The page of a questionnaire and the pages that only show answers; used by link and by board."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from surveys.moments import say_moment
from surveys.pages import render
from surveys.wording import say
from vekha.questionnaire import formats_of
from vekha.states import SheetState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastapi import Request, Response

    from surveys.visits import Visit
    from vekha.questionnaire import Fields, Problem
    from vekha.roadmap.survey import Question

Notice = tuple[str, str, str]  # kind ("", "done", "warn", "error"), sentence, words of a person


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page's form and links go; an empty one leaves the thing out."""

    action: str
    file: Callable[[int], str]
    autosave: str = ""
    hand_over: str = ""
    calls: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)  # fields that the form carries


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the questions that are asked of this organisation."""

    title: str
    questions: tuple[Question, ...]
    done: int


def show_form(
    request: Request,
    visit: Visit,
    addresses: Addresses,
    *,
    language: str,
    fields: Fields | None = None,
    problems: Sequence[Problem] = (),
    notices: Sequence[Notice] = (),
) -> Response:
    """The questionnaire with what was typed, and what is wrong with it on top."""
    shown = visit.fields if fields is None else fields
    sections = _parts(visit, shown, language=language)
    again = visit.submission is not None
    return render(
        request,
        "form.html",
        language=language,
        status=422 if problems else 200,
        visit=visit,
        fields=shown,
        sections=sections,
        done=sum(section.done for section in sections),
        prefilled=visit.prefilled and fields is None,
        file_limits=partial(say_limits, language=language),
        problems=problems,
        by_question={problem.question: problem for problem in problems},
        texts={question.key: question.text.to(language) for question in visit.asked},
        targets={question.key: f"q-{question.key}" for question in visit.asked},
        notices=[*notices, *_standing_notices(visit, prefilled=fields is None, language=language)],
        submit_label=say(language, "submit-again" if again else "submit"),
        coordinator=coordinator_of(visit),
        action=addresses.action,
        autosave=addresses.autosave,
        file_url=addresses.file,
        handover_url=addresses.hand_over,
        calls_url=addresses.calls if visit.person.email else "",
        hidden=addresses.hidden,
    )


def show_answers(
    request: Request,
    visit: Visit,
    *,
    heading: str,
    language: str,
    file_url: Callable[[int], str],
    notices: Sequence[Notice],
    correct_url: str = "",
    status: int = 200,
) -> Response:
    """What was submitted, to be read only."""
    return render(
        request,
        "read.html",
        language=language,
        status=status,
        visit=visit,
        heading=heading,
        notices=notices,
        correct_url=correct_url,
        file_url=file_url,
        coordinator=coordinator_of(visit),
    )


def closed_notices(visit: Visit, *, language: str, late: bool = False) -> list[Notice]:
    """Why the form is not shown, and what became of the answers."""
    sheet, notices = visit.sheet, list[Notice]()
    if sheet is not None and sheet.state is SheetState.EXCUSED:
        reason = say(language, "reason", why=sheet.excused_why) if sheet.excused_why else ""
        return [("", say(language, "excused"), reason)]
    if visit.until is not None:
        at = say_moment(visit.until, zone=visit.zone, language=language)
        notices.append(("warn", say(language, "closed", at=at), ""))
    if visit.submission is not None:
        facts = _submitted_facts(visit, language=language)
        notices.append(("", say(language, "closed-sent", **facts), ""))
    elif not late:
        notices.append(("warn", say(language, "closed-nothing"), ""))
    if late:
        notices.insert(0, ("error", say(language, "closed-late"), ""))
    if sheet is not None and sheet.draft:
        notices.append(("warn", say(language, "closed-draft"), ""))
    return notices


def receipt_notices(visit: Visit, *, language: str) -> list[Notice]:
    """The version and its time, where the receipt goes, until when it can be corrected."""
    assert visit.submission is not None
    facts = _submitted_facts(visit, language=language)
    lines = [say(language, "receipt-facts", **facts)]
    if visit.submission.late:
        lines.append(say(language, "receipt-late"))
    if visit.survey.receipts and visit.person.email:
        lines.append(say(language, "receipt-letter", address=visit.person.email))
    if visit.open and visit.until is not None:
        until = say_moment(visit.until, zone=visit.zone, language=language)
        lines.append(say(language, "receipt-correct", until=until) + ".")
    return [("done", "\n".join(lines), "")]


def say_limits(question: Question, *, language: str) -> str:
    """«DOCX; не больше 20 МБ.»: which files a question takes."""
    facts = {"formats": formats_of(question), "megabytes": question.megabytes}
    if question.files == 1:
        return say(language, "file-limit", **facts)
    return say(language, "file-limits", files=question.files, **facts)


def coordinator_of(visit: Visit) -> Any:
    """Whom to ask: the first coordinator."""
    return visit.roadmap.people[visit.roadmap.file.coordinators[0]]


def _standing_notices(visit: Visit, *, prefilled: bool, language: str) -> list[Notice]:
    """How the sheet stands, whatever was just done."""
    notices: list[Notice] = []
    sheet = visit.sheet
    if sheet is not None and sheet.state is SheetState.RETURNED:
        notices.append(("warn", say(language, "returned"), sheet.returned_remark))
    if visit.closed and visit.open and visit.until is not None:
        until = say_moment(visit.until, zone=visit.zone, language=language)
        notices.append(("warn", say(language, "unlocked", until=until), ""))
    if sheet is not None and sheet.draft and sheet.draft_at is not None:
        key = "draft-over-submitted" if visit.submission else "draft-kept"
        at = say_moment(sheet.draft_at, zone=visit.zone, language=language)
        notices.append(("", say(language, key, at=at), ""))
    elif visit.submission is not None and sheet and sheet.state is SheetState.SUBMITTED:
        facts = _submitted_facts(visit, language=language)
        notices.append(("done", say(language, "submitted-open", **facts), ""))
    if prefilled and visit.prefilled and visit.survey.previous:
        title = visit.roadmap.file.surveys[visit.survey.previous].title.to(language)
        notices.append(("warn", say(language, "prefilled", title=title), ""))
    return notices


def _submitted_facts(visit: Visit, *, language: str) -> Mapping[str, object]:
    assert visit.submission is not None
    at = say_moment(visit.submission.at, zone=visit.zone, language=language)
    return {"at": at, "version": visit.submission.version}


def _parts(visit: Visit, fields: Fields, *, language: str) -> list[Part]:
    asked = {question.key for question in visit.asked}
    parts = []
    for section in visit.questionnaire.sections:
        questions = tuple(q for q in section.questions if q.key in asked)
        if questions:
            done = sum(_is_filled(visit, question, fields) for question in questions)
            parts.append(Part(section.title.to(language), questions, done))
    return parts


def _is_filled(visit: Visit, question: Question, fields: Fields) -> bool:
    if question.kind == "file":
        return bool(visit.files(question.key))
    return any(value.strip() for value in fields.get(question.key, ()))
