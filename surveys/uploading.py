"""Attaching a file to a question: a page of its own, so that a slow upload risks no other answer.

The limit is kept while the body comes in; what a file is, is told from its content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.engine import reading
from models.material import attach_material
from surveys.form_page import coordinator_of, say_limits
from surveys.opening import NotOpened, open_token, page_of, say_page
from surveys.pages import READ, CutOff, language_of, render, see_other
from surveys.received import TooLarge, Unreadable, read_upload
from surveys.wording import say
from vekha.questionnaire import formats_of
from vekha.uploads import FileKind, UploadProblem, check_upload, explain, sniff

if TYPE_CHECKING:
    from surveys.received import Received
    from surveys.site import Site
    from surveys.visits import Visit
    from vekha.roadmap.survey import Question

MEDIA_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
MEGABYTE = 2**20


def upload_routes(site: Site) -> APIRouter:
    """`/a/<token>/files/<question>`."""
    router = APIRouter()

    @router.api_route("/a/{token}/files/{key}", **READ)
    def choose(request: Request, token: str, key: str) -> Response:
        try:
            visit, question = _open(site, token, key)
        except NotOpened as refused:
            return page_of(request, site, refused)
        if question is None or not visit.open:
            return see_other(f"/a/{token}?lang={language_of(request, visit.language)}")
        return _page(request, visit, question, token)

    @router.post("/a/{token}/files/{key}")
    async def receive(request: Request, token: str, key: str) -> Response:
        try:
            visit, question = await run_in_threadpool(_open, site, token, key)
        except NotOpened as refused:
            return CutOff(page_of(request, site, refused))
        language = language_of(request, visit.language)
        if question is None or not visit.open:
            # What is coming is not wanted: do not read it.
            back = f"/a/{token}?lang={language}"
            gone = say_page(request, "not-found", status=404, language=language, back=back)
            return CutOff(gone if visit.open else see_other(back))
        try:
            received = await read_upload(request, file_limit=question.megabytes * MEGABYTE)
        except TooLarge:
            problem = say(language, "file-too-large", megabytes=question.megabytes)
            return CutOff(_page(request, visit, question, token, problem=problem, status=413))
        except Unreadable:
            problem = say(language, "file-none", button=say(language, "file"))
            return CutOff(_page(request, visit, question, token, problem=problem, status=400))
        return await run_in_threadpool(_keep, site, request, token, question, received)

    return router


def _open(site: Site, token: str, key: str) -> tuple[Visit, Question | None]:
    with reading(site.engine) as session:
        visit = open_token(session, site, token)
    question = next((q for q in visit.asked if q.key == key and q.kind == "file"), None)
    return visit, question


def _keep(
    site: Site, request: Request, token: str, question: Question, received: Received
) -> Response:
    """Check and keep the file, within one transaction: two uploads at once do not pass the limit."""
    try:
        with site.writing() as session:
            visit = open_token(session, site, token)
            language = language_of(request, visit.language)
            problem = file_problem(visit, question, received, language=language)
            if problem:
                return _page(request, visit, question, token, problem=problem, status=422)
            kind = sniff(received.content)
            assert kind is not None
            kept = attach_material(
                session,
                edition=visit.edition,
                survey=visit.key,
                organisation=visit.organisation.key,
                question=question.key,
                file_name=name_for(received.file_name, kind),
                media_type=MEDIA_TYPES[kind],
                content=received.content,
                now=visit.now,
            )
    except NotOpened as refused:
        return page_of(request, site, refused)
    return see_other(f"/a/{token}?lang={language}&done=uploaded-{kept.id}#q-{question.key}")


def file_problem(visit: Visit, question: Question, received: Received, *, language: str) -> str:
    """Why the file is not taken, as a sentence, or an empty string."""
    if not visit.open:
        return say(language, "closed-late")
    if not received.file_name:
        return say(language, "file-none", button=say(language, "file"))
    if len(visit.files(question.key)) >= question.files:
        return say(language, "file-too-many", files=question.files)
    accepted = frozenset(FileKind(name) for name in question.formats)
    problem = check_upload(received.content, accepted=accepted)
    if problem is None:
        return ""
    if problem in (UploadProblem.OTHER_KIND, UploadProblem.UNKNOWN):
        return say(language, "file-not-accepted", formats=formats_of(question))
    words: dict[str, str] = {code: explain(problem, code) for code in ("ru", "kk", "en")}
    return words[language]


def name_for(name: str, kind: FileKind) -> str:
    """The file's name with the ending of what it really is."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5:
        stem = name
    same = {"jpeg": "jpg"}.get(ending.lower(), ending.lower()) == kind.value
    return name if dot and same else f"{stem}.{kind.value}"


def _page(
    request: Request,
    visit: Visit,
    question: Question,
    token: str,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    language = language_of(request, visit.language)
    return render(
        request,
        "upload.html",
        language=language,
        status=status,
        visit=visit,
        question=question,
        problem=problem,
        limits=say_limits(question, language=language),
        accept=",".join(f".{name}" for name in question.formats),
        action=f"/a/{token}/files/{question.key}?lang={language}",
        back=f"/a/{token}?lang={language}#q-{question.key}",
        coordinator=coordinator_of(visit),
    )
