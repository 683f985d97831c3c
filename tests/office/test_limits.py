"""Sending within limits and with pauses, through a real outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func
from staging import Stage

from models.column import table_of
from models.engine import reading, writing
from models.event import events
from models.letter import LetterRow
from models.mail_log import count_letters, letters, next_try_at
from models.setting import setting
from notifications.delivery import Delivery, MailDelayed, MailRefused, MailServerUnusable, Phase
from office.handing import LAST_CALL
from office.office import Office
from office.pacing import DAY, Limits
from office.pausing import PAUSED
from office.performing import perform
from office.sending import Sent, send_due
from vekha.states import LetterState


class Grumbling:
    """A transport that fails each letter in the same way."""

    def __init__(self, failure: Exception | None = None, *, slow: float = 0.0) -> None:
        self.failure = failure
        self.slow = slow
        self.tried = 0

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        self.tried += 1
        await asyncio.sleep(self.slow)
        if self.failure is not None:
            raise self.failure
        return Delivery(250, "ok")


def with_transport(stage: Stage, transport: Grumbling, **changes: object) -> Office:
    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Grumbling]:
        yield transport

    return replace(stage.office, open_transport=open_transport, **changes)  # type: ignore[arg-type]


def send(office: Office, at: datetime) -> Sent:
    return asyncio.run(send_due(office, clock=lambda: at, worker=f"w {at}"))


@pytest.fixture
def now(stage: Stage) -> datetime:
    """54 invitations wait."""
    due = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=due, worker="a")
    return due


def counts(stage: Stage) -> dict[LetterState, int]:
    with reading(stage.office.engine) as session:
        return count_letters(session)


def test_quota_of_the_day_holds_the_rest_back_until_the_next_day(
    stage: Stage, now: datetime
) -> None:
    office = with_transport(stage, Grumbling(), limits=Limits(per_day=40))
    first = send(office, now)
    assert (first.sent, first.paused) == (40, "предел писем за сутки (40)")
    assert send(office, now + timedelta(hours=5)).sent == 0
    assert send(office, now + DAY).sent == 14
    assert counts(stage) == {LetterState.SENT: 54}


def test_domain_over_its_rate_waits_a_minute(stage: Stage, now: datetime) -> None:
    with reading(stage.office.engine) as session:
        domains = {row.address.rpartition(".")[2] for row in letters(session)}
    limits = Limits(per_domain=dict.fromkeys(domains, 10))
    assert len(domains) == 1
    office = with_transport(stage, Grumbling(), limits=limits)
    before = send(office, now).sent
    with reading(stage.office.engine) as session:
        assert next_try_at(session) == now + timedelta(minutes=1)
    assert before == 10
    assert send(office, now + timedelta(minutes=1)).sent == 10


def move_to(office: Office, domain: str, *, first: int) -> None:
    """Let the first letters of the queue go to another domain."""
    with writing(office.engine) as session:
        table = table_of(LetterRow)
        keys = [row.key for row in letters(session)[:first]]
        session.execute(
            table.update()
            .where(table.c.key.in_(keys))
            .values(address=func.replace(table.c.address, "@", f"@x.{domain}/"))
        )
        session.execute(
            table.update()
            .where(table.c.key.in_(keys))
            .values(address=func.substr(table.c.address, 1, func.instr(table.c.address, "/") - 1))
        )


def test_slow_domain_holds_no_other_one_back(stage: Stage, now: datetime) -> None:
    """Thirty letters to mail.ru stand before the others, and two a minute may go there."""
    move_to(stage.office, "mail.ru", first=30)
    transport = Grumbling()
    office = with_transport(stage, transport, limits=Limits(per_domain={"mail.ru": 2}), batch=10)
    first = send(office, now)
    assert (first.sent, first.paused) == (2 + 24, "")
    for minute in range(1, 15):
        assert send(office, now + timedelta(minutes=minute)).sent == 2
    assert counts(stage) == {LetterState.SENT: 54}


def test_several_senders_keep_one_quota_together(stage: Stage, now: datetime) -> None:
    """And an hour later exactly as many may go as have grown old."""
    office = with_transport(stage, Grumbling(slow=0.005), limits=Limits(per_hour=31), batch=6)

    async def together(at: datetime) -> int:
        senders = (send_due(office, clock=lambda: at, worker=f"w{n} {at}") for n in range(3))
        return sum(done.sent for done in await asyncio.gather(*senders))

    assert asyncio.run(together(now)) == 31
    assert asyncio.run(together(now + timedelta(minutes=59))) == 0
    assert asyncio.run(together(now + timedelta(minutes=60))) == 23


def test_block_list_pauses_the_campaign_and_refuses_nobody_for_good(
    stage: Stage, now: datetime
) -> None:
    words = "5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org"
    transport = Grumbling(MailRefused(words, phase=Phase.RECIPIENT, code=554))
    office = with_transport(stage, transport, limits=Limits(errors=5), batch=10)
    stopped = send(office, now)
    assert "spamhaus" in stopped.paused
    assert set(counts(stage)) == {LetterState.QUEUED, LetterState.DELAYED}
    transport.failure = None  # the operator has seen to it
    assert send(office, now + timedelta(hours=1)).sent == 54


def test_too_many_failures_pause_the_campaign_and_are_told(stage: Stage, now: datetime) -> None:
    transport = Grumbling(MailDelayed("slow down", phase=Phase.RECIPIENT, code=451))
    office = with_transport(stage, transport, limits=Limits(errors=5), batch=10)
    stopped = send(office, now)
    assert "451 slow down" in stopped.paused
    assert transport.tried <= 15
    with reading(stage.office.engine) as session:
        assert setting(session, PAUSED)["why"] == stopped.paused
        assert [event.detail["why"] for event in events(session, kind="sending paused")] == [
            stopped.paused
        ]
    assert send(office, now + timedelta(minutes=29)).paused == stopped.paused
    transport.failure = None
    assert send(office, now + timedelta(minutes=31)).sent == 54


def test_server_that_takes_no_letter_of_ours_is_asked_once_or_so(
    stage: Stage, now: datetime
) -> None:
    transport = Grumbling(MailServerUnusable("wrong password", phase=Phase.AUTH, code=535))
    stopped = send(with_transport(stage, transport), now)
    assert stopped.paused == "wrong password"
    assert transport.tried <= 4
    assert counts(stage)[LetterState.QUEUED] >= 50


def test_last_try_comes_before_the_letter_is_useless(stage: Stage, now: datetime) -> None:
    with reading(stage.office.engine) as session:
        not_after = letters(session)[0].not_after
    late = not_after - LAST_CALL - timedelta(seconds=20)
    transport = Grumbling(MailDelayed("greylisted", phase=Phase.RECIPIENT, code=450))
    send(with_transport(stage, transport, limits=Limits(errors=0)), late)
    with reading(stage.office.engine) as session:
        assert next_try_at(session) == not_after - LAST_CALL


def test_cancelled_sending_ends_what_is_on_the_wire_and_puts_the_rest_back(
    stage: Stage, now: datetime
) -> None:
    transport = Grumbling(slow=0.1)
    office = with_transport(stage, transport)

    async def cancel_soon() -> None:
        task = asyncio.create_task(send_due(office, clock=lambda: now, worker="w"))
        while transport.tried < 6:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel_soon())
    found = counts(stage)
    assert set(found) == {LetterState.SENT, LetterState.QUEUED}
    assert sum(found.values()) == 54
