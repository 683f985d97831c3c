"""What sending makes of a lost reply of the database, a fault of its own, a stop, a sleep, a late answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from staging import Stage

from models.engine import reading, writing
from models.event import events
from models.letter import LetterRow
from models.mail_log import letters
from models.outbox import doubt_expired, resolve_doubt
from notifications.delivery import Delivery, MailDelayed, MailRefused, Phase
from office.office import Office
from office.performing import perform
from office.sending import CLAIMED_AT_ONCE, send_due
from office.upkeep import keep_up
from vekha.states import LetterState

HOUR = timedelta(hours=1)
Reply = Callable[[str, int], Awaitable[None]]


class Server:
    """Takes letters; `reply` may wait or raise: (recipient, how often it was tried)."""

    def __init__(self, reply: Reply) -> None:
        self.taken: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self._reply = reply

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        self.tried[recipient] += 1
        await self._reply(recipient, self.tried[recipient])
        self.taken[recipient] += 1
        return Delivery(code=250, text="taken")


async def at_once(recipient: str, times: int) -> None:
    """The server behaves."""
    del recipient, times


def office_with(stage: Stage, server: Server, **changes: Any) -> Office:
    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Server]:
        yield server

    return replace(stage.office, open_transport=open_transport, **changes)


@pytest.fixture
def now(stage: Stage) -> datetime:
    """54 invitations wait."""
    due = stage.moment("interim/invite")
    assert perform(stage.office, stage.key("interim/invite"), now=due, worker="a").queued == 54
    return due


def send(office: Office, at: datetime, worker: str = "w") -> int:
    return asyncio.run(send_due(office, clock=lambda: at, worker=worker)).sent


def rows(stage: Stage) -> list[LetterRow]:
    with reading(stage.office.engine) as session:
        return letters(session, action=stage.key("interim/invite"))


def states(stage: Stage) -> dict[LetterState, int]:
    return dict(Counter(row.state for row in rows(stage)))


def losing_replies(at: set[int]) -> Callable[..., Any]:
    """`writing` whose n-th transaction is committed, and the reply that it was is lost."""
    seen = 0

    @contextmanager
    def lossy(engine: Engine, *, durable: bool = True) -> Iterator[Session]:
        nonlocal seen
        with writing(engine, durable=durable) as session:
            yield session
        seen += durable  # claims are not: their letters only wait for the end of a lease
        if durable and seen in at:
            raise OperationalError(
                "commit", None, ConnectionError("the line to the server is gone")
            )

    return lossy


@pytest.mark.parametrize("at", [{1}, {3}, {4, 5}, {2, 4, 6}], ids=str)
def test_commit_whose_reply_is_lost_leaves_nothing_in_doubt_and_tells_nothing_twice(
    stage: Stage, now: datetime, monkeypatch: pytest.MonkeyPatch, at: set[int]
) -> None:
    async def every_third_is_unknown(recipient: str, times: int) -> None:
        if int(recipient.encode().hex(), 16) % 3 == 0:
            raise MailRefused("5.1.1 no such user", phase=Phase.RECIPIENT, code=550)

    monkeypatch.setattr("office.sending.writing", losing_replies(at))
    server = Server(every_third_is_unknown)
    office = office_with(stage, server, batch=12, limits=replace(stage.office.limits, errors=0))
    asyncio.run(send_due(office, clock=lambda: now, worker="w"))
    found = states(stage)
    assert set(found) == {LetterState.SENT, LetterState.REFUSED}
    assert set(server.tried.values()) == {1}
    with reading(office.engine) as session:
        told = Counter(one.detail["letter"] for one in events(session, kind="letter refused"))
    assert sum(told.values()) == len(told) == found[LetterState.REFUSED]


def test_fault_of_our_own_with_one_letter_leaves_the_others_alone(
    stage: Stage, now: datetime
) -> None:
    victim = rows(stage)[20].address

    async def trip(recipient: str, times: int) -> None:
        if recipient == victim:
            raise ValueError("nobody thought of this")

    server = Server(trip)
    assert send(office_with(stage, server), now) == 53
    [doubted] = [row for row in rows(stage) if row.state is not LetterState.SENT]
    assert (doubted.address, doubted.state) == (victim, LetterState.IN_DOUBT)
    assert "nobody thought of this" in doubted.reply
    assert set(server.tried.values()) == {1}


def test_stop_behind_a_server_that_hangs_keeps_what_is_known_of_the_batch(
    stage: Stage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.sending.GRACE", 0.3)
    hung = asyncio.Event()

    async def hang_after_thirty(recipient: str, times: int) -> None:
        if server.tried.total() > 30:
            hung.set()
            await asyncio.Event().wait()

    server = Server(hang_after_thirty)

    async def stopped() -> None:
        office = office_with(stage, server, lines=2)
        sending = asyncio.create_task(send_due(office, clock=lambda: now, worker="w"))
        await hung.wait()
        await asyncio.sleep(0.2)
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    asyncio.run(stopped())
    keep_up(stage.office, now=now + HOUR)
    found = states(stage)
    assert found[LetterState.SENT] == server.taken.total() == 30
    assert found[LetterState.IN_DOUBT] == 2, "those that hung, and no other one"
    assert found[LetterState.QUEUED] == 22


def test_what_was_claimed_ahead_goes_back_at_once_when_sending_stops(
    stage: Stage, now: datetime
) -> None:
    """Not only when the lease ends: the next sender finds everything that was not begun."""
    begun = asyncio.Event()

    async def slow(recipient: str, times: int) -> None:
        begun.set()
        await asyncio.sleep(0.2)

    server = Server(slow)

    async def stopped() -> None:
        office = office_with(stage, server, batch=4, lines=1)
        sending = asyncio.create_task(send_due(office, clock=lambda: now, worker="w"))
        await begun.wait()
        assert states(stage)[LetterState.SENDING] > 4, "more is claimed than is noted"
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    asyncio.run(stopped())
    assert states(stage) == {LetterState.SENT: 1, LetterState.QUEUED: 53}
    assert server.taken.total() == 1


def test_sender_that_slept_sends_none_of_what_others_may_have_decided_about(
    stage: Stage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes in the middle of a letter; its sign of life comes before that letter's end."""
    monkeypatch.setattr("office.heartbeat.BEAT", 0.05)
    clock = now
    resent: set[str] = set()

    async def sleep_once(recipient: str, times: int) -> None:
        nonlocal clock
        if server.tried.total() == 5:
            clock += HOUR  # all of the machine slept; another one looked after its leases
            with writing(stage.office.engine) as session:
                doubted = doubt_expired(session, clock).doubted
                for key in doubted:
                    resolve_doubt(session, key, "again", by="m", why="", now=clock)
            resent.update(row.address for row in rows(stage) if row.key in doubted)
            await asyncio.sleep(0.3)

    server = Server(sleep_once)
    office = office_with(stage, server, lines=1)
    asyncio.run(send_due(office, clock=lambda: clock, worker="w"))
    assert server.taken.total() >= 54
    twice = {address for address, times in server.taken.items() if times > 1}
    assert len(resent) > 10
    assert len(twice) <= 5, "what it had handed over before it slept, and no other one"
    assert states(stage) == {LetterState.SENT: 54}
    assert max(row.attempts for row in rows(stage)) <= 2, "it does not turn round and round"


