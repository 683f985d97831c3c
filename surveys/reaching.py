"""Whom no letter reaches, and who wants to be called: the coordinator's list, and its ways back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from models.calling import call_instead, called_instead, write_again
from models.event import record_event
from models.returned import count_undelivered, dead_addresses, mail_counts, trust_again
from surveys.board_access import Seat
from surveys.board_sheet import decider
from surveys.board_steering import Refused, steer
from surveys.pages import READ, render
from surveys.refused import read_dead
from surveys.standing import read_wave
from vekha.calendar.zones import to_local
from vekha.deciding.addressing import MASS, Reach, Unreached, unreached

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveys.received import Received
    from surveys.site import Site
    from vekha.planning import Plan
    from vekha.roadmap.people import Organisation
    from vekha.roadmap.words import Words


@dataclass(frozen=True, slots=True)
class Task:
    """One organisation to be called: why, whom, and what it owes (titles of open surveys)."""

    organisation: Organisation
    district: str
    found: Unreached
    owes: tuple[Words, ...]
    phones: tuple[tuple[str, str], ...]  # (whose, number), the first contact first


def read_tasks(session: Session, plan: Plan, *, now: datetime) -> list[Task]:
    """Every organisation that is asked something this year and that no letter reaches."""
    roadmap = plan.roadmap
    reach = Reach(dead_addresses(session), called_instead(session))
    day = to_local(now, roadmap.file.timezone).date()
    found: dict[str, Unreached] = {}
    owes: dict[str, list[Words]] = {}
    for key, survey in roadmap.file.surveys.items():
        wave, dates = read_wave(session, plan, key, now=now)
        begun = dates.opens is not None and dates.opens <= now
        for sheet in wave.sheets:
            organisation = sheet.respondent.organisation.key
            shut = unreached(roadmap, sheet.respondent.person, organisation, reach=reach, day=day)
            if shut is not None:
                found.setdefault(organisation, shut)
                if begun and not wave.closed and sheet.owed:
                    owes.setdefault(organisation, []).append(survey.title)
    names = {one.key: one.name for one in roadmap.districts()}
    return [
        Task(
            one,
            names.get(one.district, ""),
            found[key],
            tuple(owes.get(key, ())),
            _phones(plan, found[key]),
        )
        for key, one in roadmap.organisations.items()
        if key in found
    ]


def _phones(plan: Plan, found: Unreached) -> tuple[tuple[str, str], ...]:
    people = plan.roadmap.people.values()
    others = [p for p in people if p.organisation == found.organisation and p != found.person]
    return tuple((one.label, one.phone) for one in (found.person, *others) if one.phone)


def reaching_routes(site: Site) -> APIRouter:
    """`/board/<edition>/reach`."""
    from surveys.board import show  # the board includes these routes

    router = APIRouter()

    @router.api_route("/board/{key}/{period}/reach", **READ)
    def page(request: Request, key: str, period: str) -> Response:
        return show(site, request, f"{key}/{period}", partial(_page, site))

    @router.post("/board/{key}/{period}/reach")
    async def act(request: Request, key: str, period: str) -> Response:
        return await steer(site, request, f"{key}/{period}", "reach", _act)

    return router


def _page(site: Site, request: Request, session: Session, seat: Seat, plan: Plan) -> Response:
    now = site.now()
    tasks = read_tasks(session, plan, now=now)
    shut = [one for one in tasks if one.found.why != "calls"]
    return render(
        request,
        "board_reach.html",
        language=seat.language,
        seat=seat,
        plan=plan,
        shut=shut,
        calls=[one for one in tasks if one.found.why == "calls"],
        dead=read_dead(session, plan, besides={one.found.person.key for one in shut}, now=now),
        undelivered=count_undelivered(session, plan.edition),
        counts=mail_counts(session),
        reached=sorted(
            (p for p in plan.roadmap.people.values() if p.email and p.organisation),
            key=lambda person: person.label,
        ),
        done=request.query_params.get("done", ""),
    )


def _act(site: Site, session: Session, plan: Plan, received: Received) -> str:
    """act=write|alive|calls with the key of a person of the roster."""
    person = plan.roadmap.people.get(received.one("person"))
    if person is None or not person.email:
        raise Refused("form-expired", 400)
    act, by, now = received.one("act"), decider(plan, received), site.now()
    edition = plan.edition
    if act == "write":
        write_again(session, person.email, edition=edition, by=by, now=now)
    elif act == "alive":
        trust_again(session, person.email)
        detail = {"address": person.email, "by": by}
        record_event(session, edition=edition, kind="address alive", detail=detail, now=now)
    elif act == "calls":
        call_instead(
            session, person.email, edition=edition, way="board", templates=MASS, now=now, by=by
        )
    else:
        raise Refused("form-expired", 400)
    return act
