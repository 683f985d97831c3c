"""Emptying the outbox: claim a batch, write it, note that it is handed over, hand it over, record.

Between the note and the record the process may die; those letters are then in doubt. Three lanes
work side by side, so that one batch is written while others are on the wire; each takes half of
`office.batch`, and two at most are past their note, so that `office.batch` letters at most can be in
doubt after a crash. One transaction records a batch and notes the next one: the disk is waited for
once. What one letter may come to is in handing.py, limits are in pacing.py, pauses in pausing.py.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

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
from notifications.letter import Composed, Letter
from office.handing import UNUSABLE, Clock, hand_over, put_off, refused
from office.heartbeat import LEASE, Heartbeat
from office.hours import keep_hours
from office.merging import write_common
from office.office import Office
from office.pacing import Allowance, Handed, allow
from office.pausing import PAUSED, Failures, pause, paused
from office.writing import Desk
from vekha.states import LetterState

__all__ = ["PAUSED", "Sent", "send_due"]

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
    turn: asyncio.Future[None] | None = None  # waits to be noted with another batch's record
    noted: bool = False

    def refuse(self, row: LetterRow, at: datetime, error: Exception) -> None:
        """A letter that cannot be written; the rest goes on."""
        problem = f"{type(error).__name__}: {error}"
        self.outcomes.append(refused(row, at, "unwritable", problem))

    @property
    def untouched(self) -> list[str]:
        """What was written and not handed over: goes back into the queue."""
        return sorted(set(self.written) - {outcome.key for outcome in self.outcomes})


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
    async with (
        office.open_transport() as transport,
        Heartbeat(office, worker=worker, clock=clock) as heart,
    ):
        campaign = _Campaign(office, transport, clock, worker, heart, limit, progress, left)
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
        heart: Heartbeat,
        limit: int,
        progress: Progress | None,
        left: int,
    ) -> None:
        self.total = Sent()
        self._office = office
        self._transport = transport
        self._clock = clock
        self._worker = worker
        self._heart = heart
        self._unclaimed = limit
        self._progress = progress
        self._left = left
        self._stop = asyncio.Event()  # claim no more, and touch no letter that was not begun
        self._why = ""  # sending stopped before the outbox was empty
        self._full = False  # a limit is used up: claim no more, but end what was claimed
        self._desk = asyncio.Lock()
        self._free = HANDED_AT_ONCE  # how many batches may still be noted
        self._waiting: deque[_Batch] = deque()
        self._lines = asyncio.Semaphore(max(1, office.lines))
        self._failures = Failures(office.limits.errors)

    async def run(self) -> None:
        """All lanes until nothing is due. Raises what a lane raised, when all have ended."""
        lanes = [asyncio.create_task(self._lane()) for _ in range(LANES)]
        try:
            await asyncio.wait(lanes)
        except asyncio.CancelledError:
            self._end()
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
                if await self._note(batch):
                    await self._send(batch)
                await self._record(batch)
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        """Touch no letter that was not begun; wake who waits, so that it puts its letters back."""
        self._stop.set()
        for batch in self._waiting:
            if batch.turn is not None and not batch.turn.done():
                batch.turn.set_result(None)
        self._waiting.clear()

    async def _prepare(self) -> _Batch | None:
        """The next batch, claimed and written; None when there is none or sending stops."""
        async with self._desk:
            if self._stop.is_set() or self._full:
                return None
            batch = await asyncio.to_thread(self._claim)
            if batch is not None:
                await self._compose(batch, await asyncio.to_thread(self._write, batch))
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
        # A claim that a power cut takes back does no harm: the letters are still in the queue.
        with writing(office.engine, durable=False) as session:
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

    def _write(self, batch: _Batch) -> list[tuple[LetterRow, Letter]]:
        """The letters of the batch; what cannot be written is refused with its reason."""
        now, office = self._clock(), self._office
        letters: list[tuple[LetterRow, Letter]] = []
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
                    letters.append((row, letter))
                except DBAPIError:
                    raise
                except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                    batch.refuse(row, now, error)
        if loose:  # before anything is handed over: what is not in the letter does not go with it
            with writing(office.engine) as session:
                let_go(session, loose)
        return letters

    async def _compose(self, batch: _Batch, letters: list[tuple[LetterRow, Letter]]) -> None:
        """Compose them here, not in a thread: two that compute wait for each other at every step."""
        for row, letter in letters:
            try:
                composed = self._office.composer.compose(letter)
            except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                batch.refuse(row, self._clock(), error)
            else:
                batch.written[row.key] = (row, letter.sender.email, composed)
            await asyncio.sleep(0)  # the lines have their turn

    async def _note(self, batch: _Batch) -> bool:
        """Commit that the batch goes to the server now, alone or with another batch's record."""
        if self._free > 0:
            self._free -= 1
        elif not self._stop.is_set():
            batch.turn = asyncio.get_running_loop().create_future()
            self._waiting.append(batch)
            await batch.turn
        if not batch.noted and not self._stop.is_set():
            await asyncio.to_thread(self._turn, None, batch, None)
        return batch.noted

    def _make_room(self) -> None:
        """One batch less is noted and not recorded: another one may be."""
        if self._waiting and (turn := self._waiting.popleft().turn) is not None:
            turn.set_result(None)
        else:
            self._free += 1

    async def _send(self, batch: _Batch) -> None:
        found = await asyncio.gather(*(self._hand_over(key, batch) for key in batch.written))
        batch.outcomes += [outcome for outcome in found if outcome is not None]

    async def _record(self, batch: _Batch) -> None:
        """Record the batch and note the next one, if one waits.

        While the database is away, try again: what is not recorded would be in doubt.
        """
        stop = self._failures.why_pause(batch.outcomes)
        if stop is not None:
            self._why = stop[0]
            self._end()
        following = self._waiting.popleft() if self._waiting and batch.noted else None
        try:
            await self._turn_patiently(batch, following, stop)
        finally:
            if following is not None and following.turn is not None:
                following.turn.set_result(None)
        if following is None and batch.noted:
            self._make_room()
        self._count(batch)

    async def _turn_patiently(
        self, batch: _Batch, following: _Batch | None, stop: tuple[str, timedelta] | None
    ) -> None:
        for seconds in AGAIN_AFTER:
            try:
                return await asyncio.to_thread(self._turn, batch, following, stop)
            except (OperationalError, InterfaceError):
                await asyncio.sleep(seconds)
        return await asyncio.to_thread(self._turn, batch, following, stop)

    def _turn(
        self, done: _Batch | None, following: _Batch | None, stop: tuple[str, timedelta] | None
    ) -> None:
        """One transaction: what became of one batch, and that the next goes to the server now."""
        now = self._clock()
        written: dict[str, tuple[LetterRow, str, Composed]] = {}
        full = ""
        with writing(self._office.engine) as session:
            if done is not None:
                record_outcomes(session, done.outcomes, worker=self._worker)
                self._release(session, dict.fromkeys(done.untouched, now))
                if stop is not None:
                    why, rest = stop
                    edition = done.rows[0].edition
                    pause(session, why=why, until=now + rest, edition=edition, now=now)
            if following is not None and not self._stop.is_set():
                written, full = self._mark(session, following, now)
        if full:
            self._why = full
            self._full = True
        if following is not None and not self._stop.is_set():
            following.written, following.noted = written, True

    def _mark(
        self, session: Session, batch: _Batch, now: datetime
    ) -> tuple[dict[str, tuple[LetterRow, str, Composed]], str]:
        """Note these letters; hold back what is over the limits. What is noted; the full limit."""
        limits = self._office.limits
        allowed = Allowance(tuple(batch.written), {})
        if limits.any:
            lock_edition(session, "mail limits")  # two workers must not count the same room
            past = [Handed(*one) for one in handed_since(session, now - limits.longest)]
            waiting = [(key, row.address) for key, (row, *_) in batch.written.items()]
            allowed = allow(waiting, handed=past, limits=limits, now=now)
        handed = mark_handed(session, allowed.now, worker=self._worker, now=now, lease=LEASE)
        self._release(session, allowed.later)
        return {key: batch.written[key] for key in handed}, allowed.full

    def _release(self, session: Session, back: Mapping[str, datetime]) -> None:
        """Put letters back that were not begun: key → when they may be tried."""
        for moment in sorted(set(back.values())):
            keys = [key for key, at in back.items() if at == moment]
            release_letters(session, keys, worker=self._worker, now=moment)

    async def _hand_over(self, key: str, batch: _Batch) -> Outcome | None:
        """The outcome; None when sending stopped before this letter was touched."""
        row, sender, composed = batch.written[key]
        async with self._lines:
            if self._stop.is_set():
                return None
            if not self._heart.sure:  # we slept: others may have it in doubt by now
                return put_off(row, self._clock())
            outcome = await hand_over(
                self._transport, row, composed, sender=sender, clock=self._clock
            )
        if outcome.code.startswith(UNUSABLE):
            self._end()
        return outcome

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
