"""The table of completion marks (отметка об исполнении) and its queries; the latest holds."""

from datetime import datetime

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import MarkText, Row, UtcDateTime, table_of
from models.event import record_event
from models.statement import fresh
from vekha.states import Mark


class MarkRow(Row, table=True):
    """One mark that somebody gave to an activity; never changed, only followed by a later one."""

    __tablename__ = "mark"
    __table_args__ = (Index("ix_mark_edition_activity", "edition", "activity", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str
    activity: str
    mark: Mark = Field(sa_type=MarkText)
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""


def give_mark(
    session: Session,
    *,
    edition: str,
    activity: str,
    mark: Mark,
    now: datetime,
    note: str = "",
    by: str = "",
) -> MarkRow:
    """Mark an activity; an earlier mark stays in the history."""
    row = MarkRow(edition=edition, activity=activity, mark=mark, note=note, at=now, by=by)
    session.add(row)
    session.flush()
    detail = {"activity": activity, "mark": mark.value, "note": note, "by": by}
    record_event(session, edition=edition, kind="activity marked", detail=detail, now=now)
    return row


def marks(session: Session, edition: str, *, as_of: datetime | None = None) -> dict[str, MarkRow]:
    """The mark in force (at a moment, or now) of every marked activity: activity key → mark."""
    table = table_of(MarkRow)
    newest = select(func.max(table.c.id)).where(table.c.edition == edition)
    if as_of is not None:
        newest = newest.where(table.c.at <= as_of)
    newest = newest.group_by(table.c.activity)
    found = fresh(session, select(MarkRow).where(table.c.id.in_(newest)))
    return {row.activity: row for row in found}


def mark_history(session: Session, edition: str, activity: str) -> list[MarkRow]:
    """Every mark that an activity was given, the oldest first."""
    table = table_of(MarkRow)
    return fresh(
        session,
        select(MarkRow)
        .where(table.c.edition == edition, table.c.activity == activity)
        .order_by(table.c.id),
    )
