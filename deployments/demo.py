"""The demonstration: the running system, invented people, a compressed clock, and what to tell of it.

Every line that is told comes from the ledger and its journal.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from deployments.demo_clock import demo_clock, hold
from deployments.demo_people import People
from deployments.supervisor import System
from deployments.waking import wake
from models.action_row import ActionRow
from models.engine import reading, writing
from models.event import Event, events
from models.ledger import action_rows
from models.mail_log import count_letters
from office.deploying import deploy
from office.inventing import bouncing_address, give_asked_marks
from office.office import Office
from vekha.actions.action import Action, ActionKind
from vekha.planning import Plan
from vekha.states import ActionState, LetterState
from wiring.clock import CompressedClock, read_clock, real_now, write_clock
from wiring.settings import Settings
from wiring.tools import mailbox_folder, open_office

LEAD = timedelta(seconds=12)
"""Between the deployment and the first day: time to register the year in Prefect."""

PATIENCE = 90.0
"""Seconds after the last day within which everything must have settled."""

LAG = 3.0
"""Seconds that an action may be late before the year waits for it; a quiet machine needs two."""

HOLD = timedelta(seconds=1.5)
"""For so long at a time the year waits."""

STUCK = 180.0
"""Seconds after which the year goes on without an action: something else is wrong with it."""

MOST_HELD = 5.0
"""Times the year's own length: for no longer does it wait in all."""

