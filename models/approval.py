"""The table of approvals by a second person with its queries; each is bound to what was shown."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.event import record_event
from models.statement import changed, fresh, insert_or


def asking_of(action: str) -> str:
    """The name under which the outbox keeps the letters that ask for an action's approval."""
    return f"{action}/approval"


class Approval(Row, table=True):
    """What was asked for an action; `fingerprint` is a hash of the recipients and the text."""

    __tablename__ = "approval"

    action: str = Field(primary_key=True)
    edition: str = Field(index=True)
    fingerprint: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: str = ""
    refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused_by: str = ""
    note: str = ""

    def allows(self, fingerprint: str) -> bool:
        """Whether exactly this was approved."""
        approved = self.approved_at is not None and self.refused_at is None
        return approved and self.fingerprint == fingerprint


def ask_approval(
    session: Session, action: str, *, edition: str, fingerprint: str, now: datetime
) -> Approval:
    """Ask once for the same thing; another fingerprint asks anew and forgets the earlier answer."""
    table = table_of(Approval)
    empty = {"approved_at": None, "approved_by": "", "refused_at": None, "refused_by": ""}
    asked = {"fingerprint": fingerprint, "asked_at": now, "note": "", **empty}
    statement = (
        insert_or(session, table)
        .values(action=action, edition=edition, **asked)
        .on_conflict_do_update(
            index_elements=[table.c.action], set_=asked, where=table.c.fingerprint != fingerprint
        )
    )
    if changed(session, statement):
        detail = {"fingerprint": fingerprint}
        record_event(
            session, edition=edition, action=action, kind="approval asked", detail=detail, now=now
        )
    found = approval(session, action)
    assert found is not None
    return found


def approval(session: Session, action: str) -> Approval | None:
    """What was asked and answered for an action, or None if nothing was asked."""
    found = fresh(session, select(Approval).where(table_of(Approval).c.action == action))
    return found[0] if found else None


def open_approvals(session: Session, edition: str | None = None) -> list[Approval]:
    """Those that wait for an answer, the oldest first."""
    table = table_of(Approval)
    query = select(Approval).where(table.c.approved_at.is_(None), table.c.refused_at.is_(None))
    if edition is not None:
        query = query.where(table.c.edition == edition)
    return fresh(session, query.order_by(table.c.asked_at, table.c.action))


def approve(
    session: Session, action: str, *, fingerprint: str, by: str, now: datetime, note: str = ""
) -> bool:
    """Approve what was shown; False if something else is asked by now, or it was answered."""
    values = {"approved_at": now, "approved_by": by, "note": note}
    return _answer(session, action, fingerprint, values, kind="approved", by=by, now=now)


def refuse(
    session: Session, action: str, *, fingerprint: str, by: str, now: datetime, note: str = ""
) -> bool:
    """Refuse what was shown; False if something else is asked by now, or it was answered."""
    values = {"refused_at": now, "refused_by": by, "note": note}
    return _answer(session, action, fingerprint, values, kind="refused", by=by, now=now)


def _answer(
    session: Session,
    action: str,
    fingerprint: str,
    values: dict[str, object],
    *,
    kind: str,
    by: str,
    now: datetime,
) -> bool:
    table = table_of(Approval)
    statement = (
        table.update()
        .where(
            table.c.action == action,
            table.c.fingerprint == fingerprint,
            table.c.approved_at.is_(None),
            table.c.refused_at.is_(None),
        )
        .values(**values)
    )
    if not changed(session, statement):
        return False
    found = approval(session, action)
    assert found is not None
    detail = {"fingerprint": fingerprint, "by": by, "note": values["note"]}
    record_event(session, edition=found.edition, action=action, kind=kind, detail=detail, now=now)
    return True
