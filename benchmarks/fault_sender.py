"""The sender under test: a process that empties the outbox and is struck at a step of its own.

A fuse counts the steps of the sender (or, in fault_server.py, those of the mail server) and strikes
at the n-th: the process is killed or stopped, its database goes away, or its disk is full. Nothing in
Vekha knows of it. What was struck is noted in a file before the stroke falls, for the tally of places.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

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

FULL_FOR = 4
"""Transactions that begin until there is room on the disk again."""

KILL, STOP, CUT, FULL = "kill", "stop", "cut", "full"


@dataclass(slots=True)
class Fuse:
    """Strikes at the n-th step of a name (or of any); `stroke` is kill, stop, cut or full."""

    name: str
    at: int
    stroke: str = KILL
    seen: int = 0
    blown: bool = False
    tries: int = 0  # senders that ended before they came so far

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
    plan, issues = make_plan(files_of(activities=1, organisations=LETTERS, twin=True))
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


class Places(threading.local):
    """What the thread's transaction has done so far, in words."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def now(self, step: str, statement: str = "") -> str:
        """The name of the place at which a step stands."""
        if step == "begin":
            self.done = []
            return "begin"
        if step == "statement":
            word = _word_of(statement)
            if word not in self.done:
                self.done.append(word)
            return f"{word}: before the statement"
        if step in ("commit", "committed"):
            changes = "+".join(word for word in self.done if word != "read") or "nothing"
            return f"{changes}: {'before' if step == 'commit' else 'after'} the commit"
        return {"hand": "before MAIL", "reply": "reply known, not recorded"}[step]


def _word_of(statement: str) -> str:
    """What a statement is for: claim, mark, record, release, or only reading."""
    if statement.lstrip().upper().startswith("SELECT"):
        return "read"
    changed = statement.partition(" SET ")[2].partition(" WHERE ")[0]
    if "attempts=" in changed or "INTO letter_copy" in statement:
        return "record"
    if "next_try=" in changed:
        return "release"
    if "lease_by=" in changed:
        return "claim"
    return "mark" if "handed_at=" in changed else "other"


class _Striker:
    """Carries the strokes out, on this process and on its database."""

    def __init__(self, url: str, fuse: Fuse | None, notes: Path) -> None:
        self._url = url
        self._fuse = fuse
        self._notes = notes
        self._places = Places()
        self._failing = 0
        self._full = 0

    def step(self, name: str, statement: str = "") -> None:
        place = self._places.now(name, statement)
        if self._fuse is not None:
            self._fuse.step(name, lambda stroke: self._strike(stroke, place))
        if name == "statement" and self._failing:
            self._failing -= 1
            gone = sqlite3.OperationalError("disk I/O error")
            raise OperationalError("the disk went away", None, gone)
        if name == "begin" and self._full:
            self._full -= 1
            if not self._full:
                _limit_files(resource.RLIM_INFINITY)

    def _strike(self, stroke: str, place: str) -> None:
        with self._notes.open("a", encoding="utf-8") as notes:
            notes.write(f"{place}\n")
        if stroke == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif stroke == STOP:
            os.kill(os.getpid(), signal.SIGSTOP)
        elif stroke == FULL:
            self._full = FULL_FOR
            _limit_files(4096)
        elif self._url.startswith("sqlite"):
            self._failing = 2
        else:
            _terminate_backends(self._url, f"sender-{os.getpid()}")


def _limit_files(size: int) -> None:
    """Let the system refuse to write beyond `size`; Python ignores the signal that comes with it."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))


def _terminate_backends(url: str, name: str) -> None:
    words = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
    with psycopg.connect(url) as own:
        own.execute(words, [name])


def _watch(engine: Engine, step: Callable[..., None]) -> None:
    event.listen(engine, "begin", lambda *_: step("begin"))
    event.listen(engine, "before_cursor_execute", lambda *found: step("statement", found[2]))
    event.listen(engine, "commit", lambda *_: step("commit"))
    event.listen(Session, "after_commit", lambda *_: step("committed"))


def send(
    url: str, port: int, now: datetime, worker: str, batch: int, fuse: Fuse | None, notes: Path
) -> None:
    """Empty the outbox; the body of the sender's process. Where it was struck is added to `notes`."""
    striker = _Striker(url, fuse, notes)
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