UNSETTLED = (ActionState.PLANNED, ActionState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Told:
    """Something to print: when it was in the roadmap's time, and the words."""

    at: datetime
    text: str
    kind: str = ""


@dataclass(slots=True)
class Demo:
    """One demonstration on a system that runs."""

    settings: Settings
    plan: Plan
    files: Mapping[str, bytes]
    seconds: float
    seed: int = 1
    office: Office = field(init=False)
    clock: CompressedClock = field(init=False)
    people: People = field(init=False)
    _told: int = 0
    _held: timedelta = timedelta(0)  # in all
    _held_until: datetime = field(default_factory=real_now)
    _stop: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """Start the year: set the clock, deploy, ask Prefect to register, let people live."""
        assert self.settings.clock is not None
        self.clock = demo_clock(self.plan.actions, start=real_now() + LEAD, seconds=self.seconds)
        write_clock(self.settings.clock, clock=self.clock)
        self.office = open_office(self.settings, read_clock(self.settings.clock))
        deploy(self.office, self.files, by="demo", now=self.clock.now())
        wake(self.settings, why="перед началом года")
        now = read_clock(self.settings.clock).now
        self.people = People(self.plan, now, mailbox_folder(self.settings), self.seed)
        threading.Thread(target=self._people_live, daemon=True, name="people").start()

    def _people_live(self) -> None:
        try:
            asyncio.run(self.people.live(self._stop.is_set))
        except Exception as error:
            self.people.troubles.append(f"{type(error).__name__}: {error}")
            raise

    def news(self) -> Iterator[Told]:
        """What the journal has that was not told yet; the invented coordinator marks on the way."""
        with reading(self.office.engine) as session:
            found = events(session, edition=self.plan.edition, after=self._told)
        for event in found:
            self._told = max(self._told, event.id or 0)
            told = self._tell(event)
            if told is not None:
                yield told
            action = self.plan.action(event.action)
            if action and action.kind is ActionKind.MARK and event.kind == "action done":
                self._mark(action)

        troubles, self.people.troubles = self.people.troubles, []
        yield from (Told(self.clock.now(), trouble, "failed") for trouble in troubles)

    def _tell(self, event: Event) -> Told | None:
        action = self.plan.action(event.action)
        if event.kind.startswith("action ") and action is not None:
            state = event.kind.removeprefix("action ")
            sentence = str(event.detail.get("sentence") or event.detail.get("code") or state)
            return Told(event.at, f"{action.title}: {sentence}", state)
        if event.kind == "letter refused":
            letter = str(event.detail.get("letter", ""))
            person = self.plan.roadmap.people.get(letter.rpartition("/")[2])
            reply = f"{event.detail.get('code', '')} {event.detail.get('reply', '')}".strip()
            told = f"Письмо не принято ({person.email if person else letter}): {reply}"
            return Told(event.at, told, "refused")
        return None

    def _mark(self, action: Action) -> None:
        with writing(self.office.engine) as session:
            give_asked_marks(session, self.plan, action, seed=self.seed, now=self.clock.now())

    def progress(self) -> tuple[int, int, int]:
        """Actions that are settled, all actions, letters sent."""
        with reading(self.office.engine) as session:
            rows = action_rows(session, edition=self.plan.edition)
            letters = count_letters(session, edition=self.plan.edition)
        settled = sum(row.state not in UNSETTLED for row in rows)
        return settled, len(rows), letters.get(LetterState.SENT, 0)

    def wait_for_the_late(self) -> None:
        """Hold the clock while something is late."""
        now = real_now()
        held_until = self._held_until
        if now + HOLD / 3 < held_until or self.held > MOST_HELD * self.seconds:
            return
        with reading(self.office.engine) as session:
            rows = action_rows(session, edition=self.plan.edition, states=UNSETTLED)
        if any(self._in_need(row, now) for row in rows):
            start = max(now, held_until)
            self.clock = hold(self.clock, at=start, by=HOLD)
            self._held, self._held_until = self._held + HOLD, start + HOLD
            assert self.settings.clock is not None
            write_clock(self.settings.clock, clock=self.clock)

    def _in_need(self, row: ActionRow, now: datetime) -> bool:
        """Whether an action is late, or due and about to be missed while the clock flies."""
        lag = (now - self.clock.real_time_of(row.due)).total_seconds()
        last = self.clock.real_time_of(row.not_after) - now
        return 0 <= lag < STUCK and (lag > LAG or last < HOLD)

    @property
    def held(self) -> float:
        """For how many seconds the year has waited in all."""
        return self._held.total_seconds()

    def over(self) -> bool:
        """Whether the year has passed and everything has settled, or patience has."""
        late = (real_now() - self.clock.points[-1][0]).total_seconds()
        if late < 0:
            return False
        settled, total, _ = self.progress()
        with reading(self.office.engine) as session:
            letters = count_letters(session, edition=self.plan.edition)
        waiting = letters.get(LetterState.QUEUED, 0) + letters.get(LetterState.SENDING, 0)
        return (settled == total and not waiting) or late > PATIENCE

    def end(self) -> None:
        """Let the people go home."""
        self._stop.set()

    def play(self, system: System, tell: Callable[[Told], None], stop: threading.Event) -> None:
        """Until the year is over or somebody stops it."""
        self.begin()
        try:
            while not stop.wait(0.5):
                system.watch()
                self.wait_for_the_late()
                for told in self.news():
                    tell(told)
                if self.over():
                    break
            for told in self.news():
                tell(told)
        finally:
            self.end()


@contextmanager
def demo_settings(state: Path, plan: Plan, *, seed: int) -> Iterator[Settings]:
    """Settings of a fresh state folder, with a clock that waits until the system is ready."""
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(parents=True)
    clock = state / "clock.json"
    first = plan.actions[0].due - timedelta(days=1)
    write_clock(clock, clock=CompressedClock(((real_now(), first),)))
    before = dict(os.environ)
    os.environ.update(
        VEKHA_STATE=str(state.absolute()),
        VEKHA_CLOCK=str(clock.absolute()),
        VEKHA_CAPTURE_REFUSES=bouncing_address(plan, seed=seed),
        VEKHA_MAIL="capture",
        VEKHA_RECONCILE_SECONDS="20",
        VEKHA_PARALLEL="4",
    )
    os.environ.pop("VEKHA_DATABASE_URL", None)
    os.environ.pop("VEKHA_PREFECT_API_URL", None)
    try:
        yield Settings()
    finally:
        os.environ.clear()
        os.environ.update(before)
