"""The coordinator's board: what stands where. What can be done about it is board_acts.py."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.document import document, documents
from models.engine import reading
from models.ledger import action_rows, coming_actions
from models.mail_log import letters
from models.mark_row import marks
from models.material import blob as read_blob
from models.material import material
from models.roadmap_version import editions
from surveys.board_access import (
    Seat,
    key_page,
    let_in,
    let_out,
    remember_language,
    says_word,
    seat_of,
)
from surveys.board_sheet import sheet_routes
from surveys.board_steering import steering_routes
from surveys.moments import days_left
from surveys.opening import say_page
from surveys.pages import READ, CutOff, attachment, language_of, render, see_other
from surveys.reaching import reaching_routes, read_tasks
from surveys.received import TooLarge, Unreadable, read_fields
from surveys.refused import read_refused
from surveys.standing import read_districts, read_standings, read_wave, state_of
from surveys.tokens import document_signed
from vekha.calendar.zones import to_local
from vekha.marks import MarkFact, mark_of
from vekha.roadmap.plan import plan_order
from vekha.states import ActionState, LetterState, Mark
from vekha.tally.response import count_response

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.document import Document
    from surveys.site import Site
    from vekha.planning import Plan

COMING = 8
UNDECIDED = (ActionState.MISSED, ActionState.FAILED)


def board_routes(site: Site) -> APIRouter:
    """`/board…`, `/d/<document>/<signature>`."""
    router = APIRouter()
    _key_routes(router, site)
    _reading_routes(router, site)
    _download_routes(router, site)
    router.include_router(sheet_routes(site))
    router.include_router(steering_routes(site))
    router.include_router(reaching_routes(site))
    return router


def _key_routes(router: APIRouter, site: Site) -> None:
    @router.api_route("/board", **READ)
    def board(request: Request) -> Response:
        key = request.query_params.get("token", "")
        if key:
            asked = request.query_params.get("lang", "")
            return let_in(site, key, language=asked) or key_page(request, wrong=True)
        return show(site, request, None, partial(_overview, site))

    @router.post("/board")
    async def enter(request: Request) -> Response:
        try:
            received = await read_fields(request)
        except (TooLarge, Unreadable):
            return CutOff(key_page(request, wrong=True))
        return let_in(site, received.one("token")) or key_page(request, wrong=True)

    @router.post("/board/leave")
    async def leave(request: Request) -> Response:
        try:
            received = await read_fields(request)
        except (TooLarge, Unreadable):
            return CutOff(see_other("/board"))
        seat = await run_in_threadpool(seat_of, site, request)
        return let_out() if seat and says_word(seat, received) else see_other("/board")


def _reading_routes(router: APIRouter, site: Site) -> None:
    @router.api_route("/board/{key}/{period}/survey/{survey}", **READ)
    def survey(request: Request, key: str, period: str, survey: str) -> Response:
        page = partial(_survey, site, survey)
        return show(site, request, f"{key}/{period}", page)

    @router.api_route("/board/{key}/{period}/plan", **READ)
    def plan(request: Request, key: str, period: str) -> Response:
        return show(site, request, f"{key}/{period}", partial(_plan_page, site))

    @router.api_route("/board/{key}/{period}/decisions", **READ)
    def decisions(request: Request, key: str, period: str) -> Response:
        return show(site, request, f"{key}/{period}", partial(_decisions, site))

    @router.api_route("/board/{key}/{period}/documents", **READ)
    def papers(request: Request, key: str, period: str) -> Response:
        return show(site, request, f"{key}/{period}", partial(_documents, site))


def _download_routes(router: APIRouter, site: Site) -> None:
    @router.api_route("/board/document/{number}", **READ)
    def by_key(request: Request, number: int) -> Response:
        if seat_of(site, request) is None:
            return key_page(request)
        return _send_document(site, request, number)

    @router.api_route("/board/material/{number}", **READ)
    def upload(request: Request, number: int) -> Response:
        if seat_of(site, request) is None:
            return key_page(request)
        with reading(site.engine) as session:
            file = material(session, number)
            content = read_blob(session, file.sha256) if file else None
        if file is None or content is None:
            return say_page(request, "not-found", status=404)
        return attachment(content, name=file.file_name)

    @router.api_route("/d/{number}/{signature}", **READ)
    def signed(request: Request, number: int, signature: str) -> Response:
        if not document_signed(site.secret, number, signature):
            return say_page(request, "not-found", status=404)
        return _send_document(site, request, number)


def show(
    site: Site,
    request: Request,
    edition: str | None,
    page: Callable[[Request, Session, Seat, Any], Response],
) -> Response:
    """A page of the board for who has the key; `page` gets the plan, or every plan for None."""
    seat = seat_of(site, request)
    if seat is None:
        return remember_language(request, key_page(request))
    with reading(site.engine) as session:
        known = editions(session)
        if edition is None:
            plans = [site.plan_of(name) for name in known]
            return remember_language(request, page(request, session, seat, plans))
        if edition not in known:
            return say_page(request, "not-found", status=404, language=seat.language)
        return remember_language(request, page(request, session, seat, site.plan_of(edition)))


def _overview(
    site: Site, request: Request, session: Session, seat: Seat, plans: Sequence[Plan]
) -> Response:
    now = site.now()
    shown = []
    for plan in plans:
        standings = read_standings(session, plan, now=now)
        shown.append(
            {
                "plan": plan,
                "zone": plan.roadmap.file.timezone,
                "standings": standings,
                "begun": [one for one in standings if one.state != "coming"],
                "waiting": sum(map(len, _undecided(session, plan, now=now).values())),
                "unreached": read_tasks(session, plan, now=now),
                "documents": _newest(session, plan),
                "coming": coming_actions(session, now, edition=plan.edition, limit=COMING),
            }
        )
    return render(
        request,
        "board.html",
        language=seat.language,
        seat=seat,
        now=now,
        programmes=shown,
        prefect_url=site.prefect_url,
        mailbox=site.mailbox is not None,
    )


def _survey(
    site: Site, survey: str, request: Request, session: Session, seat: Seat, plan: Plan
) -> Response:
    if survey not in plan.roadmap.file.surveys:
        return say_page(request, "not-found", status=404, language=seat.language)
    now, zone = site.now(), plan.roadmap.file.timezone
    wave, dates = read_wave(session, plan, survey, now=now)
    districts = read_districts(session, plan, wave)
    return render(
        request,
        "board_survey.html",
        language=seat.language,
        seat=seat,
        plan=plan,
        zone=zone,
        key=survey,
        survey=plan.roadmap.file.surveys[survey],
        dates=dates,
        state=state_of(dates, now=now),
        left=days_left(now, dates.closes, zone=zone) if dates.closes else None,
        districts=districts,
        total=count_response(wave.sheets),
    )


def _plan_page(site: Site, request: Request, session: Session, seat: Seat, plan: Plan) -> Response:
    found = marks(session, plan.edition)
    today = to_local(site.now(), plan.roadmap.file.timezone).date()
    rows = []
    for activity in plan_order(plan.roadmap.file.activities):
        row = found.get(activity.key)
        fact = MarkFact(row.mark, row.note, row.at, row.by) if row else None
        term = plan.schedule.activities.get(activity.key)
        mark = mark_of(activity, fact=fact, term=term, today=today)
        rows.append({"activity": activity, "mark": mark, "fact": fact})
    return render(
        request,
        "board_plan.html",
        language=seat.language,
        seat=seat,
        plan=plan,
        zone=plan.roadmap.file.timezone,
        rows=rows,
        marks=[mark for mark in Mark if mark not in (Mark.NONE, Mark.OVERDUE)],
        people=plan.roadmap.people,
        done=request.query_params.get("done", ""),
    )


def _decisions(site: Site, request: Request, session: Session, seat: Seat, plan: Plan) -> Response:
    return render(
        request,
        "board_decisions.html",
        language=seat.language,
        seat=seat,
        plan=plan,
        zone=plan.roadmap.file.timezone,
        undecided=_undecided(session, plan, now=site.now()),
        prefect_url=site.prefect_url,
        done=request.query_params.get("done", ""),
    )


def _undecided(session: Session, plan: Plan, *, now: datetime) -> dict[str, list[Any]]:
    """What waits for approval, missed and failed actions, letters in doubt, addresses that refuse."""
    edition = plan.edition
    return {
        "awaiting": action_rows(session, edition=edition, states=[ActionState.WAITING]),
        "missed": action_rows(session, edition=edition, states=UNDECIDED),
        "doubted": letters(session, edition=edition, states=[LetterState.IN_DOUBT]),
        "refused": read_refused(session, plan, now=now),
    }


def _documents(site: Site, request: Request, session: Session, seat: Seat, plan: Plan) -> Response:
    newest = documents(session, plan.edition)
    known = {paper.id for paper in newest}
    every = documents(session, plan.edition, newest=False)
    return render(
        request,
        "board_documents.html",
        language=seat.language,
        seat=seat,
        plan=plan,
        zone=plan.roadmap.file.timezone,
        documents=_by_report(plan, newest),
        older=[paper for paper in every if paper.id not in known],
        titles={key: report.title for key, report in plan.roadmap.file.reports.items()},
    )


def _newest(session: Session, plan: Plan) -> list[tuple[Any, list[Document]]]:
    return _by_report(plan, documents(session, plan.edition))


def _by_report(plan: Plan, papers: Sequence[Document]) -> list[tuple[Any, list[Document]]]:
    """(title in Words or the report's key, its makes), in the order of the file."""
    groups: dict[str, list[Document]] = {}
    for paper in sorted(papers, key=lambda paper: paper.format):
        groups.setdefault(paper.name, []).append(paper)
    reports = plan.roadmap.file.reports
    known = [(reports[name].title, groups[name]) for name in reports if name in groups]
    return known + [(name, groups[name]) for name in groups if name not in reports]


def _send_document(site: Site, request: Request, number: int) -> Response:
    with reading(site.engine) as session:
        paper = document(session, number)
        content = read_blob(session, paper.sha256) if paper else None
    if paper is None or content is None:
        return say_page(request, "not-found", status=404, language=language_of(request))
    return attachment(content, name=paper.file_name)
