"""Personal links: made with the invitation, made again into a token whenever a letter is written."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models.link import LinkGrain, NewLink, link_grains, make_links
from surveys.tokens import SALT_BYTES, link_path, make_token, token_hash
from vekha.deciding.decision import LetterDraft
from vekha.planning import Plan
from vekha.roadmap.people import Person

Salt = Callable[[int], bytes]


def ensure_links(
    session: Session,
    plan: Plan,
    drafts: Iterable[LetterDraft],
    *,
    people: Mapping[str, Person],
    secret: bytes,
    now: datetime,
    salt: Salt = secrets.token_bytes,
) -> None:
    """A live link for everyone who is asked by one of the letters."""
    links = []
    for draft in drafts:
        if not draft.until_answered:
            continue
        grain = salt(SALT_BYTES)
        links.append(
            NewLink(
                edition=plan.edition,
                survey=draft.subject,
                organisation=draft.organisation,
                salt=grain,
                token_hash=token_hash(make_token(secret, grain)),
                role=people[draft.person].role,
                person=draft.person,
            )
        )
    make_links(session, links, now=now)


def read_links(
    session: Session, edition: str, survey: str, *, organisations: Collection[str] | None = None
) -> dict[tuple[str, str], LinkGrain]:
    """The newest live link of each (organisation, person), or of some organisations."""
    found = link_grains(session, edition=edition, survey=survey, organisations=organisations)
    return {(link.organisation, link.person): link for link in found}


def link_url(site_url: str, secret: bytes, link: LinkGrain) -> str:
    """The whole address of a personal link."""
    return site_url + link_path(secret, link.salt)
