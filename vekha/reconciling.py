"""The ledger against Prefect's runs: what to create, remove, end, or record as skipped.

The ledger decides; a run is only the alarm clock of an action. Pure: reading and writing both sides
is in tasks/.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from vekha.states import ActionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TOLERANCE = timedelta(seconds=1)
"""Runs that wake this near to the right time are left alone."""

EARLY = timedelta(hours=1)
NEAR = timedelta(minutes=1)
"""A run further ahead than NEAR may wake EARLY: it is looked at again before, and would sleep on.

Otherwise a clock that is set back by a second would cost two calls for each run of the year.
"""

ATTEMPTS = 3
"""How many runs an action gets by itself; after that somebody must look."""

PAUSES = (timedelta(0), timedelta(minutes=2), timedelta(minutes=10))
"""How long after its end a run that settled nothing is followed by the next."""

_OPEN = frozenset({ActionState.PLANNED, ActionState.WAITING, ActionState.CLAIMED})


class RunState(StrEnum):
    """What matters of a run's state."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"  # pending or running
    PAUSED = "paused"  # waits for approval
    CANCELLED = "cancelled"
    ENDED = "ended"  # completed, failed or crashed


@dataclass(frozen=True, slots=True)
class Planned:
    """One action of the ledger; `wake` is the real time, in UTC, at which it becomes due."""

    key: str
    revision: int
    state: ActionState
    wake: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run of Prefect; `at` is when it is scheduled, or when it ended, in UTC."""

    id: str
    key: str
    revision: int
    attempt: int
    state: RunState
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CreateRun:
    """Make a run of this action that wakes at `at`, the present for what is due already."""

    key: str
    revision: int
    attempt: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RemoveRun:
    """Delete a run that has not begun: its action moved, went, or is settled."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class EndRun:
    """End a run that waits for approval: its action was settled elsewhere."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class RecordSkip:
    """The operator cancelled the run: record it as the decision to skip the action."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """All attempts ended without settling the action: somebody must look."""

    key: str
    attempts: int


Step = CreateRun | RemoveRun | EndRun | RecordSkip | Stuck


def idempotency_key(key: str, *, revision: int, attempt: int) -> str:
    """«gorod-selu/2023-2024/interim/remind-2@1», with «#2» for a second attempt."""
    return f"{key}@{revision}" if attempt == 1 else f"{key}@{revision}#{attempt}"


def read_idempotency_key(text: str) -> tuple[str, int, int] | None:
    """(key, revision, attempt) of what `idempotency_key` wrote; None for anything else."""
    key, _, rest = text.rpartition("@")
    revision, _, attempt = rest.partition("#")
    if not key or not revision.isdecimal() or (attempt and not attempt.isdecimal()):
        return None
    return key, int(revision), int(attempt or 1)


def reconcile(
    planned: Iterable[Planned], runs: Iterable[Run], *, now: datetime, horizon: timedelta
) -> tuple[Step, ...]:
    """The steps that make Prefect agree with the ledger, in the order in which they must be taken.

    `now` is real time, aware; runs are made for actions that wake within `horizon` of it. Taking the
    steps and comparing again gives none (but `Stuck`, which stays until somebody looks).
    """
    by_key: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_key[run.key].append(run)
    steps: list[Step] = []
    for action in planned:
        steps.extend(_steps_of(action, by_key.pop(action.key, []), now=now, until=now + horizon))
    for unknown in by_key.values():
        steps.extend(_clear(unknown))
    order = (RemoveRun, EndRun, RecordSkip, CreateRun, Stuck)
    return tuple(sorted(steps, key=lambda step: order.index(type(step))))


def _steps_of(
    action: Planned, runs: Sequence[Run], *, now: datetime, until: datetime
) -> Iterator[Step]:
    if action.state is ActionState.MISSED:
        # One late run may still come and say so in the UI.
        late = [run for run in runs if run.revision == action.revision and _is_late(run, now=now)]
        yield from _clear([run for run in runs if run not in late[:1]])
        return
    if action.state not in _OPEN:
        yield from _clear(runs)
        return
    current = [run for run in runs if run.revision == action.revision]
    yield from _clear([run for run in runs if run.revision != action.revision])
    alive = sorted((run for run in current if _lives(run)), key=lambda run: (_rank(run), run.id))
    if not alive:
        yield from _next_attempt(action, current, now=now, until=until)
        return
    kept, *doubles = alive
    yield from _clear(doubles)
    # A run of a later attempt wakes when its pause ends, not when the action was due.
    if kept.state is RunState.SCHEDULED and kept.attempt == 1 and _off(kept, action, now=now):
        yield RemoveRun(kept.id, kept.key)
        yield CreateRun(action.key, action.revision, 1, max(action.wake, now))


def _next_attempt(
    action: Planned, ended: Sequence[Run], *, now: datetime, until: datetime
) -> Iterator[Step]:
    """No run lives: the first is made ahead, the operator's cancellation recorded, a loss mended."""
    cancelled = [run for run in ended if run.state is RunState.CANCELLED]
    if cancelled:
        yield RecordSkip(cancelled[0].id, action.key)
        return
    attempts = max((run.attempt for run in ended), default=0)
    if attempts >= ATTEMPTS:
        yield Stuck(action.key, attempts)
    elif not attempts:
        if action.wake <= until:
            yield CreateRun(action.key, action.revision, 1, max(action.wake, now))
    else:
        last = max((run.at for run in ended if run.at is not None), default=now)
        wake = max(action.wake, now, last + PAUSES[attempts])
        yield CreateRun(action.key, action.revision, attempts + 1, wake)


def _off(run: Run, action: Planned, *, now: datetime) -> bool:
    """Whether a run would wake at another time than the ledger's; what is past is simply due."""
    if run.at is None:
        return True
    late = max(run.at, now) - max(action.wake, now)
    early = TOLERANCE if run.at - now < NEAR else EARLY
    return not -early <= late <= TOLERANCE


def _is_late(run: Run, *, now: datetime) -> bool:
    return run.state is RunState.SCHEDULED and run.at is not None and run.at <= now


def _clear(runs: Iterable[Run]) -> Iterator[Step]:
    for run in runs:
        if run.state is RunState.SCHEDULED:
            yield RemoveRun(run.id, run.key)
        elif run.state is RunState.PAUSED:
            yield EndRun(run.id, run.key)


def _lives(run: Run) -> bool:
    return run.state in {RunState.SCHEDULED, RunState.ACTIVE, RunState.PAUSED}


def _rank(run: Run) -> int:
    """What is at work is kept before what waits, and that before what is only scheduled."""
    return (RunState.ACTIVE, RunState.PAUSED, RunState.SCHEDULED).index(run.state)
