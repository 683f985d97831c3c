"""The promise: whatever is killed and whenever, nobody gets the same letter twice and none is lost."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from staging import Stage

from models.engine import reading
from models.mail_log import letters
from models.outbox import record_outcomes
from notifications.capture import CaptureServer
from notifications.delivery import Delivery
from office.performing import perform
from office.sending import send_due
from office.upkeep import keep_up
from vekha.states import LetterState

SENDER = Path(__file__).with_name("sender_to_kill.py")
BATCH = 10


def accepted(mailbox: Path) -> Counter[str]:
    """How often the server accepted each letter, by its key."""
    keys = (message_from_bytes(f.read_bytes())["X-Vekha-Key"] for f in mailbox.glob("*.eml"))
    return Counter(keys)


def run_sender(
    stage: Stage, port: int, *, now: datetime, worker: str, kill_after: float | None
) -> bool:
    """Run one sender; whether it ended by itself."""
    command = [sys.executable, str(SENDER), str(stage.office.engine.url), str(port)]
    sender = subprocess.Popen(
        [*command, now.isoformat(), worker, str(BATCH)], stdout=subprocess.PIPE
    )
    assert sender.stdout is not None
    assert sender.stdout.readline() == b"ready\n"
    if kill_after is not None:
        time.sleep(kill_after)
        sender.send_signal(signal.SIGKILL)
    code = sender.wait(timeout=120)
    sender.stdout.close()
    assert code in (0, -signal.SIGKILL)
    return code == 0


def test_nobody_gets_a_letter_twice_and_none_is_lost_when_senders_are_killed(
    stage: Stage, tmp_path: Path
) -> None:
    now = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=now, worker="a")
    perform(stage.office, stage.key("needs/invite"), now=stage.moment("needs/invite"), worker="a")
    chance = random.Random(2)
    mailbox = tmp_path / "mailbox"
    kills = 0
    with CaptureServer(mailbox, now=lambda: now, port=0, latency=0.01) as server:
        for attempt in range(9):
            last = attempt == 8
            done = run_sender(
                stage,
                server.port,
                now=now,
                worker=f"w{attempt}",
                kill_after=None if last else chance.uniform(0.0, 0.25),
            )
            kills += not done
            now += timedelta(minutes=6)  # longer than a lease: the next one may take over
            keep_up(stage.office, now=now)
            if done and attempt > 3:
                break
    got = accepted(mailbox)
    with reading(stage.office.engine) as session:
        rows = letters(session, action=stage.key("interim/invite"))
    states = {row.key: row.state for row in rows}
    doubted = {key for key, state in states.items() if state is LetterState.IN_DOUBT}
    sent = {key for key, state in states.items() if state is LetterState.SENT}
    assert kills >= 3
    assert max(got.values()) == 1
    assert sent | doubted == set(states)
    assert sent <= set(got)
    assert set(got) & set(states) <= sent | doubted
    assert len(doubted) <= BATCH * kills


class Instant:
    """Takes every letter at once, so that lanes meet at their records."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        self.taken.append(recipient)
        return Delivery(code=250, text="taken")


def test_lane_that_finds_no_room_is_woken_by_the_one_that_makes_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lane that came to wait while the last record was being written was once left there."""
    chance = random.Random(3)

    def slow(*given: Any, **named: Any) -> Any:
        time.sleep(chance.uniform(0, 0.1))
        return record_outcomes(*given, **named)

    monkeypatch.setattr("office.sending.record_outcomes", slow)
    now = stage.moment("interim/invite")
    queued = perform(stage.office, stage.key("interim/invite"), now=now, worker="a").queued
    instant = Instant()

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Instant]:
        yield instant

    office = replace(stage.office, batch=2, open_transport=open_transport)

    async def three_at_a_time() -> None:
        while (await send_due(office, clock=lambda: now, worker="b", limit=3)).sent:
            pass

    asyncio.run(asyncio.wait_for(three_at_a_time(), 120))

    assert queued == len(instant.taken) == len(set(instant.taken))
