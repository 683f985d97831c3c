"""From the token in an address to the sheet it opens, or to the page that says why it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.engine import reading
from models.link import find_link
from models.roadmap_version import editions as all_editions
from surveys.pages import language_of, render
from surveys.tokens import token_hash
from surveys.visits import visit_link
from surveys.wording import say

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request, Response
    from sqlalchemy.orm import Session

    from models.link import Link
    from surveys.site import Site
    from surveys.visits import Visit
    from vekha.roadmap.programme import Roadmap

STATUS = {"unknown": 404, "expired": 410, "revoked": 403}


class NotOpened(Exception):
    """The link opens nothing: show `page_of` this."""

    def __init__(self, why: str, link: Link | None = None) -> None:
        self.why = why  # "unknown", "expired", "revoked"
        self.link = link
        super().__init__(why)


def admit(session: Session, token: str, *, now: datetime) -> Link:
    """The live link of a token. Raises NotOpened."""
    link = find_link(session, token_hash(token))
    if link is None:
        raise NotOpened("unknown")
    refusal = link.refusal(now)
    if refusal:
        raise NotOpened(refusal, link)
    return link


def open_token(session: Session, site: Site, token: str) -> Visit:
    """The sheet of a token. Raises NotOpened."""
    now = site.now()
    link = admit(session, token, now=now)
    try:
        return visit_link(session, link, plan=site.plan_of(link.edition), now=now)
    except LookupError as gone:
        # The survey was taken out of the roadmap after the letters went out.
        raise NotOpened("revoked", link) from gone


def page_of(request: Request, site: Site, refused: NotOpened) -> Response:
    """Why nothing opened and whom to ask: first in the language of whoever got the link, if known.

    In Russian and Kazakh, as it may be somebody else who opens it.
    """
    roadmap = _roadmap_of(site, refused.link)
    reader = _language_of(roadmap, refused.link) if roadmap and refused.link else ""
    first = language_of(request, reader or (roadmap.file.language if roadmap else "ru"))
    order = [first, *[code for code in ("ru", "kk") if code != first]]
    handed = refused.link is not None and refused.link.revoked_why == "handed over"
    text = "revoked-handed" if handed else f"{refused.why}-text"
    return render(
        request,
        "said.html",
        language=first,
        status=STATUS[refused.why],
        said=[(code, say(code, f"{refused.why}-title"), say(code, text)) for code in order],
        programme=roadmap.file.title.to(first) if roadmap else "",
        coordinator=roadmap.people[roadmap.file.coordinators[0]] if roadmap else None,
        back="",
    )


def say_page(
    request: Request,
    key: str,
    *,
    status: int,
    language: str = "",
    back: str = "",
    **facts: object,
) -> Response:
    """A page with one thing to say, `key`-title and `key`-text; both main languages if not known."""
    first = language or language_of(request)
    order = [first] if language else [first, *[code for code in ("ru", "kk") if code != first]]
    return render(
        request,
        "said.html",
        language=first,
        status=status,
        said=[(c, say(c, f"{key}-title"), say(c, f"{key}-text", **facts)) for c in order],
        programme="",
        coordinator=None,
        back=back,
    )


def _language_of(roadmap: Roadmap, link: Link) -> str:
    person = roadmap.people.get(link.person)
    organisation = roadmap.organisations.get(link.organisation)
    return (person.language if person else "") or (organisation.language if organisation else "")


def _roadmap_of(site: Site, link: Link | None) -> Roadmap | None:
    """The roadmap whose coordinator can help; with a single programme it is that one."""
    if link is not None:
        editions = [link.edition]
    else:
        with reading(site.engine) as session:
            editions = all_editions(session)
    if len(editions) != 1:
        return None
    try:
        return site.plan_of(editions[0]).roadmap
    except LookupError:
        return None
