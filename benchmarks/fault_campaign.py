"""One campaign of 300 letters under faults: senders are struck until all is settled, then sets compared."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from benchmarks.fault_sender import (
    COMPOSER,
    CUT,
    DATABASE_LOST,
    LETTERS,
    STOP,
    Fuse,
    OnePlan,
    send,
    the_plan,
)
from benchmarks.fault_server import STEPS, TROUBLES, RecordingServer
from benchmarks.made_up_roadmap import files_of
from models.engine import open_engine, reading
from models.mail_log import letters, next_try_at
from models.migrating import upgrade
from notifications.folder import FolderTransport
from office.deploying import deploy
from office.office import Office
from office.performing import perform
from office.upkeep import KeptUp, keep_up
from vekha.states import LetterState

LEASE_OVER = timedelta(minutes=6)
PATIENCE = 120.0
MOST_ROUNDS = 300
SETTLED = {
    LetterState.SENT,
    LetterState.REFUSED,
    LetterState.IN_DOUBT,
    LetterState.CANCELLED,
}

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["benchmarks.fault_sender"])


@dataclass(slots=True)
class Verdict:
    """What came of one or more campaigns; lists hold letter keys."""

    campaigns: int = 0
    senders: int = 0
    kills: int = 0
    stops: int = 0
    cuts: int = 0
    gave_up: int = 0  # senders whose database did not come back
    letters: int = 0
    accepted: int = 0
    sent: int = 0
    refused: int = 0
    lines_lost: int = 0
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    most_doubted_by_a_death: float = 0.0
    beyond_bound: list[str] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        """Sum up."""
        for name in self.__dataclass_fields__:
            mine, its = getattr(self, name), getattr(other, name)
            worst = name == "most_doubted_by_a_death"
            setattr(self, name, max(mine, its) if worst else mine + its)

    def __str__(self) -> str:
        return (
            f"{self.campaigns} campaigns, {self.senders} senders; kills {self.kills}, "
            f"stops {self.stops}, database cuts {self.cuts} ({self.gave_up} senders gave up), "
            f"lines lost by the server {self.lines_lost}\n"
            f"    letters {self.letters}: accepted {self.accepted}, sent {self.sent}, "
            f"refused {self.refused}, in doubt and listed {len(self.in_doubt)}\n"
            f"    duplicates {len(self.duplicates)}, lost {len(self.lost)}, "
            f"most in doubt by one death {self.most_doubted_by_a_death:.0f}"
        )


@dataclass(frozen=True, slots=True)
class Database:
    """A database with 300 letters queued, from which each campaign takes a copy."""

    url: str
    folder: Path

    @classmethod
    def prepare(cls, url: str, folder: Path) -> Database:
        """Fill the database at `url` (empty) with the campaign."""
        if not url.startswith("sqlite"):
            own = f"vekha_faults_{os.getpid()}_{random.randrange(10**6)}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
            url = _renamed(url, own)
        engine = open_engine(url, durable=False)
        upgrade(engine)
        office = _office(engine, folder)
        plan = the_plan()
        invite = plan.action(f"{plan.edition}/survey-0/invite")
        assert invite is not None
        made = files_of(activities=1, organisations=LETTERS)
        deploy(office, made, by="faults", now=invite.due - timedelta(days=1))
        assert perform(office, invite.key, now=invite.due, worker="faults").queued == LETTERS
        engine.dispose()
        return cls(url, folder)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, which is dropped at the end."""
        if self.url.startswith("sqlite"):
            own = self.folder / f"copy-{random.randrange(10**9)}.db"
            shutil.copyfile(str(make_url(self.url).database), own)
            yield f"sqlite:///{own}"
            for file in self.folder.glob(own.name + "*"):
                file.unlink()
            return
        base = str(make_url(self.url).database)
        copy = f"{base}_{random.randrange(10**9)}"
        names = {"base": sql.Identifier(base), "copy": sql.Identifier(copy)}
        with psycopg.connect(_renamed(self.url, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {base}").format(**names))
            yield _renamed(self.url, copy)
            connection.execute(sql.SQL("DROP DATABASE {copy} WITH (FORCE)").format(**names))

    def drop(self) -> None:
        """Take the prepared database away again."""
        if not self.url.startswith("sqlite"):
            name = sql.Identifier(str(make_url(self.url).database))
            with psycopg.connect(_renamed(self.url, "postgres"), autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _office(engine: object, folder: Path) -> Office:
    @contextmanager
    def nothing() -> Iterator[FolderTransport]:
        yield FolderTransport(folder)

    return Office(
        engine,  # type: ignore[arg-type]
        b"s" * 32,
        "http://site.test",
        nothing,  # type: ignore[arg-type]
        composer=COMPOSER,
        plans=OnePlan(),
    )


class Campaign:
    """Runs one campaign on one copy of the database until every letter is settled."""

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        fuses: list[Fuse],
        seed: int,
        workers: int,
        batch: int,
        trouble: float,
    ) -> None:
        self._url = url
        self._fuses = fuses
        self._chance = random.Random(seed)
        self._workers = workers
        self._batch = batch
        self._trouble = trouble
        self._engine = open_engine(url, durable=False)
        self._office = _office(self._engine, folder)
        plan = the_plan()
        self._invite = plan.action(f"{plan.edition}/survey-0/invite")
        assert self._invite is not None
        self.now: datetime = self._invite.due
        self.verdict = Verdict(campaigns=1, letters=LETTERS)
        self._server = RecordingServer()
        self._victims: dict[int, Fuse] = {}
        self._stopped: list[ForkServerProcess] = []

    def run(self) -> Verdict:
        """Until settled, at most MOST_ROUNDS rounds of senders."""
        try:
            with self._server:
                recorder = self._server.recorder
                recorder.trouble, recorder.on_step = self._trouble_at, self._server_step
                for number in range(MOST_ROUNDS):
                    self._round(number)
                    if self._settled():
                        break
                self._wake()
            self._compare()
            return self.verdict
        finally:
            self._engine.dispose()

    def _round(self, number: int) -> None:
        """Some senders at once; those that were stopped go on in the next round, too late."""
        fuses = [self._fuses.pop(0) if self._fuses else None for _ in range(self._workers)]
        senders = [self._start(f"w{number}-{n}", fuse) for n, fuse in enumerate(fuses)]
        woken, self._stopped = self._stopped, []
        for late in woken:
            os.kill(_pid(late), signal.SIGCONT)
        dead = 0
        for sender in [*senders, *woken]:
            dead += self._wait(sender)
        self._victims.clear()
        self.now += LEASE_OVER
        kept = self._keep_up()
        if dead + len(self._stopped):
            # A stopped sender holds a batch exactly as a dead one does.
            share = len(kept.doubted) / (dead + len(self._stopped))
            worst = max(self.verdict.most_doubted_by_a_death, share)
            self.verdict.most_doubted_by_a_death = worst
        if len(kept.doubted) > self._batch * (dead + len(self._stopped)):
            self.verdict.beyond_bound += kept.doubted
        self._skip_waiting()

    def _keep_up(self) -> KeptUp:
        """On SQLite a sender that sleeps within a transaction lets nobody write: it has to wake."""
        try:
            return keep_up(self._office, now=self.now)
        except OperationalError:
            self._wake()
            return keep_up(self._office, now=self.now)

    def _skip_waiting(self) -> None:
        """Nothing to send before the next try: let the time pass."""
        with reading(self._engine) as session:
            following = next_try_at(session)
        if following is not None and following > self.now:
            self.now = following

    def _start(self, worker: str, fuse: Fuse | None) -> ForkServerProcess:
        of_server = fuse is not None and fuse.name in STEPS
        arguments = (self._url, self._server.port, self.now, worker, self._batch)
        sender = _forks.Process(target=send, args=(*arguments, None if of_server else fuse))
        sender.start()
        self.verdict.senders += 1
        if of_server and fuse is not None:
            self._victims[_pid(sender)] = fuse
        if fuse is not None and fuse.stroke == CUT:
            self.verdict.cuts += 1
        return sender

    def _wait(self, sender: ForkServerProcess) -> bool:
        """Until the sender has ended or was stopped; whether it died with letters in its hands."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            sender.join(0.02)
            if sender.exitcode is not None:
                self._victims.pop(_pid(sender), None)
                break
            if _is_stopped(_pid(sender)):
                self._stopped.append(sender)
                self.verdict.stops += 1
                return False
        code = sender.exitcode
        assert code in (0, DATABASE_LOST, -signal.SIGKILL), f"a sender ended with {code}"
        self.verdict.kills += code == -signal.SIGKILL
        self.verdict.gave_up += code == DATABASE_LOST
        return code != 0

    def _wake(self) -> None:
        for late in self._stopped:
            os.kill(_pid(late), signal.SIGCONT)
            late.join(PATIENCE)
        self._stopped.clear()

    def _server_step(self, step: str) -> None:
        for pid, fuse in list(self._victims.items()):
            number = {STOP: signal.SIGSTOP}.get(fuse.stroke, signal.SIGKILL)
            with suppress(ProcessLookupError):  # it has ended by itself
                fuse.step(step, lambda _, pid=pid, number=number: os.kill(pid, number))  # type: ignore[misc]

    def _trouble_at(self, step: str) -> str:
        if step not in TROUBLES or self._chance.random() >= self._trouble:
            return ""
        return self._chance.choice(TROUBLES[step])

    def _settled(self) -> bool:
        if self._stopped:
            return False
        with reading(self._engine) as session:
            return all(row.state in SETTLED for row in letters(session))

    def _compare(self) -> None:
        """The server's set beside the outbox's."""
        accepted = self._server.recorder.accepted
        with reading(self._engine) as session:
            rows = {row.key: row.state for row in letters(session)}
        known = {LetterState.SENT, LetterState.IN_DOUBT}
        found = self.verdict
        found.accepted = len(accepted)
        found.lines_lost = self._server.recorder.lines_lost
        found.sent = sum(state is LetterState.SENT for state in rows.values())
        found.refused = sum(state is LetterState.REFUSED for state in rows.values())
        found.duplicates = sorted(key for key, times in accepted.items() if times > 1)
        found.in_doubt = sorted(k for k, state in rows.items() if state is LetterState.IN_DOUBT)
        found.lost = sorted(
            {key for key, state in rows.items() if state not in SETTLED}
            | {key for key, state in rows.items() if state is LetterState.CANCELLED}
            | {k for k, state in rows.items() if state is LetterState.SENT and k not in accepted}
            | {key for key in accepted if rows.get(key) not in known}
        )
        assert len(rows) == LETTERS


def run_campaign(
    database: Database,
    *,
    fuses: list[Fuse],
    seed: int,
    workers: int = 1,
    batch: int = 20,
    trouble: float = 0.01,
) -> Verdict:
    """One campaign; takes the fuses that it uses from the front of the list."""
    with database.copy() as url:
        campaign = Campaign(
            url,
            database.folder,
            fuses=fuses,
            seed=seed,
            workers=workers,
            batch=batch,
            trouble=trouble,
        )
        return campaign.run()


def _pid(process: ForkServerProcess) -> int:
    assert process.pid is not None
    return process.pid


def _is_stopped(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "T"
