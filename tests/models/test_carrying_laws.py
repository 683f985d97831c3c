"""The laws of letters within letters, under any order of claims, deaths, replies, answers, decisions.

On SQLite and, with fewer examples, on PostgreSQL.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from models.carrying import (
    carried_by,
    carriers_among,
    carry,
    hold_waiting,
    let_go,
    mailboxes_since,
)
from models.column import table_of
from models.engine import reading, writing
from models.event import Event
from models.holding import CODE, hold_letters
from models.letter import LetterCopy, LetterRow, NewLetter
from models.mail_log import letters
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
from vekha.deciding.together import Mailbox, Waiting, bring_together
from vekha.states import LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

START = datetime(2024, 2, 1, tzinfo=UTC)
LEASE = timedelta(minutes=5)
WORKERS = st.sampled_from(["u", "v"])
SURVEYS = ("a", "b", "c", "d")
SCHOOLS = ("one", "two")
KEYS = st.sampled_from([f"{survey}/{school}" for survey in SURVEYS for school in SCHOOLS])
FINAL = (LetterState.SENT, LetterState.REFUSED, LetterState.CANCELLED)


class Common(RuleBasedStateMachine):
    """Four duties of each of two mailboxes; the server receives a carrier with what it carries."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        with writing(engine) as session:
            for table in (Event, LetterCopy, LetterRow):
                session.execute(table_of(table).delete())
        self.now = START
        # What a worker believes it holds: carrier → what it wrote into the letter.
        self.held: dict[str, dict[str, list[str]]] = {"u": {}, "v": {}}
        self.handed: dict[str, dict[str, list[str]]] = {"u": {}, "v": {}}
        self.received: dict[str, int] = {}
        self.allowed: dict[str, int] = {}
        self.final: dict[str, LetterState] = {}

    @rule(key=KEYS, useful=st.sampled_from([4, 60, 600, 6000]))
    def queue(self, key: str, useful: int) -> None:
        survey, school = key.split("/")
        new = NewLetter(
            key=key,
            edition="e",
            action=survey,
            template="reminder",
            person=school,
            organisation=school,
            address=f"{school}@example.kz",
            subject_key=survey,
            not_after=self.now + timedelta(minutes=useful),
            joins=True,
        )
        with writing(self.engine) as session:
            if not queue_letters(session, [new], now=self.now):
                return
            self.allowed[key] = 1
            every = [row.key for row in letters(session, organisation=school)]
            rows = hold_waiting(session, every)
            carrying = carriers_among(session, [row.key for row in rows])
            waiting = [
                Waiting(row.key, Mailbox(row.address, "ru"), row.not_after, 0, row.key in carrying)
                for row in rows
            ]
            had = {Mailbox(*box) for box in mailboxes_since(session, START)}
            morning = self.now + timedelta(minutes=30)
            for step in bring_together(waiting, had=had, now=self.now, morning=morning):
                carry(session, step.carrier, step.carried, at=step.at)

    @rule(worker=WORKERS, limit=st.integers(1, 3), unwritable=st.booleans())
    def claim(self, worker: str, limit: int, unwritable: bool) -> None:
        with writing(self.engine) as session:
            rows = claim_letters(session, worker=worker, now=self.now, lease=LEASE, limit=limit)
            keys = [row.key for row in rows]
        with reading(self.engine) as session:
            within = carried_by(session, keys)
        for key in keys:
            those = [row.key for row in within.get(key, [])]
            if unwritable and those:  # one of them could not be written: it does not go along
                with writing(self.engine) as session:
                    let_go(session, [those.pop()])
            self.held[worker][key] = those

    @rule(worker=WORKERS)
    def hand(self, worker: str) -> None:
        with writing(self.engine) as session:
            held = self.held[worker]
            keys = mark_handed(session, list(held), worker=worker, now=self.now, lease=LEASE)
        for key in keys:
            for one in (key, *held[key]):
                self.received[one] = self.received.get(one, 0) + 1
            self.handed[worker][key] = held[key]
        self.held[worker] = {}

    @rule(worker=WORKERS, data=st.data())
    def reply(self, worker: str, data: st.DataObject) -> None:
        kinds = [LetterState.SENT, LetterState.REFUSED, LetterState.DELAYED, LetterState.IN_DOUBT]
        for key, within in self.handed[worker].items():
            kind = data.draw(st.sampled_from(kinds))
            later = self.now + timedelta(minutes=3)
            outcome = Outcome(key, kind, at=self.now, next_try=later, mime=b"mime")
            with writing(self.engine) as session:
                recorded = record_outcomes(session, [outcome], worker=worker)
            if recorded and kind is LetterState.DELAYED:
                for one in (key, *within):
                    self.allowed[one] += 1  # the server said that it has not got it
        self.handed[worker] = {}

    @rule(worker=WORKERS)
    def refuse_to_write(self, worker: str) -> None:
        with writing(self.engine) as session:
            unwritable = [
                Outcome(key, LetterState.REFUSED, at=self.now, code="unwritable")
                for key in self.held[worker]
            ]
            record_outcomes(session, unwritable, worker=worker)
        self.held[worker] = {}

    @rule(worker=WORKERS)
    def release(self, worker: str) -> None:
        with writing(self.engine) as session:
            release_letters(session, self.held[worker], worker=worker, now=self.now)
        self.held[worker] = {}

    @rule(worker=WORKERS)
    def die(self, worker: str) -> None:
        self.held[worker] = {}
        self.handed[worker] = {}

    @rule(worker=WORKERS, limit=st.integers(1, 3))
    def claim_and_hand(self, worker: str, limit: int) -> None:
        self.claim(worker, limit, unwritable=False)
        self.hand(worker)

    @rule(minutes=st.sampled_from([1, 3, 6, 40]))
    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with writing(self.engine) as session:
            doubt_expired(session, self.now)
            expire_letters(session, self.now)

    @rule(key=KEYS)
    def answer(self, key: str) -> None:
        survey, school = key.split("/")
        with writing(self.engine) as session:
            cancel_letters(
                session, edition="e", survey=survey, organisation=school, why="", now=self.now
            )

    @rule(key=KEYS)
    def bounce(self, key: str) -> None:
        """A report of non-delivery; what went within the letter did not arrive either."""
        with writing(self.engine) as session:
            back = refuse_returned(
                session, key=key, message_id="", recipient="", code="5.1.1", reply="", now=self.now
            )
            within = [row for row in letters(session) if back and row.carrier == back.key]
        assert all(row.state is not LetterState.SENT for row in within)
        for row in [back, *within] if back else []:
            self.final[row.key] = row.state

    @rule()
    def restore(self) -> None:
        """The database is put back: nobody works meanwhile, what was open is held."""
        for worker in self.held:
            self.die(worker)
        with writing(self.engine) as session:
            hold_letters(session, moment=self.now, why="", now=self.now)

    @rule(key=KEYS, again=st.booleans())
    def decide(self, key: str, again: bool) -> None:
        with writing(self.engine) as session:
            before = {row.key for row in letters(session, states=[LetterState.IN_DOUBT])}
            decision = "again" if again else "sent"
            resolve_doubt(session, key, decision, by="m", why="", now=self.now)  # type: ignore[arg-type]
            after = {row.key for row in letters(session, states=[LetterState.IN_DOUBT])}
        for one in before - after if again else ():
            self.allowed[one] += 1

    @invariant()
    def nothing_reaches_a_mailbox_more_often_than_allowed(self) -> None:
        assert all(number <= self.allowed[key] for key, number in self.received.items())

    @invariant()
    def none_is_lost_and_what_ended_never_goes_back(self) -> None:
        with reading(self.engine) as session:
            rows = {row.key: row for row in letters(session)}
        assert set(rows) == set(self.allowed)
        for key, state in self.final.items():
            assert rows[key].state is state
        self.final = {key: row.state for key, row in rows.items() if row.state in FINAL}
        for row in rows.values():
            if (
                row.state is LetterState.SENT and row.code != CODE
            ):  # after a restore a person said so
                assert row.key in self.received, "said to be sent, and the server never had it"
            if row.state is LetterState.CARRIED:
                carrier = rows[row.carrier]
                assert carrier.address == row.address
                assert carrier.state in (
                    LetterState.QUEUED,
                    LetterState.DELAYED,
                    LetterState.SENDING,
                ), f"{row.key} waits for {carrier.key}, which is {carrier.state}"


def explore(engine: Engine, *, examples: int) -> None:
    run_state_machine_as_test(
        lambda: Common(engine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=35,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_no_order_of_events_breaks_the_laws_on_sqlite(sqlite: Engine) -> None:
    explore(sqlite, examples=20)


def test_no_order_of_events_breaks_the_laws_on_postgresql(postgresql: Engine) -> None:
    explore(postgresql, examples=4)
