"""The table of personal links and its queries; the token itself is never here, only its hash."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Index, LargeBinary, Select, bindparam, select, text
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.event import record_event
from models.statement import changed, fresh, insert_new

LIVE = text("revoked_at IS NULL")


class Link(Row, table=True):
    """Bound to organisation, role and survey; its token is made from `salt` by the caller."""

    __tablename__ = "link"
    __table_args__ = (
        Index(
            "uq_link_live",
            "edition",
            "survey",
            "organisation",
            "person",
            "role",
            unique=True,  # two who compose at once make one link, not two
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    edition: str
    survey: str
    organisation: str
    role: str = ""
    person: str = ""
    salt: bytes = Field(sa_type=LargeBinary)  # 16 random bytes
    token_hash: str = Field(unique=True)  # sha256 in hex
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_why: str = ""
    handed_from: int | None = Field(default=None, foreign_key="link.id")
    handed_by: str = ""

    def refusal(self, now: datetime) -> str:
        """Why the link does not open: "", "revoked" or "expired"."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return ""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be made; `token_hash` is the sha256 of the token in hex, `salt` 16 random bytes."""

    edition: str
    survey: str
    organisation: str
    salt: bytes
    token_hash: str
    role: str = ""
    person: str = ""
    expires_at: datetime | None = None
    handed_from: int | None = None
    handed_by: str = ""


def make_links(session: Session, links: Iterable[NewLink], *, now: datetime) -> int:
    """Make the links whose person has no live one for that survey; how many were made.

    Read them back with `links_of`: another one may have made them first.
    """
    return insert_new(
        session, table_of(Link), (asdict(link) | {"created_at": now} for link in links)
    )


def make_link(session: Session, link: NewLink, *, now: datetime) -> Link:
    """Make one link, or give the live one that is there already."""
    make_links(session, [link], now=now)
    return links_of(
        session,
        edition=link.edition,
        survey=link.survey,
        organisation=link.organisation,
        person=link.person,
        role=link.role,
    )[0]


class LinkGrain(NamedTuple):
    """Whose link it is, and what its token is made of."""

    id: int
    organisation: str
    person: str
    salt: bytes


def link_grains(
    session: Session, *, edition: str, survey: str, organisations: Collection[str] | None = None
) -> list[LinkGrain]:
    """The live links of a survey, the oldest first, or those of some organisations."""
    values: dict[str, Any] = {"edition": edition, "survey": survey}
    if organisations is not None:
        values["organisations"] = list(organisations)
    return [LinkGrain._make(row) for row in session.execute(_grains(*values), values)]


@cache
def _grains(*names: str) -> Select[Any]:
    table = table_of(Link)
    columns = (table.c[name] for name in LinkGrain._fields)
    return _narrowed(select(*columns).where(LIVE), names)


def find_link(session: Session, token_hash: str) -> Link | None:
    """The link of a token, be it live or not: ask `refusal` before opening anything."""
    found = fresh(session, select(Link).where(table_of(Link).c.token_hash == token_hash))
    return found[0] if found else None


def links_of(
    session: Session,
    *,
    edition: str,
    survey: str | None = None,
    organisation: str | None = None,
    organisations: Collection[str] | None = None,
    person: str | None = None,
    role: str | None = None,
    live: bool = True,
) -> list[Link]:
    """The links of an edition, narrowed by what is given; the revoked ones only when asked for."""
    wanted = {
        "edition": edition,
        "survey": survey,
        "organisation": organisation,
        "organisations": None if organisations is None else list(organisations),
        "person": person,
        "role": role,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    return fresh(session, _links(*values, live=live), values)


@cache
def _links(*names: str, live: bool) -> Select[tuple[Link]]:
    """The statement that asks for these, built once: every batch of letters needs it."""
    query = _narrowed(select(Link), names)
    return query.where(LIVE) if live else query


def _narrowed(query: Select[Any], names: Iterable[str]) -> Select[Any]:
    table = table_of(Link)
    for name in names:
        if name == "organisations":
            query = query.where(table.c.organisation.in_(bindparam(name, expanding=True)))
        else:
            query = query.where(table.c[name] == bindparam(name))
    return query.order_by(table.c.id)


def revoke_link(session: Session, link_id: int, *, why: str, by: str, now: datetime) -> bool:
    """Revoke a live link; False if it was revoked before."""
    table = table_of(Link)
    done = changed(
        session,
        table.update().where(table.c.id == link_id, LIVE).values(revoked_at=now, revoked_why=why),
    )
    if done:
        link = fresh(session, select(Link).where(table.c.id == link_id))[0]
        detail = {
            "link": link_id,
            "survey": link.survey,
            "organisation": link.organisation,
            "person": link.person,
            "why": why,
            "by": by,
        }
        record_event(session, edition=link.edition, kind="link revoked", detail=detail, now=now)
    return bool(done)


def hand_over(
    session: Session,
    link_id: int,
    *,
    person: str,
    salt: bytes,
    token_hash: str,
    by: str,
    now: datetime,
    role: str | None = None,
) -> Link:
    """Give the duty of a link to a colleague: the old link ends, the new one remembers it.

    Raises LookupError when the old link is not live.
    """
    if not revoke_link(session, link_id, why="handed over", by=by, now=now):
        raise LookupError(f"link {link_id} is not live")
    old = fresh(session, select(Link).where(table_of(Link).c.id == link_id))[0]
    new = NewLink(
        edition=old.edition,
        survey=old.survey,
        organisation=old.organisation,
        salt=salt,
        token_hash=token_hash,
        role=old.role if role is None else role,
        person=person,
        expires_at=old.expires_at,
        handed_from=link_id,
        handed_by=by,
    )
    link = make_link(session, new, now=now)
    detail = {
        "survey": old.survey,
        "organisation": old.organisation,
        "from": old.person,
        "to": person,
        "by": by,
    }
    record_event(session, edition=old.edition, kind="link handed over", detail=detail, now=now)
    return link
