"""Emptying the outbox: claim a batch, write it, note that it is handed over, hand it over, record.

Between the note and the record the process may die; those letters, one batch at most, are then in
doubt. A letter is handed over only after the note was committed, and recorded in one transaction.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from models.engine import reading, writing
from models.letter import LetterRow
from models.mail_log import count_letters
from models.outbox import (
    Outcome,
    claim_letters,
    mark_handed,
    record_outcomes,
    release_letters,
)
from models.setting import drop_setting, put_setting, setting
from notifications.delivery import (
    MailDelayed,
    MailInDoubt,
    MailRefused,
    MailServerUnusable,
    Transport,
)
from notifications.letter import Composed
from office.office import Office
from office.writing import Desk, write_letter
from vekha.states import LetterState

LEASE = timedelta(minutes=5)
PAUSED = "mail-paused"
PAUSE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=2)

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters ended how in one call; `paused` is why sending stopped, if it did."""

    sent: int = 0
    refused: int = 0
    delayed: int = 0
    in_doubt: int = 0
    paused: str = ""

    @property
    def total(self) -> int:
        """All that were handed over or tried."""
        return self.sent + self.refused + self.delayed + self.in_doubt


@dataclass(slots=True)
class _Batch:
    worker: str
    rows: list[LetterRow]
    written: dict[str, tuple[LetterRow, str, Composed]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)


async def send_due(
    office: Office,
    *,
    clock: Clock,
    worker: str,
    limit: int = 100_000,
    progress: Progress | None = None,
) -> Sent:
    """Send what is due until nothing is left (or `limit` letters were tried).

    `worker` must be unique to this call. Nothing here sends a letter in doubt again.
    """
    total = Sent(paused=_paused(office, clock()))
    if total.paused:
        return total
    left = _left(office) if progress is not None else 0
    async with office.open_transport() as transport:
        while total.total < limit and not total.paused:
            batch = _claim(office, worker, min(office.batch, limit - total.total), now=clock())
            if not batch.rows:
                break
            _write(office, batch, now=clock())
            await _hand_over(office, transport, batch, clock=clock)
            total = _record(office, batch, total, now=clock())
            left -= len(batch.rows)
            if progress is not None:
                progress(total.total, max(0, left))
    return total


def _left(office: Office) -> int:
    with reading(office.engine) as session:
        counts = count_letters(session)
    return counts.get(LetterState.QUEUED, 0)


def _paused(office: Office, now: datetime) -> str:
    with reading(office.engine) as session:
        found = setting(session, PAUSED)
    if found and datetime.fromisoformat(found["until"]) > now:
        return str(found["why"])
    if found:
        with writing(office.engine) as session:
            drop_setting(session, PAUSED)
    return ""


def _claim(office: Office, worker: str, limit: int, *, now: datetime) -> _Batch:
    with writing(office.engine) as session:
        rows = claim_letters(session, worker=worker, now=now, lease=LEASE, limit=limit)
        for row in rows:
            session.expunge(row)
    return _Batch(worker, rows)


def _write(office: Office, batch: _Batch, *, now: datetime) -> None:
    """Compose the batch; what cannot be written is refused with its reason, the rest goes on."""
    with reading(office.engine) as session:
        desks: dict[str, Desk] = {}
        for row in batch.rows:
            try:
                if row.edition not in desks:
                    desks[row.edition] = Desk.of(office, session, row.edition)
                letter = write_letter(desks[row.edition], row, now=now)
                composed = office.composer.compose(letter)
            except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                problem = f"{type(error).__name__}: {error}"
                batch.outcomes.append(_refused(row, now, "unwritable", problem))
                continue
            batch.written[row.key] = (row, letter.sender.email, composed)
    if batch.written:
        with writing(office.engine) as session:
            handed = mark_handed(
                session, list(batch.written), worker=batch.worker, now=now, lease=LEASE
            )
        batch.written = {key: batch.written[key] for key in handed}


def _refused(row: LetterRow, now: datetime, code: str, reply: str) -> Outcome:
    return Outcome(row.key, LetterState.REFUSED, now, code, reply[:500])


async def _hand_over(office: Office, transport: Transport, batch: _Batch, *, clock: Clock) -> None:
    stop = asyncio.Event()
    found = await asyncio.gather(
        *(
            _hand_over_one(transport, row, sender, composed, clock=clock, stop=stop)
            for row, sender, composed in batch.written.values()
        )
    )
    batch.outcomes += [outcome for outcome in found if outcome is not None]
    unsent = set(batch.written) - {outcome.key for outcome in batch.outcomes}
    if unsent:
        with writing(office.engine) as session:
            release_letters(session, sorted(unsent), worker=batch.worker, now=clock())


async def _hand_over_one(
    transport: Transport,
    row: LetterRow,
    sender: str,
    composed: Composed,
    *,
    clock: Clock,
    stop: asyncio.Event,
) -> Outcome | None:
    """The outcome; None when the server became unusable before this letter was touched."""
    if stop.is_set():
        return None
    try:
        delivery = await transport.send(composed.mime, sender=sender, recipient=row.address)
    except MailRefused as failure:
        return _refused(row, clock(), str(failure.code), failure.text)
    except MailDelayed as failure:
        return Outcome(
            row.key,
            LetterState.DELAYED,
            clock(),
            str(failure.code or failure.phase),
            failure.text,
            next_try=clock() + _backoff(row.attempts),
        )
    except MailInDoubt as failure:
        return Outcome(
            row.key,
            LetterState.IN_DOUBT,
            clock(),
            "line-lost",
            failure.text,
            composed.message_id,
            composed.mime,
        )
    except MailServerUnusable as failure:
        stop.set()
        return Outcome(
            row.key,
            LetterState.DELAYED,
            clock(),
            f"{UNUSABLE}{failure.phase}",
            failure.text,
            next_try=clock() + PAUSE,
        )
    return Outcome(
        row.key,
        LetterState.SENT,
        clock(),
        str(delivery.code),
        ("held: " if delivery.held else "") + delivery.text,
        composed.message_id,
        composed.mime,
    )


UNUSABLE = "unusable-"


def _backoff(attempts: int) -> timedelta:
    """Doubling, with a jitter of a quarter so that a thousand letters do not come back at once."""
    wait: timedelta = min(FIRST_RETRY * 2 ** min(attempts, 10), LONGEST_RETRY)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, not a secret


def _record(office: Office, batch: _Batch, total: Sent, *, now: datetime) -> Sent:
    with writing(office.engine) as session:
        record_outcomes(session, batch.outcomes, worker=batch.worker)
        why = _why_unusable(batch.outcomes)
        if why:
            put_setting(session, PAUSED, {"until": (now + PAUSE).isoformat(), "why": why})
    return replace(
        total,
        sent=total.sent + _number(batch.outcomes, LetterState.SENT),
        refused=total.refused + _number(batch.outcomes, LetterState.REFUSED),
        delayed=total.delayed + _number(batch.outcomes, LetterState.DELAYED),
        in_doubt=total.in_doubt + _number(batch.outcomes, LetterState.IN_DOUBT),
        paused=why,
    )


def _why_unusable(outcomes: Sequence[Outcome]) -> str:
    return next((o.reply for o in outcomes if o.code.startswith(UNUSABLE)), "")


def _number(outcomes: Sequence[Outcome], state: LetterState) -> int:
    return sum(outcome.state is state for outcome in outcomes)
