"""The ledger at run time: which actions are due, who holds one, how it ended, what was missed.

Applying a version of the roadmap is in `reconciliation`; both are offered here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, bindparam, or_, select

from models.action_row import ActionRow
from models.approval import asking_of
from models.column import table_of
from models.event import NewEvent, record_event, record_events
from models.reconciliation import Applied, Difference, Moved, apply_version, compare
from models.statement import changed, fresh
from models.withdrawal import cancel_letters_of
from vekha.states import ActionState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = [
    "Applied",
    "Difference",
    "Moved",
    "NotDecidable",
    "action_row",
    "action_rows",
    "apply_version",
    "claim_action",
    "coming_actions",
    "compare",
    "decide_action",
    "due_actions",
    "due_times",
    "extend_lease",
    "finish_action",
    "free_expired",
    "miss_overdue",
]

ACTION = table_of(ActionRow)
OPEN = (ActionState.PLANNED, ActionState.WAITING)
ENDED = (ActionState.DONE, ActionState.FAILED, ActionState.SKIPPED)
RUNNABLE = (*OPEN, ActionState.MISSED, ActionState.FAILED)
"""States about which somebody may decide: send now, or skip."""

TOO_LATE = "Не выполнено, пока было полезно."

USEFUL_FOR = timedelta(days=1)
"""How long an action that somebody ordered to run now stays useful."""


class NotDecidable(Exception):
    """The action is done, being done, skipped or cancelled: look at its state, do not repeat."""

    def __init__(self, key: str, state: ActionState) -> None:
        super().__init__(f"{key} is {state.value}")
        self.key = key
        self.state = state


def action_row(session: Session, key: str) -> ActionRow | None:
    """One action by its key, or None."""
    found = fresh(session, _ONE, {"b_key": key})
    return found[0] if found else None


_ONE = select(ActionRow).where(ACTION.c.key == bindparam("b_key"))


def due_times(session: Session, *, edition: str, subject: str) -> list[tuple[str, datetime]]:
    """(Kind, when due) of the actions about a subject that were not cancelled, in that order."""
    found = session.execute(_DUE_TIMES, {"b_edition": edition, "b_subject": subject})
    return [(row.kind, row.due) for row in found]


_DUE_TIMES = (
    select(ACTION.c.kind, ACTION.c.due)
    .where(
        ACTION.c.edition == bindparam("b_edition"),
        ACTION.c.subject == bindparam("b_subject"),
        ACTION.c.state != ActionState.CANCELLED,
    )
    .order_by(ACTION.c.due, ACTION.c.key)
)


def action_rows(
    session: Session,
    *,
    edition: str | None = None,
    states: Collection[ActionState] | None = None,
    subject: str | None = None,
) -> list[ActionRow]:
    """The actions that fit all that is given, in the order of their due times."""
    query = select(ActionRow).order_by(ACTION.c.due, ACTION.c.key)
    if edition is not None:
        query = query.where(ACTION.c.edition == edition)
    if states is not None:
        query = query.where(ACTION.c.state.in_(list(states)))
    if subject is not None:
        query = query.where(ACTION.c.subject == subject)
    return fresh(session, query)


def due_actions(session: Session, now: datetime, *, edition: str | None = None) -> list[ActionRow]:
    """What may be claimed now, the earliest first."""
    query = select(ActionRow).where(_CLAIMABLE).order_by(ACTION.c.due, ACTION.c.key)
    if edition is not None:
        query = query.where(ACTION.c.edition == edition)
    return fresh(session, query, {"b_now": now})


def coming_actions(
    session: Session,
    now: datetime,
    *,
    until: datetime | None = None,
    edition: str | None = None,
    limit: int | None = None,
) -> list[ActionRow]:
    """What is planned for later than now (up to `until`, included), the earliest first."""
    query = select(ActionRow).where(ACTION.c.state.in_(OPEN), ACTION.c.due > now)
    if until is not None:
        query = query.where(ACTION.c.due <= until)
    if edition is not None:
        query = query.where(ACTION.c.edition == edition)
    query = query.order_by(ACTION.c.due, ACTION.c.key)
    return fresh(session, query if limit is None else query.limit(limit))


def claim_action(
    session: Session, key: str, *, worker: str, now: datetime, lease: timedelta
) -> ActionRow | None:
    """Take a due action until the lease ends; None when it is not due or another one has it.

    `worker` must be unique to one attempt: whoever has the same name holds the same claim.
    """
    values = {"b_key": key, "b_worker": worker, "b_now": now, "b_until": now + lease}
    return action_row(session, key) if changed(session, _CLAIM, [values]) == 1 else None


def extend_lease(
    session: Session, key: str, *, worker: str, now: datetime, lease: timedelta
) -> bool:
    """Hold a claim for longer; False when it is not held any more: stop working on it."""
    values = {"b_key": key, "b_worker": worker, "b_until": now + lease}
    return changed(session, _EXTEND, [values]) == 1


def finish_action(
    session: Session,
    key: str,
    *,
    worker: str,
    state: ActionState,
    now: datetime,
    code: str = "",
    sentence: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """End one's own claim with the state that the action has now; False if it is not held.

    WAITING and PLANNED give the action back, to be claimed again. Raises ValueError for CLAIMED.
    """
    if state is ActionState.CLAIMED:
        raise ValueError("a claim does not end as a claim: extend_lease holds it for longer")
    values = {
        "b_key": key,
        "b_worker": worker,
        "b_state": state,
        "b_code": code,
        "b_sentence": sentence,
        "b_result": dict(result or {}),
        "b_done_at": now if state in ENDED else None,
    }
    edition = session.scalar(_FINISH, values)
    if edition is None:
        return False
    detail = {"code": code, "sentence": sentence, "result": dict(result or {}), "worker": worker}
    kind = f"action {state.value}"
    record_event(session, edition=edition, action=key, kind=kind, detail=detail, now=now)
    return True


def miss_overdue(
    session: Session, now: datetime, *, sentence: Callable[[str], str] = lambda _: TOO_LATE
) -> list[str]:
    """Mark as missed what nobody claimed before it ceased to be useful; the keys.

    sentence: edition → why, in the language of its roadmap.
    """
    found = session.execute(_MISS, {"b_now": now})
    missed = sorted((row.key, row.edition) for row in found)
    why = {edition: sentence(edition) for _, edition in missed}
    for edition, said in why.items():
        keys = [key for key, of in missed if of == edition]
        session.execute(ACTION.update().where(ACTION.c.key.in_(keys)).values(sentence=said))
    record_events(
        session,
        (
            NewEvent(
                edition, "action missed", now, key, {"code": "overdue", "sentence": why[edition]}
            )
            for key, edition in missed
        ),
    )
    return [key for key, _ in missed]


def free_expired(session: Session, now: datetime) -> list[str]:
    """Give back the claims whose lease ended (the worker died); the keys."""
    found = session.execute(_FREE, {"b_now": now})
    freed = sorted((row.key, row.edition) for row in found)
    record_events(session, (NewEvent(edition, "action freed", now, key) for key, edition in freed))
    return [key for key, _ in freed]


def decide_action(
    session: Session,
    key: str,
    decision: Literal["run-now", "skip"],
    *,
    why: str,
    by: str,
    now: datetime,
    useful_for: timedelta = USEFUL_FOR,
) -> ActionRow:
    """Order an action to run now, or skip it; the row as it is then.

    `run-now` makes it due and useful for `useful_for` from now at least. Raises LookupError for an
    unknown key and NotDecidable for an action that is done, being done, skipped or cancelled.
    """
    row = action_row(session, key)
    if row is None:
        raise LookupError(f"there is no action {key}")
    values: dict[str, Any] = {"revision": ACTION.c.revision + 1, "done_at": None}
    if decision == "skip":
        values |= {"state": ActionState.SKIPPED, "code": "skipped", "sentence": why}
        values["done_at"] = now
    else:
        values |= {"state": ActionState.PLANNED, "code": "run-now", "sentence": why}
        values["due"] = min(row.due, now)
        values["not_after"] = max(row.not_after, now + useful_for)
    statement = ACTION.update().where(ACTION.c.key == key, ACTION.c.state.in_(RUNNABLE))
    if not changed(session, statement.values(**values)):
        raise NotDecidable(key, row.state)
    if decision == "skip":
        cancel_letters_of(session, [key, asking_of(key)], code="skipped", why=why, now=now)
    detail = {"decision": decision, "why": why, "by": by}
    record_event(
        session, edition=row.edition, action=key, kind="action decided", detail=detail, now=now
    )
    decided = action_row(session, key)
    assert decided is not None
    return decided


# Built once: every action and every round of upkeep runs them, and building costs more.
_MOMENT = ACTION.c.due.type
_NOW = bindparam("b_now", type_=_MOMENT)
_UNTIL = bindparam("b_until", type_=_MOMENT)
_ABANDONED = and_(ACTION.c.state == ActionState.CLAIMED, ACTION.c.lease_until <= _NOW)
_CLAIMABLE = and_(
    or_(ACTION.c.state.in_(OPEN), _ABANDONED), ACTION.c.due <= _NOW, ACTION.c.not_after > _NOW
)
_HELD = and_(
    ACTION.c.key == bindparam("b_key"),
    ACTION.c.state == ActionState.CLAIMED,
    ACTION.c.claimed_by == bindparam("b_worker"),
)
_CLAIM = (
    ACTION.update()
    .where(ACTION.c.key == bindparam("b_key"), _CLAIMABLE)
    .values(
        state=ActionState.CLAIMED,
        claimed_by=bindparam("b_worker"),
        claimed_at=_NOW,
        lease_until=_UNTIL,
        code="",
        sentence="",
    )
)
_EXTEND = ACTION.update().where(_HELD).values(lease_until=_UNTIL)
_FINISH = (
    ACTION.update()
    .where(_HELD)
    .values(
        state=bindparam("b_state"),
        code=bindparam("b_code"),
        sentence=bindparam("b_sentence"),
        result=bindparam("b_result"),
        lease_until=None,
        done_at=bindparam("b_done_at", type_=_MOMENT),
    )
    .returning(ACTION.c.edition)
)
_MISS = (
    ACTION.update()
    .where(ACTION.c.state.in_(OPEN), ACTION.c.not_after <= _NOW)
    .values(state=ActionState.MISSED, code="overdue")
    .returning(ACTION.c.key, ACTION.c.edition)
)
_FREE = (
    ACTION.update()
    .where(_ABANDONED)
    .values(state=ActionState.PLANNED, code="lease-ended", lease_until=None, claimed_by="")
    .returning(ACTION.c.key, ACTION.c.edition)
)
