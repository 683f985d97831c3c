"""«Stop e-mail, call me»: a button behind the personal link; it frees nobody, and is taken back as easily."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.calling import call_instead, wants_calls, write_again
from models.engine import reading
from surveys.form_page import coordinator_of
from surveys.opening import NotOpened, open_token, page_of
from surveys.pages import READ, CutOff, language_of, render, see_other
from surveys.received import TooLarge, Unreadable, read_fields
from vekha.deciding.addressing import MASS

if TYPE_CHECKING:
    from surveys.received import Received
    from surveys.site import Site


def calling_routes(site: Site) -> APIRouter:
    """`/a/<token>/calls`."""
    router = APIRouter()

    @router.api_route("/a/{token}/calls", **READ)
    def ask(request: Request, token: str) -> Response:
        try:
            with reading(site.engine) as session:
                visit = open_token(session, site, token)
                wanted = wants_calls(session, visit.person.email)
        except NotOpened as refused:
            return page_of(request, site, refused)
        language = language_of(request, visit.language)
        return render(
            request,
            "calls.html",
            language=language,
            visit=visit,
            wanted=wanted,
            action=f"/a/{token}/calls?lang={language}",
            back=f"/a/{token}?lang={language}",
            coordinator=coordinator_of(visit),
        )

    @router.post("/a/{token}/calls")
    async def change(request: Request, token: str) -> Response:
        try:
            received = await read_fields(request)
            return await run_in_threadpool(_change, site, request, token, received)
        except NotOpened as refused:
            return page_of(request, site, refused)
        except (TooLarge, Unreadable):
            return CutOff(see_other(f"/a/{token}/calls"))

    return router


def _change(site: Site, request: Request, token: str, received: Received) -> Response:
    with site.writing() as session:
        visit = open_token(session, site, token)
        email, edition, by = visit.person.email, visit.edition, visit.person.label
        if email and received.one("act") == "calls":
            call_instead(
                session, email, edition=edition, way="site", templates=MASS, now=site.now(), by=by
            )
        elif email and received.one("act") == "letters":
            write_again(session, email, edition=edition, by=by, now=site.now())
    return see_other(f"/a/{token}/calls?lang={language_of(request, visit.language)}")
