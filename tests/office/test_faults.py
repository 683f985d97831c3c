"""The promise under faults, in short: one campaign on each database (at length: benchmarks/faults.py)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fault_campaign import Database, Verdict, run_campaign
from benchmarks.fault_sender import CUT, STOP, Fuse
from benchmarks.faults import postgresql

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.xdist_group("faults"),
]


def kills() -> list[Fuse]:
    """One at each kind of step of the sender, and of the mail server that it talks to."""
    return [
        Fuse("begin", 2),
        Fuse("statement", 3),
        Fuse("commit", 2),
        Fuse("committed", 2),
        Fuse("hand", 3),
        Fuse("rcpt", 4),
        Fuse("message", 5),  # the server has all of it
        Fuse("accepted", 6),  # and has kept it, but has not said so
        Fuse("reply", 7),  # it has said so, nothing is recorded
    ]


def stops_and_cuts() -> list[Fuse]:
    """A sender that wakes when its lease is over, and one whose database goes away."""
    return [
        Fuse("statement", 14, CUT),
        Fuse("hand", 3, STOP),
        Fuse("reply", 2, CUT),
        Fuse("committed", 3, STOP),
    ]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """300 letters queued on each kind of database."""
    if request.param == "sqlite":
        yield Database.prepare(f"sqlite:///{tmp_path / 'base.db'}", tmp_path)
        return
    with postgresql() as url:
        yield Database.prepare(url, tmp_path)


def strike(database: Database, fuses: list[Fuse], *, workers: int, seed: int) -> Verdict:
    """As many campaigns as it takes to use all fuses."""
    total = Verdict()
    while fuses:
        found = run_campaign(database, fuses=fuses, seed=seed, workers=workers, trouble=0.003)
        total.add(found)
    return total


def test_no_letter_goes_twice_or_is_lost_when_senders_are_killed(database: Database) -> None:
    found = strike(database, kills(), workers=1, seed=4)
    assert found.kills == len(kills())
    assert_kept(found)


def test_no_letter_goes_twice_or_is_lost_when_one_sleeps_or_its_database_goes_away(
    database: Database,
) -> None:
    found = strike(database, stops_and_cuts(), workers=1, seed=5)
    assert (found.stops, found.cuts) == (2, 2)
    assert_kept(found)


def test_no_letter_goes_twice_or_is_lost_when_two_senders_are_killed_at_once(
    database: Database,
) -> None:
    found = strike(database, kills(), workers=2, seed=6)
    assert found.kills >= 5
    assert_kept(found)


def assert_kept(found: Verdict) -> None:
    """Nobody twice, nobody lost, and no more in doubt than a batch for each that died."""
    assert found.duplicates == []
    assert found.lost == []
    assert found.beyond_bound == []
    assert found.sent + found.refused + len(found.in_doubt) == found.letters
    assert found.accepted >= found.sent
