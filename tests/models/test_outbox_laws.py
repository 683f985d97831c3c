"""The laws of the outbox under any order of claims, deaths, replies, edits and decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.engine import open_engine, reading, writing
from models.letter import NewLetter
from models.mail_log import letters
from models.migrating import upgrade
from models.outbox import (
    Outcome,
    cancel_letters,
    claim_letters,
    doubt_expired,
    expire_letters,
    mark_handed,
    queue_letters,
    record_outcomes,
    release_letters,
    resolve_doubt,
)
from vekha.states import LetterState

START = datetime(2024, 2, 1, tzinfo=UTC)
LEASE = timedelta(minutes=5)
WORKERS = st.sampled_from(["u", "v"])
NAMES = st.sampled_from([f"school-{n}" for n in range(3)])
FINAL = (LetterState.SENT, LetterState.REFUSED, LetterState.CANCELLED)


class Outbox(RuleBasedStateMachine):
    """Two workers and a server that counts what reaches it; workers die and come back late."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_engine("sqlite://")
        upgrade(self.engine)
        self.now = START
        self.held: dict[str, list[str]] = {"u": [], "v": []}  # what a worker believes it holds
        self.handed: dict[str, list[str]] = {"u": [], "v": []}
        self.received: dict[str, int] = {}
        self.allowed: dict[str, int] = {}  # once, and once more for each «again» or known 4xx
        self.final: dict[str, LetterState] = {}

    def teardown(self) -> None:
        self.engine.dispose()

    @initialize()
    def begin(self) -> None:
        self.queue([f"school-{n}" for n in range(3)], 600)

    @rule(names=st.lists(NAMES, min_size=1, unique=True), useful=st.sampled_from([4, 60, 600]))
    def queue(self, names: list[str], useful: int) -> None:
        new = [
            NewLetter(
                key=f"e/s/remind-1/{name}",
                edition="e",
                action="e/s/remind-1",
                template="remind",
                person=name,
                organisation=name,
                address=f"{name}@example.kz",
                subject_key="s",
                not_after=self.now + timedelta(minutes=useful),
            )
            for name in names
        ]
        with writing(self.engine) as session:
            added = queue_letters(session, new, now=self.now)
            assert queue_letters(session, new, now=self.now) == 0
        before = set(self.allowed)
        for letter in new:
            self.allowed.setdefault(letter.key, 1)
        assert added == len(set(self.allowed) - before)

    @rule(worker=WORKERS, limit=st.integers(1, 3))
    def claim(self, worker: str, limit: int) -> None:
        with writing(self.engine) as session:
            batch = claim_letters(session, worker=worker, now=self.now, lease=LEASE, limit=limit)
        assert len(batch) <= limit
        assert all(row.not_after > self.now >= row.next_try for row in batch)
        self.held[worker] += [row.key for row in batch]

    @rule(worker=WORKERS)
    def hand(self, worker: str) -> None:
        """The server receives exactly what the outbox let through."""
        with writing(self.engine) as session:
            keys = mark_handed(session, self.held[worker], worker=worker, now=self.now, lease=LEASE)
        for key in keys:
            self.received[key] = self.received.get(key, 0) + 1
        self.held[worker] = []
        self.handed[worker] += keys

    @rule(worker=WORKERS, data=st.data())
    def reply(self, worker: str, data: st.DataObject) -> None:
        outcomes = []
        for key in self.handed[worker]:
            kind = data.draw(
                st.sampled_from([LetterState.SENT, LetterState.REFUSED, LetterState.DELAYED])
            )
            later = self.now + timedelta(minutes=3)
            outcomes.append(Outcome(key, kind, at=self.now, next_try=later, mime=b"mime"))
        with writing(self.engine) as session:
            for outcome in outcomes:
                recorded = record_outcomes(session, [outcome], worker=worker)
                if recorded and outcome.state is LetterState.DELAYED:
                    self.allowed[outcome.key] += 1  # the server said that it has not got it
        self.handed[worker] = []

    @rule(worker=WORKERS)
    def release(self, worker: str) -> None:
        with writing(self.engine) as session:
            release_letters(session, self.held[worker], worker=worker, now=self.now)
        self.held[worker] = []

    @rule(worker=WORKERS)
    def die(self, worker: str) -> None:
        self.held[worker] = []
        self.handed[worker] = []

    @rule(worker=WORKERS, limit=st.integers(1, 3))
    def claim_and_hand(self, worker: str, limit: int) -> None:
        self.claim(worker, limit)
        self.hand(worker)

    @rule(minutes=st.sampled_from([1, 3, 6]))
    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with writing(self.engine) as session:
            doubt_expired(session, self.now)
            expire_letters(session, self.now)

    @rule(name=NAMES)
    def answer(self, name: str) -> None:
        with writing(self.engine) as session:
            cancel_letters(
                session, edition="e", survey="s", organisation=name, why="", now=self.now
            )

    @rule(name=NAMES, again=st.booleans())
    def decide(self, name: str, again: bool) -> None:
        key = f"e/s/remind-1/{name}"
        decision = "again" if again else "sent"
        with writing(self.engine) as session:
            done = resolve_doubt(session, key, decision, by="m", why="", now=self.now)  # type: ignore[arg-type]
        if done and again:
            self.allowed[key] += 1

    @invariant()
    def nothing_reaches_the_server_more_often_than_allowed(self) -> None:
        assert all(number <= self.allowed[key] for key, number in self.received.items())

    @invariant()
    def what_ended_never_goes_back(self) -> None:
        with reading(self.engine) as session:
            rows = {row.key: row.state for row in letters(session)}
        assert set(rows) == set(self.allowed), "no letter is lost"
        for key, state in self.final.items():
            assert rows[key] is state
        self.final = {key: state for key, state in rows.items() if state in FINAL}


Outbox.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestOutbox = Outbox.TestCase
