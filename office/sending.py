"""Emptying the outbox: claim a batch, write it, note that it is handed over, hand it over, record.

Between the note and the record the process may die; those letters are then in doubt. Three lanes
work side by side, so that one batch is written and another one recorded while a third is on the
wire; each takes half of `office.batch`, and two at most are past their note, so that `office.batch`
letters at most can be in doubt after a crash. What one letter may come to is in handing.py, limits
are in pacing.py, pauses in pausing.py.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from models.carrying import carried_by, let_go
from models.engine import reading, writing
from models.letter import LetterRow
from models.mail_log import count_letters, handed_since
from models.outbox import (
    Outcome,
    claim_letters,
    mark_handed,
    record_outcomes,
    release_letters,
)
from models.statement import lock_edition
from notifications.delivery import Transport
from notifications.letter import Composed
from office.handing import UNUSABLE, Clock, hand_over, refused
from office.hours import keep_hours
from office.merging import write_common
from office.office import Office
from office.pacing import Allowance, Handed, allow
from office.pausing import PAUSED, Failures, pause, paused
from office.writing import Desk
from vekha.states import LetterState

__all__ = ["PAUSED", "Sent", "send_due"]

LEASE = timedelta(minutes=5)
LANES = 3
HANDED_AT_ONCE = 2
GRACE = 30.0
"""Seconds that letters on the wire are given to end when sending is cancelled."""

AGAIN_AFTER = (0.2, 1.0, 3.0, 8.0)
"""Seconds between tries to record what became of letters when the database is away."""

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

    `worker` must be unique to this call. Nothing here sends a letter in doubt again. Cancelled, it
    ends what is on the wire, puts the rest back, and only then stops.
    """
    left = await asyncio.to_thread(_left, office) if progress is not None else 0
    async with office.open_transport() as transport:
        campaign = _Campaign(office, transport, clock, worker, limit, progress, left)
        await campaign.run()
    return campaign.total


def _left(office: Office) -> int:
    with reading(office.engine) as session:
        return count_letters(session).get(LetterState.QUEUED, 0)


