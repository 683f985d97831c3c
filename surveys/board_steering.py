"""Decisions about the plan on the board: marks of completion, missed actions, letters in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.ledger import NotDecidable, action_row, decide_action
from models.mail_log import letter
from models.mark_row import give_mark
from models.roadmap_version import editions
from models.withdrawal import resolve_doubt
from surveys.board_access import key_page, says_word, seat_of
from surveys.board_sheet import decider
from surveys.opening import say_page
from surveys.pages import CutOff, see_other
from surveys.received import TooLarge, Unreadable, read_fields
from vekha.questionnaire import clean
from vekha.states import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from surveys.received import Received
    from surveys.site import Site
    from vekha.planning import Plan

LONGEST = 1_000


class Refused(Exception):
    """What was asked cannot be done: the page with this key says why."""

    def __init__(self, key: str, status: int) -> None:
        self.key = key
        self.status = status
        super().__init__(key)


def steering_routes(site: Site) -> APIRouter:
    """POST to `/board/<edition>/plan` and `/board/<edition>/decisions`."""
    router = APIRouter()

    @router.post("/board/{key}/{period}/plan")
    async def mark(request: Request, key: str, period: str) -> Response:
        return await steer(site, request, f"{key}/{period}", "plan", _give_mark)

    @router.post("/board/{key}/{period}/decisions")
    async def decide(request: Request, key: str, period: str) -> Response:
        return await steer(site, request, f"{key}/{period}", "decisions", _decide)

    return router


async def steer(
    site: Site,
    request: Request,
    edition: str,
    page: str,
    act: Callable[[Site, Session, Plan, Received], str],
) -> Response:
    """Act within one transaction, and go back to the page, which says what was done."""
    seat = seat_of(site, request)
    if seat is None:
        return CutOff(key_page(request))
    back = f"/board/{edition}/{page}"

    def perform(received: Received) -> Response:
        with site.writing() as session:
            if edition not in editions(session):
                raise Refused("not-found", 404)
            return see_other(f"{back}?done={act(site, session, site.plan_of(edition), received)}")

    try:
        received = await read_fields(request)
        if not says_word(seat, received):
            raise Refused("form-expired", 403)
        return await run_in_threadpool(perform, received)
    except (TooLarge, Unreadable):
        return CutOff(say_page(request, "form-expired", status=413, language=seat.language))
    except Refused as refused:
        return say_page(request, refused.key, status=refused.status, language=seat.language)


def _give_mark(site: Site, session: Session, plan: Plan, received: Received) -> str:
    activity = received.one("activity")
    if all(one.key != activity for one in plan.roadmap.file.activities):
        raise Refused("form-expired", 400)
    try:
        mark = Mark(received.one("mark"))
    except ValueError as wrong:
        raise Refused("form-expired", 400) from wrong
    give_mark(
        session,
        edition=plan.edition,
        activity=activity,
        mark=mark,
        note=_words(received, "note"),
        by=decider(plan, received),
        now=site.now(),
    )
    return "mark"


def _decide(site: Site, session: Session, plan: Plan, received: Received) -> str:
    """act=run-now|skip with an action's key, act=doubt-sent|doubt-again with a letter's."""
    act, key, why = received.one("act"), received.one("key"), _words(received, "why")
    by, now = decider(plan, received), site.now()
    if not why:
        raise Refused("why-needed", 422)
    if act in ("run-now", "skip"):
        row = action_row(session, key)
        if row is None or row.edition != plan.edition:
            raise Refused("form-expired", 400)
        decision: Literal["run-now", "skip"] = "run-now" if act == "run-now" else "skip"
        try:
            decide_action(session, key, decision, why=why, by=by, now=now)
        except NotDecidable as changed:
            raise Refused("changed", 409) from changed
        return act
    if act in ("doubt-sent", "doubt-again"):
        doubted = letter(session, key)
        if doubted is None or doubted.edition != plan.edition:
            raise Refused("form-expired", 400)
        again = act == "doubt-again"
        decided = resolve_doubt(session, key, "again" if again else "sent", by=by, why=why, now=now)
        if not decided:
            raise Refused("changed", 409)
        return "doubt"
    raise Refused("form-expired", 400)


def _words(received: Received, name: str) -> str:
    return clean(received.one(name)).strip()[:LONGEST]
