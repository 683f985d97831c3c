"""Handing a questionnaire over to a colleague: the old link ends, a new one goes out by letter.

One person answers for a sheet at a time, so that it is known whom to remind and whom to call.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.engine import reading
from models.link import hand_over
from models.outbox import queue_letters
from models.setting import put_setting
from surveys.form_page import coordinator_of
from surveys.letters import invitation
from surveys.opening import NotOpened, open_token, page_of
from surveys.pages import READ, CutOff, language_of, render, see_other
from surveys.received import TooLarge, Unreadable, read_fields
from surveys.tokens import SALT_BYTES, make_token, token_hash
from surveys.visits import delegate_from, delegate_name
from surveys.wording import say
from vekha.questionnaire import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.link import Link
    from surveys.received import Received
    from surveys.site import Site
    from surveys.visits import Visit

FIELDS = ("name", "position", "email")
LONGEST = 200
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@.<>()\[\],;:\\\"]{1,63}\.)+[^\W\d_]{2,24}"
)


def handover_routes(site: Site) -> APIRouter:
    """`/a/<token>/handover`."""
    router = APIRouter()

    @router.api_route("/a/{token}/handover", **READ)
    def ask(request: Request, token: str) -> Response:
        try:
            with reading(site.engine) as session:
                visit = open_token(session, site, token)
        except NotOpened as refused:
            return page_of(request, site, refused)
        if not visit.open:
            return see_other(f"/a/{token}?lang={language_of(request, visit.language)}")
        return _page(request, visit, token, dict.fromkeys(FIELDS, ""), {})

    @router.post("/a/{token}/handover")
    async def give(request: Request, token: str) -> Response:
        try:
            received = await read_fields(request)
            return await run_in_threadpool(_give, site, request, token, received)
        except NotOpened as refused:
            return page_of(request, site, refused)
        except (TooLarge, Unreadable):
            return CutOff(see_other(f"/a/{token}/handover"))

    return router


def check_colleague(typed: Mapping[str, str], *, language: str) -> dict[str, str]:
    """What is wrong with the colleague's name, position and address: field → sentence."""
    problems = {
        key: say(language, f"{key}-missing") for key in ("name", "position") if not typed[key]
    }
    if not _EMAIL.fullmatch(typed["email"]):
        problems["email"] = say(language, "email-wrong")
    return problems


def hand_to(
    session: Session, visit: Visit, colleague: Mapping[str, str], *, secret: bytes, now: datetime
) -> Link:
    """Give the sheet to a colleague {name, position, email} and queue the letter to them.

    Raises LookupError when the link is not live any more.
    """
    assert visit.link is not None
    assert visit.link.id is not None
    digest = hashlib.sha256(colleague["email"].lower().encode()).hexdigest()
    value = {**colleague, "key": f"colleague-{digest[:10]}", "language": visit.language}
    salt = secrets.token_bytes(SALT_BYTES)
    link = hand_over(
        session,
        visit.link.id,
        person=value["key"],
        salt=salt,
        token_hash=token_hash(make_token(secret, salt)),
        by=visit.person.key or visit.person.label,
        now=now,
    )
    where = (visit.edition, visit.key, visit.organisation.key)
    put_setting(session, delegate_name(*where), value)
    person = delegate_from(value, visit.organisation.key)
    theirs = replace(visit, person=person, link=link)
    letter = invitation(theirs, name=f"hand-over-{link.id}", until=visit.until or now)
    queue_letters(session, [letter], now=now)
    return link


def _give(site: Site, request: Request, token: str, received: Received) -> Response:
    with site.writing() as session:
        visit = open_token(session, site, token)
        language = language_of(request, visit.language)
        if not visit.open:
            return see_other(f"/a/{token}?lang={language}")
        typed = {key: " ".join(clean(received.one(key)).split())[:LONGEST] for key in FIELDS}
        problems = check_colleague(typed, language=language)
        if problems:
            return _page(request, visit, token, typed, problems)
        hand_to(session, visit, typed, secret=site.secret, now=visit.now)
    words = say(language, "handed-over-to", name=typed["name"], address=typed["email"])
    return render(
        request,
        "said.html",
        language=language,
        said=[(language, say(language, "handed-over"), words)],
        programme=visit.roadmap.file.title.to(language),
        coordinator=coordinator_of(visit),
        back="",
    )


def _page(
    request: Request,
    visit: Visit,
    token: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> Response:
    language = language_of(request, visit.language)
    return render(
        request,
        "handover.html",
        language=language,
        status=422 if problems else 200,
        visit=visit,
        typed=typed,
        problems=problems,
        action=f"/a/{token}/handover?lang={language}",
        back=f"/a/{token}?lang={language}",
        coordinator=coordinator_of(visit),
    )
