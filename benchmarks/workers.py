"""Several worker processes share one campaign on PostgreSQL, behind a latency: letters per second.

    python -m benchmarks.workers [--workers 1 2 4] [--letters 1000] [--runs 5] [--latency 20] [--quick]

Each worker is a process of its own with Vekha's usual settings (4 lines, batches of 50); nobody
hands out work: they take leases with SKIP LOCKED. PostgreSQL comes from a wheel, durable as it is by
default. The mail sink writes down every letter that it took, so that duplicates and losses are counted
in each run. At the end one of two workers is killed in mid-batch, and another one takes its place.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from benchmarks.faults import postgresql
from benchmarks.made_up_roadmap import files_of
from models.engine import open_engine, reading
from models.mail_log import count_letters
from models.migrating import upgrade
from notifications.transport import MailPool, MailServer
from office.deploying import deploy
from office.office import Office
from office.performing import perform
from office.sending import send_due
from office.upkeep import keep_up
from vekha.planning import make_plan
from vekha.states import LetterState

LEASE_OVER = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database with so many letters queued, from which each run takes a copy."""

    url: str
    now: datetime
    letters: int

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy."""
        base = make_url(self.url).database
        own = f"{base}_{random.randrange(10**9)}"
        names = {"base": sql.Identifier(str(base)), "own": sql.Identifier(own)}
        with psycopg.connect(_renamed(self.url, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {own} TEMPLATE {base}").format(**names))
            yield _renamed(self.url, own)
            connection.execute(sql.SQL("DROP DATABASE {own} WITH (FORCE)").format(**names))


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def office_of(url: str, port: int, *, lines: int = 4, durable: bool = True) -> Office:
    """An office as a worker has it."""
    server = MailServer(host="127.0.0.1", port=port, connections=lines, max_per_connection=10**6)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[MailPool]:
        async with MailPool(server) as pool:
            yield pool

    engine = open_engine(url, durable=durable)
    return Office(engine, b"s" * 32, "http://site.test", open_transport, lines=lines)


def prepare(url: str, number: int) -> Prepared:
    """One invitation for each of so many organisations."""
    if not url.startswith("sqlite"):
        own = f"workers_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        url = _renamed(url, own)
    files = files_of(activities=1, organisations=number)
    plan, issues = make_plan(files)
    assert plan is not None, issues
    invite = plan.action(f"{plan.edition}/survey-0/invite")
    assert invite is not None
    office = office_of(url, 1)
    upgrade(office.engine)
    deploy(office, files, by="benchmark", now=invite.due - timedelta(days=1))
    assert perform(office, invite.key, now=invite.due, worker="benchmark").queued == number
    office.engine.dispose()
    return Prepared(url, invite.due, number)


@contextmanager
def sink(latency: int, keys: Path) -> Iterator[int]:
    """The sink in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.sink", str(latency), str(keys)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Worker:
    """A process that is ready, begins when told to, and says how many letters it sent."""

    def __init__(self, url: str, port: int, name: str, now: datetime, *, lines: int = 4) -> None:
        command = [sys.executable, "-m", "benchmarks.workers", "--work", url, str(port), name]
        self.process = subprocess.Popen(
            [*command, now.isoformat(), str(lines)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._said() == "ready"

    def _said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def begin(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def finish(self) -> int:
        """Until it has ended: how many letters it sent; 0 when it was killed."""
        said = self._said()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        return int(said or 0)


def work(url: str, port: int, name: str, now: datetime, lines: int) -> None:
    """The body of a worker's process."""
    office = office_of(url, port, lines=lines)
    with reading(office.engine) as session:  # reading the roadmap is not what is measured
        office.plans.of(session, "made-up/2023-2024")
    print("ready", flush=True)
    sys.stdin.readline()
    done = asyncio.run(send_due(office, clock=lambda: now, worker=name))
    print(done.sent, flush=True)


def shared(prepared: Prepared, workers: int, latency: int, folder: Path) -> float:
    """Letters per second of so many workers at once; raises when one went twice or was lost."""
    keys = folder / "keys"
    with prepared.copy() as url, sink(latency, keys) as port:
        staff = [Worker(url, port, f"w{n}", prepared.now) for n in range(workers)]
        began = time.perf_counter()
        for worker in staff:
            worker.begin()
        sent = [worker.finish() for worker in staff]
        seconds = time.perf_counter() - began
        taken = Counter(keys.read_text(encoding="utf-8").splitlines())
    assert sum(sent) == len(taken) == prepared.letters, (sent, len(taken))
    assert max(taken.values()) == 1
    return prepared.letters / seconds


def replaced(prepared: Prepared, latency: int, folder: Path) -> str:
    """One of two workers is killed in mid-batch; a third one ends the campaign. What came of it."""
    keys = folder / "keys"
    with prepared.copy() as url, sink(latency, keys) as port:
        staff = [Worker(url, port, f"w{n}", prepared.now) for n in range(2)]
        for worker in staff:
            worker.begin()
        while len(keys.read_bytes().splitlines()) < prepared.letters // 3:
            time.sleep(0.01)
        staff[0].process.send_signal(signal.SIGKILL)
        for worker in staff:
            worker.finish()
        left = len(keys.read_bytes().splitlines())
        later = prepared.now + LEASE_OVER  # the dead one's lease has ended
        office = office_of(url, port)
        keep_up(office, now=later)
        third = Worker(url, port, "w2", later)
        third.begin()
        third.finish()
        with reading(office.engine) as session:
            states = count_letters(session)
        office.engine.dispose()
        taken = Counter(keys.read_text(encoding="utf-8").splitlines())
    doubted = states.get(LetterState.IN_DOUBT, 0)
    lost = prepared.letters - states.get(LetterState.SENT, 0) - doubted
    twice = sum(times > 1 for times in taken.values())
    assert not lost
    assert not twice
    assert doubted <= office.batch
    return (
        f"one of two killed: {left} letters without it, {len(taken)} with its successor; "
        f"sent {states.get(LetterState.SENT, 0)}, in doubt and listed {doubted}, "
        f"duplicates {twice}, lost {lost}"
    )


def told(values: list[float], unit: str, *, digits: int = 0) -> str:
    """«412 letters/s  (390–430)»."""
    middle = statistics.median(values)
    return f"{middle:8.{digits}f} {unit}  ({min(values):.{digits}f}–{max(values):.{digits}f})"


def measure(given: argparse.Namespace) -> None:
    """Print the table."""
    letters, runs = (given.letters // 4, 3) if given.quick else (given.letters, given.runs)
    rates: dict[int, list[float]] = {number: [] for number in given.workers}
    with tempfile.TemporaryDirectory() as place, postgresql() as url:
        prepared = prepare(url, letters)
        for _ in range(runs):
            for number in given.workers:
                rates[number].append(shared(prepared, number, given.latency, Path(place)))
                print(f"  {number}: {rates[number][-1]:.0f}", file=sys.stderr, flush=True)
        print(
            f"{letters} letters on PostgreSQL, {given.latency} ms a reply, {os.cpu_count()} cores, "
            f"medians of {runs} interleaved runs; duplicates 0, lost 0 in each"
        )
        first = rates[given.workers[0]]
        for number, values in rates.items():
            ratios = [mine / its for mine, its in zip(values, first, strict=True)]
            print(
                f"  {number} workers  {told(values, 'letters/s')}"
                f"   × {told(ratios, '', digits=2).strip()}"
            )
        print(f"  {replaced(prepared, given.latency, Path(place))}", flush=True)


def main() -> None:
    """Measure; `--work` is for the processes that it starts itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--latency", type=int, default=20, help="milliseconds before each reply")
    parser.add_argument("--quick", action="store_true", help="a quarter of the letters, 3 runs")
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        url, port, name, now, lines = given.work
        work(url, int(port), name, datetime.fromisoformat(now), int(lines))
    else:
        measure(given)


if __name__ == "__main__":
    main()
