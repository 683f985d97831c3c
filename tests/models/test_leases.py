"""A worker that waits for a slow mail server keeps its letters; one that is dead does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.engine import reading, writing
from models.leases import hold_on
from models.letter import NewLetter
from models.mail_log import letters
from models.outbox import claim_letters, doubt_expired, mark_handed, queue_letters
from vekha.states import LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

NOW = datetime(2024, 2, 29, 23, 58, tzinfo=UTC)
LEASE = timedelta(minutes=5)
LATER = NOW + timedelta(minutes=4)
DAY = timedelta(days=1)


def at_work(engine: Engine) -> None:
    """«alive» has handed one letter over and holds another; «dead» has handed one over."""
    new = [
        NewLetter(f"e/a/{name}", "e", "a", "t", name, f"{name}@x.example", NOW + DAY)
        for name in ("one", "three", "two")
    ]
    with writing(engine) as session:
        queue_letters(session, new, now=NOW)
        for worker, number in (("alive", 2), ("dead", 1)):
            claim_letters(session, worker=worker, now=NOW, lease=LEASE, limit=number)
        mark_handed(session, ["e/a/one"], worker="alive", now=NOW, lease=LEASE)
        mark_handed(session, ["e/a/two"], worker="dead", now=NOW, lease=LEASE)


def test_worker_that_lives_keeps_its_letters_beyond_the_first_lease(engine: Engine) -> None:
    at_work(engine)
    with writing(engine) as session:
        assert hold_on(session, worker="alive", now=LATER, lease=LEASE) == 2
        found = doubt_expired(session, NOW + LEASE)
    assert (found.queued, found.doubted) == ([], ["e/a/two"])
    with writing(engine) as session:
        found = doubt_expired(session, LATER + LEASE)
    assert (found.queued, found.doubted) == (["e/a/three"], ["e/a/one"])


def test_holding_on_shortens_no_lease_and_takes_nothing_back(engine: Engine) -> None:
    at_work(engine)
    with writing(engine) as session:
        assert hold_on(session, worker="alive", now=NOW - DAY, lease=LEASE) == 0  # its clock jumped
        doubt_expired(session, NOW + LEASE)
        assert hold_on(session, worker="alive", now=LATER, lease=LEASE) == 0
    with reading(engine) as session:
        states = {row.key: row.state for row in letters(session)}
    assert states == {
        "e/a/one": LetterState.IN_DOUBT,
        "e/a/two": LetterState.IN_DOUBT,
        "e/a/three": LetterState.QUEUED,
    }
