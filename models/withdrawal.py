"""Letters that do not go out, or may have: cancelled, too late, in doubt after a worker died."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, func, or_, select

from models.carrying import follow, free_carried, take_out
from models.column import table_of
from models.event import NewEvent, record_event, record_events
from models.letter import HELD, OPEN, LetterRow
from models.statement import chunks
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session
    from sqlalchemy.sql.dml import ReturningUpdate

LETTER = table_of(LetterRow)
ANSWERED = "Организация уже ответила."
NAMES = (LETTER.c.key, LETTER.c.edition, LETTER.c.action)
WAITING = or_(OPEN, LETTER.c.state == LetterState.CARRIED)
"""Letters that may still go out, by themselves or within another one."""


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Letters of workers that died: keys that went back into the queue, and those in doubt."""

    queued: list[str]
    doubted: list[str]


def doubt_expired(session: Session, now: datetime) -> Abandoned:
    """Free the letters whose worker let its lease end: back into the queue, or in doubt."""
    queued = _update_free(session, _REQUEUE, now)
    doubted = _update_free(session, _DOUBT, now)
    follow(session, [key for key, _, _ in doubted])
    _tell_keys(session, doubted, kind="letter in doubt", code="worker-died", now=now)
    return Abandoned([key for key, _, _ in queued], [key for key, _, _ in doubted])


def resolve_doubt(
    session: Session,
    key: str,
    decision: Literal["sent", "again"],
    *,
    by: str,
    why: str,
    now: datetime,
) -> bool:
    """Decide about a letter in doubt: count it as sent, or queue it again (same Message-ID).

    What went within another letter shares that one's doubt, and the decision about it. False if
    the letter is not in doubt.
    """
    key = _carrier_in_doubt(session, key) or key
    values: dict[str, Any] = {"state": LetterState.SENT, "sent_at": LETTER.c.handed_at}
    if decision == "again":
        # Another lease_by: the late worker must not record over the second sending.
        values = {
            "state": LetterState.QUEUED,
            "handed_at": None,
            "next_try": now,
            "lease_by": "",
        }
    statement = (
        LETTER.update()
        .where(LETTER.c.key == key, LETTER.c.state == LetterState.IN_DOUBT)
        .values(**values)
        .returning(LETTER.c.edition, LETTER.c.action)
    )
    found = session.execute(statement).first()
    if found is None:
        return False
    follow(session, [key])
    detail = {"letter": key, "decision": decision, "by": by, "why": why}
    record_event(
        session,
        edition=found.edition,
        action=found.action,
        kind="doubt resolved",
        detail=detail,
        now=now,
    )
    return True


def _carrier_in_doubt(session: Session, key: str) -> str:
    carrier = LETTER.alias("carrier_letter")
    query = select(carrier.c.key).join(LETTER, LETTER.c.carrier == carrier.c.key)
    found = session.scalar(
        query.where(LETTER.c.key == key, carrier.c.state == LetterState.IN_DOUBT)
    )
    return found or ""


def expire_letters(session: Session, now: datetime) -> list[str]:
    """Cancel the letters that did not go out while they were useful; their keys."""
    late = _update_free(session, _EXPIRE, now)
    free_carried(session, [key for key, _, _ in late])
    _tell_keys(session, late, kind="letter cancelled", code="too-late", now=now)
    return [key for key, _, _ in late]


def cancel_letters(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    why: str,
    now: datetime,
    code: str = "answered",
) -> int:
    """Cancel what still waits for an organisation that has answered or is excused; how many."""
    those = _awaiting(edition, survey, [organisation])
    return _cancel(session, _AWAITING, those, code=code, why=why, now=now)


def cancel_letters_to(
    session: Session, answered: Iterable[tuple[str, str, str]], *, now: datetime
) -> int:
    """Cancel what still waits for those who have answered: (edition, survey, organisation)."""
    cancelled = 0
    for (edition, survey), group in groupby(sorted(set(answered)), key=itemgetter(0, 1)):
        for chunk in chunks(organisation for _, _, organisation in group):
            those = _awaiting(edition, survey, chunk)
            cancelled += _cancel(session, _AWAITING, those, code="answered", why=ANSWERED, now=now)
    return cancelled


