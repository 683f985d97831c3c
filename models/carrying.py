"""Letters that go within another one to the same mailbox, and end as that one does.

    queued ──carry──▶ carried ──follow──▶ sent | refused | in doubt      (as the carrier)
              ◀──free_carried── the carrier will not go

Every duty keeps its row, its key and its answer's right to cancel it; `carrier` names the letter
it goes within. A carried letter is nobody's to claim. Which letters go together is decided in
vekha/deciding/together.py; whoever changes how a carrier stands calls `follow` or `free_carried`
in the same transaction, so that a crash leaves both or neither.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from models.column import table_of
from models.letter import HELD, OPEN, LetterRow
from models.statement import changed, chunks, fresh
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)
CARRIER = LETTER.alias("carrier_letter")
BEGUN = (LetterState.SENDING, LetterState.SENT, LetterState.IN_DOUBT, LetterState.DELAYED)
UNTRIED = (OPEN, LETTER.c.joins, LETTER.c.attempts == 0, LETTER.c.handed_at.is_(None))
FOLLOWED = (LetterState.SENT, LetterState.REFUSED, LetterState.IN_DOUBT)
AGAIN = (LetterState.QUEUED, LetterState.DELAYED)
WITHIN = LETTER.c.carrier != literal_column("''")
"""Goes within another letter; a word, not a parameter: only so is the index on it used."""

CARRIERS = (
    select(LETTER.c.carrier)
    .where(LETTER.c.carrier.in_(bindparam("b_keys", expanding=True)), WITHIN)
    .distinct()
)
"""Built once: it is asked for every batch, and nearly always finds nothing."""

TAKEN_OVER = ("state", "code", "reply", "message_id", "sent_at", "handed_at")


def waiting_letters(session: Session) -> list[tuple[str, str, str]]:
    """What may share a letter and was never begun: (key, address in small letters, language)."""
    query = select(LETTER.c.key, func.lower(LETTER.c.address), LETTER.c.language).where(*UNTRIED)
    return [tuple(row) for row in session.execute(query)]


def hold_waiting(session: Session, keys: Collection[str]) -> list[LetterRow]:
    """Those of the letters that are still untouched, kept from being claimed until the end of this
    transaction; what another one is claiming just now is left out."""
    held: list[LetterRow] = []
    for chunk in chunks(keys):
        query = select(LetterRow).where(LETTER.c.key.in_(chunk), *UNTRIED).order_by(LETTER.c.key)
        held += fresh(session, query.with_for_update(skip_locked=True))
    return held


def mailboxes_since(session: Session, since: datetime) -> set[tuple[str, str]]:
    """(address, language) of those to whom such a letter went since, or is going."""
    begun = LETTER.c.state.in_(BEGUN)
    recent = or_(LETTER.c.handed_at >= since, HELD, LETTER.c.state == LetterState.DELAYED)
    query = select(func.lower(LETTER.c.address), LETTER.c.language)
    query = query.where(LETTER.c.joins, begun, recent).distinct()
    return {(row[0], row[1]) for row in session.execute(query)}


def carriers_among(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these letters have others within them."""
    found: set[str] = set()
    for chunk in chunks(keys):
        found |= set(session.scalars(CARRIERS, {"b_keys": chunk}))
    return found


def carry(session: Session, carrier: str, keys: Collection[str], *, at: datetime) -> None:
    """Let the letters go within the carrier, with all that they carried themselves, from `at`."""
    session.execute(LETTER.update().where(LETTER.c.key == carrier, OPEN).values(next_try=at))
    values = {"state": LetterState.CARRIED, "carrier": carrier, "next_try": at}
    for chunk in chunks(keys):
        own = or_(LETTER.c.key.in_(chunk), LETTER.c.carrier.in_(chunk))
        waits = or_(OPEN, LETTER.c.state == LetterState.CARRIED)
        session.execute(LETTER.update().where(own, waits).values(**values))


def release_gathered(session: Session, *, until: datetime, now: datetime) -> None:
    """Nothing is waited for any more: what was held back for a moment may go."""
    soon = [LETTER.c.next_try > now, LETTER.c.next_try <= until]
    session.execute(LETTER.update().where(*UNTRIED, *soon).values(next_try=now))


def hold_back(session: Session, keys: Collection[str], *, at: datetime) -> None:
    """Let letters that nobody has claimed wait until `at`."""
    for chunk in chunks(keys):
        statement = LETTER.update().where(LETTER.c.key.in_(chunk), OPEN)
        session.execute(statement.values(next_try=at))


