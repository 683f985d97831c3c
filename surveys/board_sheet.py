"""The board's page of one organisation and one survey: answers, letters, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.answers import submissions
from models.engine import reading
from models.mail_log import letters
from models.roadmap_version import editions
from surveys.board_access import key_page, remember_language, says_word, seat_of
from surveys.board_acts import ACTS, Unfit
from surveys.form_page import Addresses, show_form
from surveys.intake import Accepted, accept
from surveys.opening import say_page
from surveys.pages import READ, CutOff, render, see_other
from surveys.received import Received, TooLarge, Unreadable, read_fields
from surveys.standing import letter_time
from surveys.visits import visit_sheet
from surveys.wording import say
from vekha.calendar.zones import to_local

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from surveys.board_access import Seat
    from surveys.site import Site
    from surveys.visits import Visit
    from vekha.planning import Plan

PATH = "/board/{key}/{period}/survey/{survey}/{organisation}"


def sheet_routes(site: Site) -> APIRouter:
    """The sheet's page, its acts, and entering on behalf."""
    router = APIRouter()

    @router.api_route(PATH, **READ)
    def sheet(request: Request, key: str, period: str, survey: str, organisation: str) -> Response:
        return _look(site, request, f"{key}/{period}", survey, organisation, _page)

    @router.api_route(PATH + "/behalf", **READ)
    def behalf(request: Request, key: str, period: str, survey: str, organisation: str) -> Response:
        return _look(site, request, f"{key}/{period}", survey, organisation, _behalf_form)

    @router.post(PATH)
    async def act(
        request: Request, key: str, period: str, survey: str, organisation: str
    ) -> Response:
        return await _change(site, request, f"{key}/{period}", survey, organisation, _act)

    @router.post(PATH + "/behalf")
    async def enter(
        request: Request, key: str, period: str, survey: str, organisation: str
    ) -> Response:
        return await _change(site, request, f"{key}/{period}", survey, organisation, _enter)

    return router


def board_path(visit: Visit, *more: str) -> str:
    """The board's address of a sheet."""
    parts = ["/board", visit.edition, "survey", visit.key, visit.organisation.key, *more]
    return "/".join(parts)


def decider(plan: Plan, received: Received) -> str:
    """Which coordinator decides: the one chosen in the form, else the first."""
    known = plan.roadmap.file.coordinators
    chosen = received.one("by")
    return chosen if chosen in known else known[0]


def _open(site: Site, session: Session, edition: str, survey: str, organisation: str) -> Visit:
    if edition not in editions(session):
        raise LookupError(edition)
    return visit_sheet(
        session,
        plan=site.plan_of(edition),
        survey=survey,
        organisation=organisation,
        now=site.now(),
    )


def _look(
    site: Site,
    request: Request,
    edition: str,
    survey: str,
    organisation: str,
    page: Callable[[Session, Request, Visit, Seat], Response],
) -> Response:
    seat = seat_of(site, request)
    if seat is None:
        return key_page(request)
    try:
        with reading(site.engine) as session:
            visit = _open(site, session, edition, survey, organisation)
            return remember_language(request, page(session, request, visit, seat))
    except LookupError:
        return say_page(request, "not-found", status=404, language=seat.language)


async def _change(
    site: Site,
    request: Request,
    edition: str,
    survey: str,
    organisation: str,
    act: Callable[[Site, Session, Request, Visit, Seat, Received], Response],
) -> Response:
    seat = seat_of(site, request)
    if seat is None:
        return CutOff(key_page(request))
    try:
        received = await read_fields(request)
    except (TooLarge, Unreadable):
        return CutOff(say_page(request, "form-expired", status=413, language=seat.language))
    if not says_word(seat, received):
        return say_page(request, "form-expired", status=403, language=seat.language)

    def perform() -> Response:
        with site.writing() as session:
            visit = _open(site, session, edition, survey, organisation)
            return act(site, session, request, visit, seat, received)

    try:
        return await run_in_threadpool(perform)
    except LookupError:
        return say_page(request, "not-found", status=404, language=seat.language)


def _act(
    site: Site, session: Session, request: Request, visit: Visit, seat: Seat, received: Received
) -> Response:
    name = received.one("act")
    if name not in ACTS:
        return say_page(request, "form-expired", status=400, language=seat.language)
    by = decider(visit.plan, received)
    try:
        with session.begin_nested():
            ACTS[name](session, visit, received, by=by, now=visit.now, secret=site.secret)
    except Unfit as unfit:
        return _page(session, request, visit, seat, problem=unfit.key, typed=received)
    except LookupError:
        return _page(session, request, visit, seat, problem="not-possible", typed=received)
    return see_other(f"{board_path(visit)}?done={name}")


def _page(
    session: Session,
    request: Request,
    visit: Visit,
    seat: Seat,
    *,
    problem: str = "",
    typed: Received | None = None,
) -> Response:
    where = {
        "edition": visit.edition,
        "survey": visit.key,
        "organisation": visit.organisation.key,
    }
    sent = letters(
        session,
        edition=visit.edition,
        subject_key=visit.key,
        organisation=visit.organisation.key,
    )
    done = request.query_params.get("done", "")
    example = to_local(visit.now, visit.zone).date().replace(day=28).strftime("%d.%m.%Y")
    return render(
        request,
        "board_sheet.html",
        language=seat.language,
        status=422 if problem else 200,
        seat=seat,
        plan=visit.plan,
        visit=visit,
        versions=submissions(session, **where)[::-1],
        letters=sorted(sent, key=letter_time),
        problem=say(seat.language, problem, example=example) if problem else "",
        typed=typed or Received(),
        done=done if done in ACTS or done == "behalf" else "",
        file_url=lambda number: f"/board/material/{number}",
        people=visit.roadmap.people,
        zone=visit.zone,
    )


def _behalf_form(session: Session, request: Request, visit: Visit, seat: Seat) -> Response:
    del session
    by = request.query_params.get("by", "")
    return show_form(request, visit, _behalf(visit, seat, by), language=seat.language)


def _enter(
    site: Site, session: Session, request: Request, visit: Visit, seat: Seat, received: Received
) -> Response:
    del site
    by = decider(visit.plan, received)
    outcome = accept(session, visit, received.fields, now=visit.now, language=seat.language, by=by)
    if isinstance(outcome, Accepted):
        return see_other(f"{board_path(visit)}?done=behalf")
    return show_form(
        request,
        visit,
        _behalf(visit, seat, by),
        language=seat.language,
        fields=received.fields,
        problems=outcome.problems,
    )


def _behalf(visit: Visit, seat: Seat, by: str) -> Addresses:
    return Addresses(
        action=board_path(visit, "behalf"),
        file=lambda number: f"/board/material/{number}",
        hidden={"csrf": seat.word, "by": by},
    )