def cancel_letters_of(
    session: Session, actions: Collection[str], *, code: str, why: str, now: datetime
) -> int:
    """Cancel what still waits because of these actions; how many letters."""
    return sum(
        _cancel(session, _cancelling(LETTER.c.action.in_(chunk)), {}, code=code, why=why, now=now)
        for chunk in chunks(actions)
    )


def cancel_letters_at(
    session: Session,
    address: str,
    templates: Collection[str],
    *,
    code: str,
    why: str,
    now: datetime,
) -> int:
    """Cancel what waits for an address, of these templates; how many letters."""
    those = [func.lower(LETTER.c.address) == address.lower(), LETTER.c.template.in_(templates)]
    return _cancel(session, _cancelling(*those), {}, code=code, why=why, now=now)


def cancel_letters_where(
    session: Session, conditions: Iterable[Any], *, code: str, why: str, now: datetime
) -> int:
    """Cancel what still waits and fits the conditions; how many letters."""
    return _cancel(session, _cancelling(*conditions), {}, code=code, why=why, now=now)


def _awaiting(edition: str, survey: str, organisations: list[str]) -> dict[str, Any]:
    return {"b_edition": edition, "b_survey": survey, "b_organisations": organisations}


def _free(*conditions: Any) -> Any:
    """An update of what fits the conditions and no other transaction holds; gives back its names."""
    # What another one has locked is just being recorded: leave it to that one.
    free = select(LETTER.c.key).where(*conditions).with_for_update(skip_locked=True)
    chosen = free.cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
    return LETTER.update().where(LETTER.c.key.in_(select(chosen.c.key))).returning(*NAMES)


def _update_free(
    session: Session, update: ReturningUpdate[Any], now: datetime
) -> list[tuple[str, str, str]]:
    """Update what no other transaction holds; (key, edition, action) of each."""
    found = session.execute(update, {"b_now": now})
    return sorted((row.key, row.edition, row.action) for row in found)


# Built once: every round of upkeep runs them, and nearly always finds nothing.
_NOW = bindparam("b_now", type_=LETTER.c.not_after.type)
_EXPIRED = (HELD, LETTER.c.lease_until <= _NOW)
_REQUEUE = _free(*_EXPIRED, LETTER.c.handed_at.is_(None)).values(
    state=LetterState.QUEUED, lease_until=None
)
_DOUBT = _free(*_EXPIRED, LETTER.c.handed_at.is_not(None)).values(
    state=LetterState.IN_DOUBT, code="worker-died", lease_until=None
)
_EXPIRE = _free(WAITING, LETTER.c.not_after <= _NOW).values(
    state=LetterState.CANCELLED, code="too-late"
)


def _cancelling(*conditions: Any) -> tuple[ReturningUpdate[Any], ...]:
    """The statements that cancel what fits the conditions and no server can have yet, also what a
    worker has claimed and not handed over: it will find so when it comes to hand it over
    (`mark_handed`)."""
    values: dict[str, Any] = {
        "state": LetterState.CANCELLED,
        "code": bindparam("b_code"),
        "reply": bindparam("b_why"),
        "lease_until": None,
    }
    waiting = LETTER.update().where(*conditions, WAITING).returning(*NAMES)
    claimed = _free(*conditions, HELD, LETTER.c.handed_at.is_(None))
    return waiting.values(**values), claimed.values(**values)


_AWAITING = _cancelling(
    LETTER.c.edition == bindparam("b_edition"),
    LETTER.c.subject_key == bindparam("b_survey"),
    LETTER.c.organisation.in_(bindparam("b_organisations", expanding=True)),
    LETTER.c.until_answered,
)
"""Built once: they run for every answer that comes in."""


def _cancel(
    session: Session,
    statements: Iterable[ReturningUpdate[Any]],
    those: Mapping[str, Any],
    *,
    code: str,
    why: str,
    now: datetime,
) -> int:
    given = {**those, "b_code": code, "b_why": why}
    cancelled = [
        (row.key, row.edition, row.action)
        for statement in statements
        for row in session.execute(statement, given)
    ]
    take_out(session, [key for key, _, _ in cancelled])
    _tell_keys(session, sorted(cancelled), kind="letter cancelled", code=code, now=now)
    return len(cancelled)


def _tell_keys(
    session: Session, rows: list[tuple[str, str, str]], *, kind: str, code: str, now: datetime
) -> None:
    record_events(
        session,
        (
            NewEvent(edition, kind, now, action, {"letter": key, "code": code})
            for key, edition, action in rows
        ),
    )
