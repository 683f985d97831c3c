"""The laws of the outbox under any order of claims, deaths, restarts, replies, bounces and decisions.

On SQLite and, with fewer examples, on PostgreSQL; the states are drawn in docs/states.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from models.column import table_of
from models.engine import reading, writing
from models.event import Event, events
from models.holding import hold_letters
from models.leases import end_leases, hold_on
from models.letter import LetterCopy, LetterRow, NewLetter
from models.mail_log import letter, letter_copy, letters
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
from models.returned import refuse_returned
from vekha.states import LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

START = datetime(2024, 2, 1, tzinfo=UTC)
LEASE = timedelta(minutes=5)
AHEAD = {"u": timedelta(), "v": timedelta(minutes=-4), "w": timedelta(minutes=7)}
"""How far the clock of each worker is off."""

WORKERS = st.sampled_from(sorted(AHEAD))
NAMES = st.sampled_from([f"school-{n}" for n in range(3)])
FINAL = (LetterState.SENT, LetterState.REFUSED, LetterState.CANCELLED)


class Outbox(RuleBasedStateMachine):
    """Three workers whose clocks disagree, and a server that counts what reaches it.

    Workers die, come back late, are restarted; the database is put back from a backup.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        with writing(engine) as session:
            for table in (Event, LetterCopy, LetterRow):
                session.execute(table_of(table).delete())
        self.now = START
        self.held: dict[str, list[str]] = {name: [] for name in AHEAD}  # as the worker believes
        self.handed: dict[str, list[str]] = {name: [] for name in AHEAD}
        self.received: dict[str, int] = {}
        self.allowed: dict[str, int] = {}  # once, and once more for each «again» or known 4xx
        self.final: dict[str, LetterState] = {}
        self.backup: list[dict[str, Any]] = []
        self.backed_up = START

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
        for one in new:
            self.allowed.setdefault(one.key, 1)
        assert added == len(set(self.allowed) - before)

    @rule(worker=WORKERS, limit=st.integers(1, 3))
    def claim(self, worker: str, limit: int) -> None:
        with writing(self.engine) as session:
            now = self.now + AHEAD[worker]
            batch = claim_letters(session, worker=worker, now=now, lease=LEASE, limit=limit)
            rows = [letter(session, one.key) for one in batch]
        assert len(batch) <= limit
        assert all(row and row.not_after > now >= row.next_try for row in rows)
        self.held[worker] += [row.key for row in batch]

    @rule(worker=WORKERS)
    def hand(self, worker: str) -> None:
        """The server receives exactly what the outbox let through."""
        with writing(self.engine) as session:
            now = self.now + AHEAD[worker]
            keys = mark_handed(session, self.held[worker], worker=worker, now=now, lease=LEASE)
        for key in keys:
            self.received[key] = self.received.get(key, 0) + 1
        self.held[worker] = []
        self.handed[worker] += keys

    @rule(worker=WORKERS, data=st.data())
    def reply(self, worker: str, data: st.DataObject) -> None:
        outcomes = []
        for key in self.handed[worker]:
            kind = data.draw(
                st.sampled_from(
                    [
                        LetterState.SENT,
                        LetterState.REFUSED,
                        LetterState.DELAYED,
                        LetterState.IN_DOUBT,
                    ]
                )
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

    @rule()
    def restart(self) -> None:
        """All of one machine is killed and starts again: no lease is waited for."""
        for worker in AHEAD:
            self.die(worker)
        with writing(self.engine) as session:
            end_leases(session, self.now)
            doubt_expired(session, self.now)
        with reading(self.engine) as session:
            assert not letters(session, states=[LetterState.SENDING])

    @rule(worker=WORKERS)
    def hold(self, worker: str) -> None:
        """Nobody's letter changes its state or its worker by that."""
        with writing(self.engine) as session:
            before = {row.key: (row.state, row.lease_by) for row in letters(session)}
            now = self.now + AHEAD[worker]
            held = hold_on(session, worker=worker, now=now, lease=LEASE)
            after = {row.key: (row.state, row.lease_by) for row in letters(session)}
        assert before == after
        assert held <= list(after.values()).count((LetterState.SENDING, worker))

    @rule(worker=WORKERS)
    def look_after_leases(self, worker: str) -> None:
        """Any worker's clock may end another one's lease too early."""
        with writing(self.engine) as session:
            before = {row.key: row for row in letters(session, states=[LetterState.SENDING])}
            abandoned = doubt_expired(session, self.now + AHEAD[worker])
        assert all(before[key].handed_at is not None for key in abandoned.doubted)
        assert all(before[key].handed_at is None for key in abandoned.queued)

    @rule()
    def back_up(self) -> None:
        with reading(self.engine) as session:
            found = session.execute(select(table_of(LetterRow))).mappings()
            self.backup = [dict(row) for row in found]
        self.backed_up = self.now

    @precondition(lambda self: self.backup)
    @rule()
    def put_back(self) -> None:
        """Nobody works meanwhile; what was open at the time of the backup is held."""
        for worker in AHEAD:
            self.die(worker)
        with writing(self.engine) as session:
            session.execute(table_of(LetterCopy).delete())
            session.execute(table_of(LetterRow).delete())
            session.execute(table_of(LetterRow).insert(), self.backup)
            hold_letters(session, moment=self.backed_up, why="", now=self.now)
        self.final = {}

    @rule(name=NAMES)
    def bounce(self, name: str) -> None:
        key = f"e/s/remind-1/{name}"
        with writing(self.engine) as session:
            back = refuse_returned(
                session, key=key, message_id="", recipient="", code="5.1.1", reply="", now=self.now
            )
        if back is not None:
            assert back.state is LetterState.REFUSED
            self.final[key] = LetterState.REFUSED

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

    @invariant()
    def what_is_in_doubt_is_told(self) -> None:
        with reading(self.engine) as session:
            told = {event.detail["letter"] for event in events(session, kind="letter in doubt")}
            doubted = letters(session, states=[LetterState.IN_DOUBT])
        assert {row.key for row in doubted} <= told
        assert all(row.handed_at is not None for row in doubted), "when it may have gone"

    @invariant()
    def what_counts_as_sent_by_itself_reached_the_server(self) -> None:
        with reading(self.engine) as session:
            for row in letters(session, states=[LetterState.SENT]):
                if letter_copy(session, row.key) is not None:
                    assert self.received.get(row.key)


def explore(engine: Engine, *, examples: int) -> None:
    run_state_machine_as_test(
        lambda: Outbox(engine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_no_order_of_events_breaks_the_laws_on_sqlite(sqlite: Engine) -> None:
    explore(sqlite, examples=40)


def test_no_order_of_events_breaks_the_laws_on_postgresql(postgresql: Engine) -> None:
    explore(postgresql, examples=8)