class _Campaign:
    """One call's lanes and what they share."""

    def __init__(
        self,
        office: Office,
        transport: Transport,
        clock: Clock,
        worker: str,
        limit: int,
        progress: Progress | None,
        left: int,
    ) -> None:
        self.total = Sent()
        self._office = office
        self._transport = transport
        self._clock = clock
        self._worker = worker
        self._unclaimed = limit
        self._progress = progress
        self._left = left
        self._stop = asyncio.Event()  # claim no more, and touch no letter that was not begun
        self._why = ""  # sending stopped before the outbox was empty
        self._full = False  # a limit is used up: claim no more, but end what was claimed
        self._desk = asyncio.Lock()
        self._handed = asyncio.Semaphore(HANDED_AT_ONCE)
        self._lines = asyncio.Semaphore(max(1, office.lines))
        self._failures = Failures(office.limits.errors)

    async def run(self) -> None:
        """All lanes until nothing is due. Raises what a lane raised, when all have ended."""
        lanes = [asyncio.create_task(self._lane()) for _ in range(LANES)]
        try:
            await asyncio.wait(lanes)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait(lanes, timeout=GRACE)
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)
            raise
        for lane in lanes:
            lane.result()
        self.total = replace(self.total, paused=self._why)

    async def _lane(self) -> None:
        try:
            while batch := await self._prepare():
                async with self._handed:
                    await self._send(batch)
        except BaseException:
            self._stop.set()
            raise

    async def _prepare(self) -> _Batch | None:
        """The next batch, claimed and written; None when there is none or sending stops."""
        async with self._desk:
            if self._stop.is_set() or self._full:
                return None
            batch = await asyncio.to_thread(self._claim)
            if batch is not None:
                await asyncio.to_thread(self._write, batch)
            return batch

    def _claim(self) -> _Batch | None:
        now, office = self._clock(), self._office
        with reading(office.engine) as session:
            why = paused(session, now)
        if why:
            self._why = why
            self._full = True
            return None
        number = min(max(1, office.batch // HANDED_AT_ONCE), self._unclaimed)
        if number <= 0:
            return None
        with writing(office.engine) as session:
            while claimed := claim_letters(
                session, worker=self._worker, now=now, lease=LEASE, limit=number
            ):
                if rows := keep_hours(office, session, claimed, worker=self._worker, now=now):
                    break
            else:
                rows = []
            for row in rows:
                session.expunge(row)
        self._unclaimed -= len(rows)
        return _Batch(rows) if rows else None

    def _write(self, batch: _Batch) -> None:
        """Compose the batch; what cannot be written is refused with its reason, the rest goes on."""
        now, office = self._clock(), self._office
        loose: list[str] = []
        with reading(office.engine) as session:
            within = carried_by(session, [row.key for row in batch.rows])
            every = [*batch.rows, *(row for rows in within.values() for row in rows)]
            about = {row.organisation for row in every}  # a desk reads only their links
            desk_of = cache(partial(Desk.of, office, session, organisations=about))
            for row in batch.rows:
                try:
                    those = within.get(row.key, ())
                    letter = write_common(desk_of, row, those, now=now, loose=loose)
                    composed = office.composer.compose(letter)
                except DBAPIError:
                    raise
                except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                    problem = f"{type(error).__name__}: {error}"
                    batch.outcomes.append(refused(row, now, "unwritable", problem))
                    continue
                batch.written[row.key] = (row, letter.sender.email, composed)
        if loose:  # before anything is handed over: what is not in the letter does not go with it
            with writing(office.engine) as session:
                let_go(session, loose)

    async def _send(self, batch: _Batch) -> None:
        if self._stop.is_set():
            back = dict.fromkeys((row.key for row in batch.rows), self._clock())
            await asyncio.to_thread(self._release, back)
            return
        await asyncio.to_thread(self._mark, batch)
        found = await asyncio.gather(*(self._hand_over(key, batch) for key in batch.written))
        batch.outcomes += [outcome for outcome in found if outcome is not None]
        untouched = set(batch.written) - {outcome.key for outcome in batch.outcomes}
        await self._record_patiently(batch, dict.fromkeys(sorted(untouched), self._clock()))

    def _mark(self, batch: _Batch) -> None:
        """Commit that these letters go to the server now; hold back what is over the limits."""
        now, limits = self._clock(), self._office.limits
        with writing(self._office.engine) as session:
            allowed = Allowance(tuple(batch.written), {})
            if limits.any:
                lock_edition(session, "mail limits")  # two workers must not count the same room
                past = [Handed(*one) for one in handed_since(session, now - limits.longest)]
                waiting = [(key, row.address) for key, (row, *_) in batch.written.items()]
                allowed = allow(waiting, handed=past, limits=limits, now=now)
            handed = mark_handed(session, allowed.now, worker=self._worker, now=now, lease=LEASE)
        self._release(allowed.later)
        if allowed.full:
            self._why = allowed.full
            self._full = True
        batch.written = {key: batch.written[key] for key in handed}

    def _release(self, back: Mapping[str, datetime]) -> None:
        """Put letters back that were not begun: key → when they may be tried."""
        if not back:
            return
        with writing(self._office.engine) as session:
            for moment in sorted(set(back.values())):
                keys = [key for key, at in back.items() if at == moment]
                release_letters(session, keys, worker=self._worker, now=moment)

    async def _hand_over(self, key: str, batch: _Batch) -> Outcome | None:
        """The outcome; None when sending stopped before this letter was touched."""
        row, sender, composed = batch.written[key]
        async with self._lines:
            if self._stop.is_set():
                return None
            outcome = await hand_over(
                self._transport, row, composed, sender=sender, clock=self._clock
            )
        if outcome.code.startswith(UNUSABLE):
            self._stop.set()
        return outcome

    async def _record_patiently(self, batch: _Batch, back: Mapping[str, datetime]) -> None:
        """Record; while the database is away, try again: what is not recorded would be in doubt."""
        stop = self._failures.why_pause(batch.outcomes)
        if stop is not None:
            self._why = stop[0]
            self._stop.set()
        for seconds in AGAIN_AFTER:
            try:
                await asyncio.to_thread(self._record, batch, stop)
                break
            except (OperationalError, InterfaceError):
                await asyncio.sleep(seconds)
        else:
            await asyncio.to_thread(self._record, batch, stop)
        await asyncio.to_thread(self._release, back)
        self._count(batch)

    def _record(self, batch: _Batch, stop: tuple[str, timedelta] | None) -> None:
        now = self._clock()
        with writing(self._office.engine) as session:
            record_outcomes(session, batch.outcomes, worker=self._worker)
            if stop is not None:
                why, rest = stop
                edition = batch.rows[0].edition
                pause(session, why=why, until=now + rest, edition=edition, now=now)

    def _count(self, batch: _Batch) -> None:
        numbers = Counter(outcome.state for outcome in batch.outcomes)
        total = self.total
        self.total = replace(
            total,
            sent=total.sent + numbers[LetterState.SENT],
            refused=total.refused + numbers[LetterState.REFUSED],
            delayed=total.delayed + numbers[LetterState.DELAYED],
            in_doubt=total.in_doubt + numbers[LetterState.IN_DOUBT],
        )
        self._left = max(0, self._left - len(batch.outcomes))
        if self._progress is not None:
            self._progress(self.total.total, self._left)
