"""Emptying the outbox: claim a batch, write it, note that it is handed over, hand it over, record.

Between the note and the record the process may die; those letters are then in doubt. Three lanes
work side by side, so that one batch is written while others are on the wire; each takes half of
`office.batch`, and two at most are past their note, so that `office.batch` letters at most can be in
doubt after a crash. Several batches are claimed and looked up at once: what is claimed and not noted
just goes back. One transaction records a batch and notes the next: the disk is waited for once.
See handing.py for what one letter may come to, pacing.py for limits, pausing.py for pauses.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import count

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from models.carrying import carried_by, let_go
from models.engine import reading, writing
from models.letter import AnyLetter, Claimed
from models.mail_log import count_letters, handed_since
from models.outbox import claim_letters, mark_handed, record_outcomes, release_letters
from models.statement import chunks, lock_edition
from notifications.delivery import Transport
from notifications.letter import Letter
from office.batch import Batch, Sent, Stock, Written
from office.collecting import collecting_seldom
from office.handing import UNUSABLE, Clock, hand_over, put_off
from office.heartbeat import Heartbeat
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
CLAIMED_AT_ONCE = 4  # batches: looking something up costs as much for one letter as for many
COMPOSED_AT_ONCE = 4  # letters: a line waits no longer for its turn than that
GRACE = 30.0
"""Seconds that letters on the wire are given to end when sending is cancelled."""

AGAIN_AFTER = (0.2, 1.0, 3.0, 8.0, 15.0, 30.0, 30.0, 30.0)
"""Seconds between tries to record what became of letters when the database is away: it restarts."""

Progress = Callable[[int, int], None]


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
        with collecting_seldom():
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
        self._claims = count(1)
        self._heart = heart
        self._unclaimed = limit
        self._progress = progress
        self._left = left
        self._stop = asyncio.Event()  # claim no more, and touch no letter that was not begun
        self._why = ""  # sending stopped before the outbox was empty
        self._paused = False  # for too many failures, by this campaign
        self._full = False  # a limit is used up: claim no more, but end what was claimed
        self._lanes: list[asyncio.Task[None]] = []
        self._size = max(1, office.batch // HANDED_AT_ONCE)
        self._desk = asyncio.Lock()
        self._stock: deque[Stock] = deque()
        self._free = min(HANDED_AT_ONCE, max(1, office.batch))  # batches that may still be noted
        self._waiting: deque[Batch] = deque()
        self._lines = asyncio.Semaphore(max(1, office.lines))
        self._failures = Failures(office.limits.errors)

    async def run(self) -> None:
        """All lanes until nothing is due. Raises what a lane raised, when all have ended."""
        self._begin_lane()
        try:
            while running := [lane for lane in self._lanes if not lane.done()]:
                await asyncio.wait(running)
        except asyncio.CancelledError:
            self._end()
            await asyncio.wait(self._lanes, timeout=GRACE)
            for lane in self._lanes:
                lane.cancel()
            await asyncio.gather(*self._lanes, return_exceptions=True)
            await self._put_back()
            raise
        await self._put_back()
        for lane in self._lanes:
            lane.result()
        self.total = replace(self.total, paused=self._why)

    def _begin_lane(self) -> None:
        if len(self._lanes) < LANES:
            self._lanes.append(asyncio.create_task(self._lane()))

    async def _lane(self) -> None:
        try:
            while batch := await self._prepare():
                if len(batch.rows) >= self._size:  # more may wait
                    self._begin_lane()
                await self._hand_over_all(batch)
        except BaseException:
            self._end()
            raise

    async def _hand_over_all(self, batch: Batch) -> None:
        try:
            if await self._note(batch):
                await self._send(batch)
        except BaseException:  # cancelled, too: what is known of a letter leaves it in no doubt
            self._end()
            await self._record(batch)
            raise
        await self._record(batch)

    def _end(self) -> None:
        """Touch no letter that was not begun; wake who waits, so that it puts its letters back."""
        self._stop.set()
        for batch in self._waiting:
            batch.wake()
        self._waiting.clear()

    async def _put_back(self) -> None:
        """What was claimed and came to no lane, because sending stopped."""
        while self._stock:
            await self._record(self._stock.popleft()[0])

    async def _prepare(self) -> Batch | None:
        """The next batch, claimed and written; None when there is none or sending stops."""
        async with self._desk:
            if not self._stock and not self._stop.is_set() and not self._full:
                self._stock.extend(await asyncio.to_thread(self._claim_and_write))
            if not self._stock or self._stop.is_set():
                return None
            batch, letters = self._stock.popleft()
            await self._compose(batch, letters)
            return batch

    def _claim_and_write(self) -> list[Stock]:
        rows, worker = self._claim()
        if not rows:
            return []
        written, carriers = self._write(rows)
        batches = [Batch(some, worker, carriers) for some in chunks(rows, size=self._size)]
        return [(batch, batch.take(written, at=self._clock())) for batch in batches]

    def _claim(self) -> tuple[list[Claimed], str]:
        """Letters that may go out now, and the name under which they are held."""
        now, office = self._clock(), self._office
        number = min(self._size * CLAIMED_AT_ONCE, self._unclaimed)
        worker = f"{self._worker}#{next(self._claims)}"
        while number > 0 and not self._stop.is_set():
            # A claim that a power cut takes back does no harm: the letters are still in the queue.
            with writing(office.engine, durable=False) as session:
                if why := paused(session, now):
                    self._why = why
                    self._full = True
                    break
                claimed = claim_letters(
                    session, worker=worker, now=now, lease=office.lease, limit=number
                )
                rows = keep_hours(office, session, claimed, worker=worker, now=now)
            if rows:
                self._unclaimed -= len(rows)
                return rows, worker
            if not claimed:
                break
        return [], worker

    def _write(self, rows: list[Claimed]) -> tuple[dict[str, Letter | Exception], Set[str]]:
        """The letter of each row, or why it cannot be written; in which of them others go."""
        now, office = self._clock(), self._office
        letters: dict[str, Letter | Exception] = {}
        loose: list[str] = []
        with reading(office.engine) as session:
            within = carried_by(session, [row.key for row in rows])
            every: list[AnyLetter] = [*rows, *(row for those in within.values() for row in those)]
            about = {row.organisation for row in every}  # a desk reads only their links
            desk_of = cache(partial(Desk.of, office, session, organisations=about))
            for row in rows:
                those = within.get(row.key, ())
                try:
                    letters[row.key] = write_common(desk_of, row, those, now=now, loose=loose)
                except DBAPIError:
                    raise
                except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                    letters[row.key] = error
        if loose:  # before anything is handed over: what is not in the letter does not go with it
            with writing(office.engine) as session:
                let_go(session, loose)
        return letters, within.keys()

    async def _compose(self, batch: Batch, letters: list[tuple[Claimed, Letter]]) -> None:
        """Compose them here, not in a thread: two that compute wait for each other at every step."""
        for number, (row, letter) in enumerate(letters, start=1):
            try:
                composed = self._office.composer.compose(letter)
            except Exception as error:  # noqa: BLE001 - one bad letter must not block the queue
                batch.refuse(row, self._clock(), error)
            else:
                batch.written[row.key] = (row, letter.sender.email, composed)
            if number % COMPOSED_AT_ONCE == 0:
                await asyncio.sleep(0)  # the lines have their turn

    async def _note(self, batch: Batch) -> bool:
        """Commit that the batch goes to the server now, alone or with another batch's record."""
        if self._free > 0:
            self._free -= 1
        elif not self._stop.is_set():
            batch.turn = asyncio.get_running_loop().create_future()
            self._waiting.append(batch)
            await batch.turn
        if not batch.noted and not self._stop.is_set():
            await self._turn_patiently(None, batch, None)
        return batch.noted

    def _make_room(self) -> None:
        """One batch less is noted and not recorded: another one may be."""
        if self._waiting:
            self._waiting.popleft().wake()
        else:
            self._free += 1

    async def _send(self, batch: Batch) -> None:
        await asyncio.gather(*(self._hand_over(key, batch) for key in batch.written))

    async def _record(self, batch: Batch) -> None:
        """Record the batch and note the next one, if one waits.

        While the database is away, try again: what is not recorded would be in doubt.
        """
        stop = self._failures.why_pause(batch.outcomes)
        if self._paused:  # by another batch, a moment ago: it is told once
            stop = None
        if stop is not None:
            self._paused = True
            self._why = stop[0]
            self._end()
        following = self._waiting.popleft() if self._waiting and batch.noted else None
        try:
            await self._turn_patiently(batch, following, stop)
        finally:
            if following is not None:
                following.wake()
        if following is None and batch.noted:
            self._make_room()
        self._count(batch)

    async def _turn_patiently(
        self, done: Batch | None, following: Batch | None, stop: tuple[str, timedelta] | None
    ) -> None:
        for seconds in AGAIN_AFTER:
            try:
                return await asyncio.to_thread(self._turn, done, following, stop)
            except (OperationalError, InterfaceError):
                await asyncio.sleep(seconds)
        return await asyncio.to_thread(self._turn, done, following, stop)

    def _turn(
        self, done: Batch | None, following: Batch | None, stop: tuple[str, timedelta] | None
    ) -> None:
        """One transaction: what became of one batch, and that the next goes to the server now.

        May be repeated when it is not known whether it was committed: nothing is noted twice.
        """
        if following is not None:
            self._heart.keep()
        now = self._clock()
        written: dict[str, Written] = {}
        full = ""
        with writing(self._office.engine) as session:
            if done is not None:
                carriers = [one.key for one in done.outcomes if one.key in done.carriers]
                record_outcomes(session, done.outcomes, worker=done.worker, carriers=carriers)
                self._release(session, done, dict.fromkeys(done.untouched, now))
                if stop is not None:
                    why, rest = stop
                    pause(
                        session,
                        why=why,
                        until=now + rest,
                        since=self._failures.since,
                        edition=done.rows[0].edition,
                        now=now,
                    )
            if following is not None and not self._stop.is_set():
                following.pulse = self._heart.pulse
                written, full = self._mark(session, following, now)
        if full:
            self._why = full
            self._full = True
        if following is not None and not self._stop.is_set():
            following.written, following.noted = written, True

    def _mark(
        self, session: Session, batch: Batch, now: datetime
    ) -> tuple[dict[str, Written], str]:
        """Note these letters; hold back what is over the limits. What is noted; the full limit."""
        limits = self._office.limits
        allowed = Allowance(tuple(batch.written), {})
        if limits.any:
            lock_edition(session, "mail limits")  # two workers must not count the same room
            past = [Handed(*one) for one in handed_since(session, now - limits.longest)]
            waiting = [(key, row.address) for key, (row, *_) in batch.written.items()]
            allowed = allow(waiting, handed=past, limits=limits, now=now)
        again, batch.tried = batch.tried, True
        handed = mark_handed(
            session,
            allowed.now,
            worker=batch.worker,
            now=now,
            lease=self._office.lease,
            again=again,
        )
        self._release(session, batch, allowed.later)
        return {key: batch.written[key] for key in handed}, allowed.full

    def _release(self, session: Session, batch: Batch, back: Mapping[str, datetime]) -> None:
        """Put letters back that were not begun: key → when they may be tried."""
        for moment in sorted(set(back.values())):
            keys = [key for key, at in back.items() if at == moment]
            release_letters(session, keys, worker=batch.worker, now=moment)

    async def _hand_over(self, key: str, batch: Batch) -> None:
        """One letter, unless sending stopped before it was touched."""
        row, sender, composed = batch.written[key]
        async with self._lines:
            if self._stop.is_set():
                return
            if self._heart.sure(batch.pulse):
                batch.begun.add(key)
                outcome = await hand_over(
                    self._transport, row, composed, sender=sender, clock=self._clock
                )
            else:  # we slept: others may have it in doubt by now
                outcome = put_off(row, self._clock())
        batch.outcomes.append(outcome)
        if outcome.code.startswith(UNUSABLE):
            self._end()

    def _count(self, batch: Batch) -> None:
        self.total = self.total.and_those(batch.outcomes)
        self._left = max(0, self._left - len(batch.outcomes))
        if self._progress is not None:
            self._progress(self.total.total, self._left)
