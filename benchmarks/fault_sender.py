"""The sender under test: a process that empties the outbox and is struck at a step of its own.

A fuse counts the steps of the sender (or, in fault_server.py, those of the mail server) and strikes
at the n-th: the process is killed or stopped, or its database goes away. Nothing in Vekha knows of it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from benchmarks.made_up_roadmap import files_of
from models.engine import open_engine
from notifications.composing import Composer
from notifications.delivery import Delivery
from notifications.transport import MailPool, MailServer
from office.office import Office, PlanShelf
from office.sending import send_due
from vekha.planning import Plan, make_plan

LETTERS = 300
ANY = "any"
OWN_STEPS = ("begin", "statement", "commit", "committed", "hand", "reply")
WAIT = 1.0
DATABASE_LOST = 3
"""The exit code of a sender that gave up because its database did not come back."""

KILL, STOP, CUT = "kill", "stop", "cut"


@dataclass(slots=True)
class Fuse:
    """Strikes at the n-th step of a name (or of any); `stroke` is kill, stop, or cut."""

    name: str
    at: int
    stroke: str = KILL
    seen: int = 0
    blown: bool = False

    def step(self, name: str, strike: Callable[[str], None]) -> None:
        """Count one step; strike if it is the one."""
        if self.blown or self.name not in (ANY, name):
            return
        self.seen += 1
        if self.seen == self.at:
            self.blown = True
            strike(self.stroke)


@lru_cache(maxsize=1)
def the_plan() -> Plan:
    """The campaign's plan; made once in the process from which the senders are forked."""
    plan, issues = make_plan(files_of(activities=1, organisations=LETTERS))
    assert plan is not None, issues
    return plan


the_plan()
COMPOSER = Composer()


class OnePlan(PlanShelf):
    """The plan that was made before the fork, instead of one second of reading per sender."""

    def of(self, session: Session, edition: str) -> Plan:
        del session, edition
        return the_plan()


class _Watched:
    """The transport, telling the fuse before and after each letter."""

    def __init__(self, pool: MailPool, step: Callable[[str], None]) -> None:
        self._pool = pool
        self._step = step

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        self._step("hand")
        try:
            return await self._pool.send(mime, sender=sender, recipient=recipient)
        finally:
            self._step("reply")


class _Striker:
    """Carries the strokes out, on this process and on its database."""

    def __init__(self, url: str, fuse: Fuse | None) -> None:
        self._url = url
        self._fuse = fuse
        self._failing = 0

    def step(self, name: str) -> None:
        if self._fuse is not None:
            self._fuse.step(name, self._strike)
        if name == "statement" and self._failing:
            self._failing -= 1
            gone = sqlite3.OperationalError("disk I/O error")
            raise OperationalError("the disk went away", None, gone)

    def _strike(self, stroke: str) -> None:
        if stroke == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif stroke == STOP:
            os.kill(os.getpid(), signal.SIGSTOP)
        elif self._url.startswith("sqlite"):
            self._failing = 2
        else:
            _terminate_backends(self._url, f"sender-{os.getpid()}")


def _terminate_backends(url: str, name: str) -> None:
    words = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
    with psycopg.connect(url) as own:
        own.execute(words, [name])


def _watch(engine: Engine, step: Callable[[str], None]) -> None:
    event.listen(engine, "begin", lambda *_: step("begin"))
    event.listen(engine, "before_cursor_execute", lambda *_: step("statement"))
    event.listen(engine, "commit", lambda *_: step("commit"))
    event.listen(Session, "after_commit", lambda *_: step("committed"))


def send(url: str, port: int, now: datetime, worker: str, batch: int, fuse: Fuse | None) -> None:
    """Empty the outbox; the body of the sender's process."""
    striker = _Striker(url, fuse)
    own_name = "" if url.startswith("sqlite") else f"&application_name=sender-{os.getpid()}"
    engine = open_engine(url + own_name, durable=False)
    _watch(engine, striker.step)
    server = MailServer(host="127.0.0.1", port=port, timeout=WAIT, final_timeout=WAIT)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[_Watched]:
        async with MailPool(server) as pool:
            yield _Watched(pool, striker.step)

    office = Office(
        engine,
        b"s" * 32,
        "http://site.test",
        open_transport,
        composer=COMPOSER,
        plans=OnePlan(),
        batch=batch,
    )
    try:
        asyncio.run(send_due(office, clock=lambda: now, worker=worker))
    except DBAPIError:
        sys.exit(DATABASE_LOST)
    finally:
        engine.dispose()
