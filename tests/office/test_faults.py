"""The promise under faults, in short: one campaign on each database (at length: benchmarks/faults.py)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.fault_campaign import Setting, run_campaign
from benchmarks.fault_database import Database
from benchmarks.fault_sender import ANY, CUT, FULL, STOP, Fuse
from benchmarks.fault_server import EachTrouble
from benchmarks.fault_verdict import Verdict
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


def strike(database: Database, fuses: list[Fuse], setting: Setting, *, seed: int) -> Verdict:
    """As many campaigns as it takes to use all fuses, and one at least."""
    total = run_campaign(database, fuses=fuses, seed=seed, setting=setting)
    while fuses:
        total.add(run_campaign(database, fuses=fuses, seed=seed, setting=setting))
    return total


def test_no_letter_goes_twice_or_is_lost_when_senders_are_killed(database: Database) -> None:
    found = strike(database, kills(), Setting(trouble=0.003), seed=4)
    assert found.kills == found.places.total() == len(kills())
    assert found.places["server: accepted"] == 1
    assert_kept(found)


def test_no_letter_goes_twice_or_is_lost_when_one_sleeps_or_its_database_goes_away(
    database: Database,
) -> None:
    found = strike(database, stops_and_cuts(), Setting(trouble=0.003), seed=5)
    assert (found.stops, found.cuts) == (2, 2)
    assert_kept(found)


def test_no_letter_goes_twice_or_is_lost_when_three_senders_are_killed_at_once(
    database: Database,
) -> None:
    found = strike(database, kills()[:6], Setting(workers=3, trouble=0.003), seed=6)
    assert found.kills >= 4
    assert_kept(found)


def test_no_letter_goes_twice_or_is_lost_whatever_the_server_does(tmp_path: Path) -> None:
    """4xx, 5xx, silence, a dropped line, a reply that is forgotten, cut short or unreadable."""
    database = Database.prepare(f"sqlite:///{tmp_path / 'base.db'}", tmp_path)
    setting = Setting(trouble=EachTrouble(17), down=(0,))
    found = run_campaign(database, fuses=[], seed=7, setting=setting)
    kinds = {what.partition(": ")[2] for what in found.troubles}
    assert {"drop", "hang", "accept, then drop", "accept, then hang"} <= kinds
    assert found.refused
    assert found.in_doubt
    assert_kept(found)


def test_restored_backup_sends_nothing_twice_and_a_person_can_let_the_rest_go(
    database: Database,
) -> None:
    """It was taken while letters went out; what may have gone since is asked about."""
    setting = Setting(backup_in=0, restore_after=1, decide=True)
    found = run_campaign(database, fuses=[Fuse(ANY, 90), Fuse(ANY, 60)], seed=8, setting=setting)
    assert (found.restores, found.kills) == (1, 2)
    assert found.decided > 100
    assert found.sent == found.accepted == found.letters
    assert_kept(found)


def test_clocks_that_jump_or_disagree_send_nothing_twice_and_what_is_too_late_is_listed(
    database: Database,
) -> None:
    setting = Setting(
        workers=2,
        skews=(timedelta(minutes=-10), timedelta(minutes=7)),
        jumps={0: timedelta(hours=-3), 1: timedelta(days=40)},
    )
    fuses = [Fuse(ANY, 80), Fuse(ANY, 70), Fuse("rcpt", 5), Fuse("rcpt", 4)]
    found = run_campaign(database, fuses=fuses, seed=9, setting=setting)
    assert found.jumps == 2
    assert found.late
    assert_kept(found)


def test_duties_that_share_a_letter_go_once_and_none_is_lost(tmp_path: Path) -> None:
    """Two surveys ask the same people; what a letter says is read where it arrives."""
    database = Database.prepare(f"sqlite:///{tmp_path / 'base.db'}", tmp_path, merged=True)
    fuses = [Fuse("hand", 3), Fuse("committed", 4), Fuse("accepted", 6), Fuse("reply", 2, CUT)]
    found = strike(database, fuses, Setting(workers=2, trouble=0.005), seed=11)
    assert found.kills == 3
    assert found.letters >= 600
    assert_kept(found)


def test_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The system refuses to let SQLite's files grow, then there is room again."""
    database = Database.prepare(f"sqlite:///{tmp_path / 'base.db'}", tmp_path)
    fuses = [Fuse("reply", 14, FULL), Fuse("commit", 5, FULL), Fuse("statement", 9, FULL)]
    found = strike(database, fuses, Setting(), seed=10)
    assert found.full_disks == 3
    assert_kept(found)


def assert_kept(found: Verdict) -> None:
    """Nobody twice, nobody lost, and no more in doubt than a batch for each that died."""
    assert found.duplicates == []
    assert found.lost == []
    assert found.beyond_bound == []
    assert found.sent + found.refused + found.late + len(found.in_doubt) == found.letters
    assert found.accepted >= found.sent