def carried_by(session: Session, keys: Collection[str]) -> dict[str, list[LetterRow]]:
    """Carrier → what goes within it now, what has to be answered first coming first."""
    found: dict[str, list[LetterRow]] = {}
    order = (LETTER.c.not_after, LETTER.c.position, LETTER.c.key)
    for chunk in chunks(carriers_among(session, keys)):
        query = select(LetterRow).where(
            WITHIN, LETTER.c.carrier.in_(chunk), LETTER.c.state == LetterState.CARRIED
        )
        for row in fresh(session, query.order_by(*order)):
            found.setdefault(row.carrier, []).append(row)
    return found


def letters_within(session: Session, carrier: str) -> list[LetterRow]:
    """All that ever went within a letter and was not cancelled before."""
    query = select(LetterRow).where(
        WITHIN, LETTER.c.carrier == carrier, LETTER.c.state != LetterState.CANCELLED
    )
    return fresh(session, query.order_by(LETTER.c.key))


def follow(session: Session, carriers: Collection[str]) -> None:
    """Whatever became of these carriers, let what went within them share it.

    A refusal because the carrier itself could not be written says nothing about the others.
    """
    carriers = carriers_among(session, carriers)
    for chunk in chunks(carriers):
        went = [WITHIN, CARRIER.c.key == LETTER.c.carrier, CARRIER.c.key.in_(chunk)]
        open_still = or_(
            LETTER.c.state == LetterState.CARRIED,
            LETTER.c.state == LetterState.IN_DOUBT,
            LETTER.c.state == LetterState.SENT,
        )
        session.execute(
            LETTER.update()
            .where(*went, CARRIER.c.state.in_(FOLLOWED), CARRIER.c.code != "unwritable", open_still)
            .values({name: CARRIER.c[name] for name in TAKEN_OVER})
        )
        session.execute(  # no doubt any more: the carrier is sent again, with all that it carries
            LETTER.update()
            .where(*went, CARRIER.c.state.in_(AGAIN))
            .where(LETTER.c.state == LetterState.IN_DOUBT)
            .values(state=LetterState.CARRIED, code="", reply="", handed_at=None)
        )
    _free_unwritable(session, carriers)


def _free_unwritable(session: Session, carriers: Collection[str]) -> None:
    for chunk in chunks(carriers):
        query = select(LETTER.c.key).where(
            LETTER.c.key.in_(chunk),
            LETTER.c.state == LetterState.REFUSED,
            LETTER.c.code == "unwritable",
        )
        free_carried(session, list(session.scalars(query)))


def free_carried(session: Session, carriers: Collection[str]) -> None:
    """These carriers will not go: the first of what each carried takes its place."""
    rows: list[tuple[str, str]] = []
    order = (LETTER.c.carrier, LETTER.c.not_after, LETTER.c.position, LETTER.c.key)
    for chunk in chunks(carriers):
        query = select(LETTER.c.carrier, LETTER.c.key).where(
            WITHIN, LETTER.c.carrier.in_(chunk), LETTER.c.state == LetterState.CARRIED
        )
        rows += [(row.carrier, row.key) for row in session.execute(query.order_by(*order))]
    for _, group in groupby(rows, key=itemgetter(0)):
        first, *others = [key for _, key in group]
        let_go(session, [first])
        for chunk in chunks(others):
            session.execute(LETTER.update().where(LETTER.c.key.in_(chunk)).values(carrier=first))


def let_go(session: Session, keys: Collection[str]) -> int:
    """Letters that go alone after all: what they were to go within cannot take them; how many."""
    alone: dict[str, Any] = {"state": LetterState.QUEUED, "carrier": ""}
    return sum(
        changed(
            session,
            LETTER.update()
            .where(LETTER.c.key.in_(chunk), LETTER.c.state == LetterState.CARRIED)
            .values(**alone),
        )
        for chunk in chunks(keys)
    )


def take_out(session: Session, cancelled: Iterable[str]) -> None:
    """Letters were cancelled: what they carried goes on, and what carried them is written anew."""
    keys = list(cancelled)
    free_carried(session, keys)
    for chunk in chunks(keys):
        within = select(LETTER.c.carrier).where(LETTER.c.key.in_(chunk), LETTER.c.carrier != "")
        free = select(LETTER.c.key).where(
            LETTER.c.key.in_(within), HELD, LETTER.c.handed_at.is_(None)
        )
        chosen = free.with_for_update(skip_locked=True).cte("chosen")
        chosen = chosen.prefix_with("MATERIALIZED", dialect="postgresql")
        session.execute(
            LETTER.update()
            .where(LETTER.c.key.in_(select(chosen.c.key)), HELD)
            .values(state=LetterState.QUEUED, lease_by="", lease_until=None)
        )
