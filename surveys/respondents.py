"""The pages behind a personal link: the form, the draft, the submission, the receipt.

GET changes nothing, as mail scanners follow links. Every POST leaves what was typed in the draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from models.engine import reading
from models.material import blob as read_blob
from models.material import material, remove_material
from surveys.form_page import (
    Addresses,
    closed_notices,
    receipt_notices,
    show_answers,
    show_form,
)
from surveys.intake import Accepted, accept, keep_draft
from surveys.moments import say_moment, say_time
from surveys.opening import NotOpened, admit, open_token, page_of, say_page
from surveys.pages import READ, CutOff, attachment, language_of, say_size, see_other
from surveys.received import TooLarge, Unreadable, read_fields
from surveys.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from models.link import Link
    from surveys.form_page import Notice
    from surveys.received import Received
    from surveys.site import Site
    from surveys.visits import Visit


def respondent_routes(site: Site) -> APIRouter:
    """`/a/<token>` and what belongs to it; uploads and hand-overs are routers of their own."""
    router = APIRouter()

    @router.api_route("/a/{token}", **READ)
    def form(request: Request, token: str) -> Response:
        return _show(site, request, token, _form_page)

    @router.api_route("/a/{token}/receipt", **READ)
    def receipt(request: Request, token: str) -> Response:
        return _show(site, request, token, _receipt_page)

    @router.api_route("/a/{token}/file/{number}", **READ)
    def download(request: Request, token: str, number: int) -> Response:
        return _download(site, request, token, number)

    @router.post("/a/{token}")
    async def send(request: Request, token: str) -> Response:
        return await _receive(site, request, token, _act)

    @router.post("/a/{token}/draft")
    async def autosave(request: Request, token: str) -> Response:
        return await _receive(site, request, token, _autosave)

    return router


def addresses_of(token: str, language: str) -> Addresses:
    """Where the pages of a link go."""
    base, asked = f"/a/{token}", f"?lang={language}"
    return Addresses(
        action=base + asked,
        file=lambda number: f"{base}/file/{number}",
        autosave=f"{base}/draft{asked}",
        hand_over=f"{base}/handover{asked}",
        calls=f"{base}/calls{asked}",
    )


def _show(
    site: Site, request: Request, token: str, page: Callable[[Request, Visit, str, str], Response]
) -> Response:
    try:
        with reading(site.engine) as session:
            visit = open_token(session, site, token)
    except NotOpened as refused:
        return page_of(request, site, refused)
    return page(request, visit, token, language_of(request, visit.language))


async def _receive(
    site: Site,
    request: Request,
    token: str,
    act: Callable[[Session, Request, Visit, str, Received], Response],
) -> Response:
    """Check the token before the body is read; then act within one writing transaction."""

    def check() -> Link:
        with reading(site.engine) as session:
            return admit(session, token, now=site.now())

    def perform(received: Received) -> Response:
        with site.writing() as session:
            visit = open_token(session, site, token)
            return act(session, request, visit, token, received)

    try:
        link = await run_in_threadpool(check)
        received = await read_fields(request)
        return await run_in_threadpool(perform, received)
    except NotOpened as refused:
        return CutOff(page_of(request, site, refused))
    except (TooLarge, Unreadable):
        language = language_of(request, site.plan_of(link.edition).roadmap.file.language)
        back = addresses_of(token, language).action
        page = say_page(request, "form-too-large", status=413, language=language, back=back)
        return CutOff(page)


def _form_page(request: Request, visit: Visit, token: str, language: str) -> Response:
    if not visit.open:
        return _closed_page(request, visit, token, language)
    notices = _just_done(request, visit, language)
    return show_form(
        request, visit, addresses_of(token, language), language=language, notices=notices
    )


def _closed_page(
    request: Request, visit: Visit, token: str, language: str, *, late: bool = False
) -> Response:
    return show_answers(
        request,
        visit,
        heading=visit.survey.title.to(language),
        language=language,
        file_url=addresses_of(token, language).file,
        notices=closed_notices(visit, language=language, late=late),
        status=409 if late else 200,
    )


def _receipt_page(request: Request, visit: Visit, token: str, language: str) -> Response:
    addresses = addresses_of(token, language)
    if visit.submission is None:
        return see_other(addresses.action)
    return show_answers(
        request,
        visit,
        heading=say(language, "thanks"),
        language=language,
        file_url=addresses.file,
        notices=receipt_notices(visit, language=language),
        correct_url=addresses.action if visit.open else "",
    )


def _act(
    session: Session, request: Request, visit: Visit, token: str, received: Received
) -> Response:
    """What the pressed button says: submit, draft, lang:kk, attach:<question>, remove:<file>."""
    language = language_of(request, visit.language)
    addresses = addresses_of(token, language)
    act, _, subject = received.one("act").partition(":")
    if act == "submit":
        return _submit(session, request, visit, token, received)
    if not visit.open:
        keep_draft(session, visit, received.fields, now=visit.now)
        return _closed_page(request, visit, token, language, late=True)
    if act == "remove" and subject.isascii() and subject.isdigit():
        return _remove(session, visit, addresses.action, received, int(subject))
    if act != "lang" or _differs(visit, received):
        keep_draft(session, visit, received.fields, now=visit.now)
    if act == "lang" and subject in LANGUAGES:
        return see_other(f"/a/{token}?lang={subject}")
    if act == "attach" and any(q.key == subject and q.kind == "file" for q in visit.asked):
        return see_other(f"/a/{token}/files/{subject}?lang={language}")
    return see_other(f"{addresses.action}&done=draft")


def _submit(
    session: Session, request: Request, visit: Visit, token: str, received: Received
) -> Response:
    language = language_of(request, visit.language)
    outcome = accept(session, visit, received.fields, now=visit.now, language=language)
    if isinstance(outcome, Accepted):
        return see_other(f"/a/{token}/receipt?lang={language}")
    if not outcome.problems:
        return _closed_page(request, visit, token, language, late=True)
    return show_form(
        request,
        visit,
        addresses_of(token, language),
        language=language,
        fields=received.fields,
        problems=outcome.problems,
    )


def _remove(session: Session, visit: Visit, back: str, received: Received, number: int) -> Response:
    """A file of the draft goes at once; a submitted one only when the answers are sent again."""
    file = next((file for file in visit.materials if file.id == number), None)
    removed = set(visit.removed)
    if file is not None and file.submitted is not None:
        removed.add(number)
    elif file is not None:
        remove_material(
            session,
            number,
            edition=visit.edition,
            survey=visit.key,
            organisation=visit.organisation.key,
            now=visit.now,
        )
    keep_draft(session, visit, received.fields, now=visit.now, removed=sorted(removed))
    anchor = f"#q-{file.question}" if file else ""
    return see_other(f"{back}&done=removed-{number}{anchor}")


def _autosave(
    session: Session, request: Request, visit: Visit, token: str, received: Received
) -> Response:
    if not visit.open:
        keep_draft(session, visit, received.fields, now=visit.now)
        return JSONResponse({"closed": True}, status_code=409)
    keep_draft(session, visit, received.fields, now=visit.now)
    return JSONResponse({"time": say_time(visit.now, zone=visit.zone)})


def _just_done(request: Request, visit: Visit, language: str) -> list[Notice]:
    """What the last button did, told after the redirect."""
    done, _, number = request.query_params.get("done", "").partition("-")
    if done == "draft" and visit.sheet is not None and visit.sheet.draft_at is not None:
        at = say_moment(visit.sheet.draft_at, zone=visit.zone, language=language)
        return [("done", say(language, "draft-saved", at=at), "")]
    file: Any = next((file for file in visit.materials if str(file.id) == number), None)
    if done == "uploaded" and file is not None:
        facts = {"name": file.file_name, "size": say_size(file.size, language)}
        return [("done", say(language, "uploaded", **facts), "")]
    return []


def _differs(visit: Visit, received: Received) -> bool:
    """Whether something was typed since the page was shown."""
    shown = {key: [v for v in values if v.strip()] for key, values in visit.fields.items()}
    return any(
        [v.replace("\r\n", "\n") for v in received.fields.get(question.key, []) if v.strip()]
        != shown.get(question.key, [])
        for question in visit.asked
        if question.kind != "file"
    )


def _download(site: Site, request: Request, token: str, number: int) -> Response:
    try:
        with reading(site.engine) as session:
            visit = open_token(session, site, token)
            file = material(session, number)
            mine = file is not None and (
                (file.edition, file.survey, file.organisation)
                == (visit.edition, visit.key, visit.organisation.key)
            )
            content = read_blob(session, file.sha256) if file is not None and mine else None
    except NotOpened as refused:
        return page_of(request, site, refused)
    if file is None or content is None:
        return say_page(request, "not-found", status=404, language=visit.language)
    return attachment(content, name=file.file_name)