def test_sender_without_a_sign_of_life_gives_one_before_it_goes_on(
    stage: Stage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a sleep the next beat may be a minute away: no letter is put off again and again."""
    monkeypatch.setattr("office.heartbeat.BEAT", 1000.0)
    clock = now

    async def sleep_once(recipient: str, times: int) -> None:
        nonlocal clock
        if server.tried.total() == 5:
            clock += HOUR

    server = Server(sleep_once)
    office = office_with(stage, server, lines=1)

    async def in_time() -> int:
        sending = send_due(office, clock=lambda: clock, worker="w")
        return (await asyncio.wait_for(sending, 30)).sent

    assert asyncio.run(in_time()) == 54
    assert set(server.taken.values()) == {1}
    assert max(row.attempts for row in rows(stage)) <= 3


def test_late_answer_about_a_first_try_does_not_bring_a_third_one(
    stage: Stage, now: datetime
) -> None:
    """The first is doubted and sent again by a decision, by the same sender; then its 451 comes."""
    victim = rows(stage)[0]
    first_may_end, second_began = asyncio.Event(), asyncio.Event()

    async def slow_for_one(recipient: str, times: int) -> None:
        await asyncio.sleep(0.01)
        if recipient != victim.address:
            return
        if times == 1:
            with writing(stage.office.engine) as session:
                doubt_expired(session, now + HOUR)
                assert resolve_doubt(session, victim.key, "again", by="m", why="", now=now)
            await first_may_end.wait()
            raise MailDelayed("451 later", phase=Phase.MESSAGE, code=451)
        second_began.set()
        await asyncio.sleep(0.5)

    async def both() -> None:
        office = office_with(stage, server, batch=4)
        sending = asyncio.create_task(send_due(office, clock=lambda: now, worker="w"))
        await asyncio.wait_for(second_began.wait(), 30)
        first_may_end.set()
        await sending

    server = Server(slow_for_one)
    asyncio.run(both())
    send(office_with(stage, server), now + HOUR, "later")
    assert server.tried[victim.address] == 2
    [row] = [row for row in rows(stage) if row.key == victim.key]
    assert row.state is LetterState.SENT


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_no_more_are_past_their_note_than_the_batch(
    stage: Stage, now: datetime, batch: int
) -> None:
    most = 0

    async def count_noted(recipient: str, times: int) -> None:
        nonlocal most
        noted = sum(
            row.state is LetterState.SENDING and row.handed_at is not None for row in rows(stage)
        )
        most = max(most, noted)
        await asyncio.sleep(0.01)

    assert send(office_with(stage, Server(count_noted), batch=batch), now) == 54
    assert most <= batch


def test_letters_that_wait_for_the_morning_are_put_off_in_short_transactions(
    stage: Stage, now: datetime
) -> None:
    """However many they are, whoever answers at night does not wait for them."""
    night = now + 14 * HOUR
    commits = 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    office = office_with(stage, Server(at_once), batch=6)
    event.listen(office.engine, "commit", count)
    assert send(office, night) == 0
    event.remove(office.engine, "commit", count)
    assert commits >= 54 // (3 * CLAIMED_AT_ONCE)
    assert states(stage) == {LetterState.QUEUED: 54}
