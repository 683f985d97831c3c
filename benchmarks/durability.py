"""What durable recording costs: our campaign with and without waiting for the disk at each commit.

    python -m benchmarks.durability [--letters 2000] [--runs 5] [--latency 0 20] [--folder DIR] [--quick]

SQLite with synchronous=FULL beside OFF, PostgreSQL with synchronous_commit on beside off; the rest is
the same. The database lies in DIR (the cache folder unless it is given), on a real disk if that is one:
what one fsync costs there is printed, and where it costs nothing the result means nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import letters as own
from benchmarks import workers
from benchmarks.faults import postgresql
from models.engine import reading
from office.sending import send_due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    Copies = Callable[[], AbstractContextManager[str]]


def fsync_milliseconds(folder: Path) -> float:
    """The median of 50 small writes that wait for the disk."""
    found = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(50):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def campaign(url: str, port: int, now: datetime, *, durable: bool, sessions: int) -> float:
    """Letters per second of one campaign on one copy."""
    office = workers.office_of(url, port, lines=sessions, durable=durable)
    with reading(office.engine) as session:
        office.plans.of(session, "made-up/2023-2024")
    began = time.perf_counter()
    done = asyncio.run(send_due(office, clock=lambda: now, worker="benchmark"))
    seconds = time.perf_counter() - began
    office.engine.dispose()
    return done.sent / seconds


def compare(name: str, copies: Copies, now: datetime, given: argparse.Namespace) -> None:
    """Print both ways beside each other, interleaved."""
    for latency in given.latency:
        rates: dict[bool, list[float]] = {True: [], False: []}
        with own.sink(latency) as port:
            for _ in range(given.runs):
                for durable, found in rates.items():
                    with copies() as url:
                        found.append(
                            campaign(url, port, now, durable=durable, sessions=given.sessions)
                        )
        costs = [
            (1 - mine / its) * 100 for mine, its in zip(rates[True], rates[False], strict=True)
        ]
        print(f" {name}, {latency} ms a reply")
        print(f"  durable      {own.told(rates[True], 'letters/s')}")
        print(f"  not durable  {own.told(rates[False], 'letters/s')}")
        print(f"  durable recording costs {own.told(costs, '%')}  (wanted: at most 20)", flush=True)


def main() -> None:
    """SQLite, then PostgreSQL."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vekha-benchmarks"
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--latency", type=int, nargs="+", default=[0, 20])
    parser.add_argument("--folder", type=Path, default=cache)
    parser.add_argument("--quick", action="store_true", help="a quarter of the letters, 3 runs")
    given = parser.parse_args()
    if given.quick:
        given.letters, given.runs = given.letters // 4, 3
    given.folder.mkdir(parents=True, exist_ok=True)
    print(f"one fsync in {given.folder}: {fsync_milliseconds(given.folder):.2f} ms")
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        made = workers.prepare(f"sqlite:///{place}/base.db", given.letters)

        @contextmanager
        def copies() -> Iterator[str]:
            file = Path(place) / "copy.db"
            shutil.copyfile(Path(place) / "base.db", file)
            yield f"sqlite:///{file}"
            for part in Path(place).glob("copy.db*"):
                part.unlink()

        compare("SQLite", copies, made.now, given)
    with postgresql() as url:
        prepared = workers.prepare(url, given.letters)
        compare("PostgreSQL (in the system's temporary folder)", prepared.copy, prepared.now, given)


if __name__ == "__main__":
    main()
