"""The journal: every event of an edition, only ever appended to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.statement import fresh, insert_all


class Event(Row, table=True):
    """What happened: a kind in the past tense («letter cancelled») and its facts."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_edition_id", "edition", "id"),
        Index("ix_event_action", "action"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    edition: str
    action: str = ""
    kind: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be recorded; `detail` holds JSON values only, `at` is aware."""

    edition: str
    kind: str
    at: datetime
    action: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def record_event(
    session: Session,
    *,
    edition: str,
    kind: str,
    now: datetime,
    action: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one event."""
    happened = NewEvent(edition, kind, now, action, detail or {})
    record_events(session, [happened])


def record_events(session: Session, events: Iterable[NewEvent]) -> None:
    """Append many events, in their order."""
    rows = (
        {
            "at": happened.at,
            "edition": happened.edition,
            "action": happened.action,
            "kind": happened.kind,
            "detail": dict(happened.detail),
        }
        for happened in events
    )
    insert_all(session, table_of(Event), rows)


def events(
    session: Session,
    *,
    edition: str | None = None,
    action: str | None = None,
    kind: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[Event]:
    """The events in the order in which they were recorded, those with an id above `after`."""
    table = table_of(Event)
    query = select(Event).where(table.c.id > after).order_by(table.c.id)
    for name, value in {"edition": edition, "action": action, "kind": kind}.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return fresh(session, query if limit is None else query.limit(limit))
