"""Behind a slow server a living sender keeps its letters; one that slept touches them no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from staging import Stage

from models.engine import reading, writing
from models.mail_log import letters
from models.outbox import doubt_expired
from notifications.delivery import Delivery
from office.office import LEASE
from office.performing import perform
from office.sending import send_due
from vekha.states import LetterState


class Slow:
    """Takes one letter after the other, each in a tenth of a second: a minute of the test's time."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        await asyncio.sleep(0.1)
        self.taken.append(recipient)
        return Delivery(code=250, text="taken")


async def send_and_watch(stage: Stage, slow: Slow, *, start: datetime) -> int:
    """Send while another process looks for the dead every few minutes; how many it doubted."""
    began = time.monotonic()

    def clock() -> datetime:
        return start + timedelta(minutes=(time.monotonic() - began) * 10)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Slow]:
        yield slow

    office = replace(stage.office, batch=40, lines=1, open_transport=open_transport)
    sending = asyncio.create_task(send_due(office, clock=clock, worker="slow", limit=40))
    doubted = 0
    while not sending.done():
        await asyncio.sleep(0.1)
        with writing(office.engine) as session:
            doubted += len(doubt_expired(session, now=clock()).doubted)
    await sending
    return doubted


def queued(stage: Stage) -> datetime:
    now = stage.moment("interim/invite")
    assert perform(stage.office, stage.key("interim/invite"), now=now, worker="a").queued > 40
    return now


def states(stage: Stage) -> dict[LetterState, int]:
    with reading(stage.office.engine) as session:
        rows = letters(session, action=stage.key("interim/invite"))
    found = [row.state for row in rows]
    return {state: found.count(state) for state in set(found)}


def test_letters_that_wait_for_a_line_longer_than_a_lease_are_not_doubted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.heartbeat.BEAT", 0.05)
    slow = Slow()
    doubted = asyncio.run(send_and_watch(stage, slow, start=queued(stage)))
    assert doubted == 0
    assert len(slow.taken) == len(set(slow.taken)) == states(stage)[LetterState.SENT] == 40


def test_sender_that_slept_through_its_lease_hands_nothing_more_over(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.heartbeat.BEAT", 1000.0)  # no sign of life
    slow = Slow()
    asyncio.run(send_and_watch(stage, slow, start=queued(stage)))
    assert len(slow.taken) == len(set(slow.taken))
    longest = LEASE / timedelta(minutes=1) + 2
    assert len(slow.taken) <= longest, "one letter a minute, until the lease was over"
    assert states(stage)[LetterState.DELAYED] > 0
