"""The ledger against Prefect's runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.reconciling import (
    ATTEMPTS,
    PAUSES,
    CreateRun,
    EndRun,
    Planned,
    RecordSkip,
    RemoveRun,
    Run,
    RunState,
    Step,
    Stuck,
    idempotency_key,
    read_idempotency_key,
    reconcile,
)
from vekha.states import ActionState

NOW = datetime(2024, 2, 29, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
KEY = "gorod-selu/2023-2024/interim/remind-2"
PLANNED = Planned(KEY, 1, ActionState.PLANNED, NOW + WEEK)
AHEAD = Run("a", KEY, 1, 1, RunState.SCHEDULED, NOW + WEEK)


def steps(planned: list[Planned], runs: list[Run]) -> tuple[Step, ...]:
    return reconcile(planned, runs, now=NOW, horizon=timedelta(days=30))


def test_a_run_is_created_ahead_when_there_is_none() -> None:
    assert steps([PLANNED], []) == (CreateRun(KEY, 1, 1, NOW + WEEK),)


def test_nothing_is_done_when_both_sides_agree() -> None:
    assert steps([PLANNED], [AHEAD]) == ()


def test_nothing_is_created_beyond_the_horizon() -> None:
    assert steps([replace(PLANNED, wake=NOW + timedelta(days=31))], []) == ()


def test_an_action_that_is_due_and_has_no_run_runs_now() -> None:
    """After down-time, or after somebody deleted the runs."""
    due = replace(PLANNED, wake=NOW - timedelta(hours=5))
    assert steps([due], []) == (CreateRun(KEY, 1, 1, NOW),)


def test_a_late_run_is_left_to_the_worker() -> None:
    due = replace(PLANNED, wake=NOW - timedelta(hours=5))
    assert steps([due], [replace(AHEAD, at=NOW - timedelta(hours=5))]) == ()


def test_a_moved_action_gets_a_new_run_and_loses_the_old_one_first() -> None:
    moved = replace(PLANNED, revision=2, wake=NOW + 2 * WEEK)
    assert steps([moved], [AHEAD]) == (
        RemoveRun("a", KEY),
        CreateRun(KEY, 2, 1, NOW + 2 * WEEK),
    )


def test_a_run_at_the_wrong_time_is_replaced_when_the_clock_changed() -> None:
    runs = [replace(AHEAD, at=NOW + timedelta(days=1))]
    assert steps([PLANNED], runs) == (RemoveRun("a", KEY), CreateRun(KEY, 1, 1, NOW + WEEK))


def test_a_run_that_wakes_a_little_early_is_moved_only_when_it_is_near() -> None:
    """It sleeps on by itself; a late one would do the action late."""
    assert steps([PLANNED], [replace(AHEAD, at=NOW + WEEK - timedelta(minutes=5))]) == ()
    late = [replace(AHEAD, at=NOW + WEEK + timedelta(minutes=5))]
    assert steps([PLANNED], late) == (RemoveRun("a", KEY), CreateRun(KEY, 1, 1, NOW + WEEK))
    soon = replace(PLANNED, wake=NOW + timedelta(seconds=40))
    near = [replace(AHEAD, at=NOW + timedelta(seconds=20))]
    assert steps([soon], near) == (RemoveRun("a", KEY), CreateRun(KEY, 1, 1, soon.wake))


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.SKIPPED, ActionState.CANCELLED])
def test_the_run_of_a_settled_action_is_removed(state: ActionState) -> None:
    assert steps([replace(PLANNED, state=state)], [AHEAD]) == (RemoveRun("a", KEY),)


def test_the_run_of_an_action_that_went_is_removed() -> None:
    assert steps([], [AHEAD]) == (RemoveRun("a", KEY),)


def test_a_run_that_the_operator_cancelled_is_recorded_as_skipped() -> None:
    assert steps([PLANNED], [replace(AHEAD, state=RunState.CANCELLED)]) == (RecordSkip("a", KEY),)


def test_a_cancelled_run_decides_nothing_when_the_action_moved_since() -> None:
    moved = replace(PLANNED, revision=2)
    assert steps([moved], [replace(AHEAD, state=RunState.CANCELLED)]) == (
        CreateRun(KEY, 2, 1, NOW + WEEK),
    )


def test_a_cancelled_run_decides_nothing_when_the_action_is_done() -> None:
    done = replace(PLANNED, state=ActionState.DONE)
    assert steps([done], [replace(AHEAD, state=RunState.CANCELLED)]) == ()


def test_a_missed_action_keeps_its_late_run_which_will_say_so() -> None:
    missed = replace(PLANNED, state=ActionState.MISSED, wake=NOW - WEEK)
    assert steps([missed], [replace(AHEAD, at=NOW - WEEK)]) == ()
    assert steps([missed], []) == ()


@pytest.mark.parametrize("state", [ActionState.MISSED, ActionState.SKIPPED])
def test_a_wait_for_approval_ends_when_the_action_is_settled(state: ActionState) -> None:
    waits = replace(AHEAD, state=RunState.PAUSED)
    assert steps([replace(PLANNED, state=state)], [waits]) == (EndRun("a", KEY),)


def test_a_run_at_work_is_left_alone_and_its_double_removed() -> None:
    works = replace(AHEAD, id="b", state=RunState.ACTIVE)
    assert steps([replace(PLANNED, state=ActionState.CLAIMED)], [AHEAD, works]) == (
        RemoveRun("a", KEY),
    )


def test_a_lost_attempt_is_followed_by_another_after_a_pause_and_then_by_a_person() -> None:
    due = replace(PLANNED, wake=NOW - timedelta(hours=1))
    ended = [replace(AHEAD, state=RunState.ENDED, at=NOW)]
    assert steps([due], ended) == (CreateRun(KEY, 1, 2, NOW + PAUSES[1]),)
    ended = [replace(AHEAD, id=str(n), attempt=n, state=RunState.ENDED) for n in range(1, 4)]
    assert steps([due], ended) == (Stuck(KEY, ATTEMPTS),)


def test_a_run_that_came_too_early_is_followed_by_one_at_the_due_time() -> None:
    ended = [replace(AHEAD, state=RunState.ENDED, at=NOW)]
    assert steps([PLANNED], ended) == (CreateRun(KEY, 1, 2, NOW + WEEK),)


@given(st.text(), st.integers(0, 10**6), st.integers(1, 100))
def test_the_idempotency_key_can_be_read_again(key: str, revision: int, attempt: int) -> None:
    text = idempotency_key(key, revision=revision, attempt=attempt)
    assert read_idempotency_key(text) == ((key, revision, attempt) if key else None)


@pytest.mark.parametrize("text", ["", "scheduled 2024-01-01", "a@", "a@x", "a@1#x", "@1"])
def test_a_foreign_idempotency_key_is_not_ours(text: str) -> None:
    assert read_idempotency_key(text) is None


HOURS = st.integers(min_value=-500, max_value=500).map(lambda hours: NOW + timedelta(hours=hours))
KEYS = st.sampled_from(["one", "two", "three"])
ACTIONS = st.builds(Planned, KEYS, st.integers(1, 3), st.sampled_from(ActionState), HOURS)
RUNS = st.builds(
    Run, st.uuids().map(str), KEYS, st.integers(1, 3), st.integers(1, 3),
    st.sampled_from(RunState), HOURS,
)  # fmt: skip


@given(
    st.lists(ACTIONS, unique_by=lambda action: action.key),
    st.lists(RUNS, unique_by=lambda run: run.id),
)
def test_after_the_steps_both_sides_agree(planned: list[Planned], runs: list[Run]) -> None:
    """Only what somebody must look at is said again."""
    first = steps(planned, runs)
    after_planned, after_runs = apply(first, planned, runs)
    second = steps(after_planned, after_runs)
    assert [step for step in second if not isinstance(step, Stuck)] == []
    live = [run for run in after_runs if run.state is RunState.SCHEDULED]
    assert len({run.key for run in live}) == len(live)


@given(
    st.lists(ACTIONS, unique_by=lambda action: action.key),
    st.lists(RUNS, unique_by=lambda run: run.id),
)
def test_a_run_at_work_is_never_touched(planned: list[Planned], runs: list[Run]) -> None:
    active = {run.id for run in runs if run.state is RunState.ACTIVE}
    touched = {step.id for step in steps(planned, runs) if isinstance(step, RemoveRun | EndRun)}
    assert not active & touched


def apply(
    done: tuple[Step, ...], planned: list[Planned], runs: list[Run]
) -> tuple[list[Planned], list[Run]]:
    """What Prefect and the ledger look like after the steps."""
    actions = {action.key: action for action in planned}
    kept = {run.id: run for run in runs}
    for number, step in enumerate(done):
        match step:
            case CreateRun(key, revision, attempt, at):
                made = Run(f"new-{number}", key, revision, attempt, RunState.SCHEDULED, at)
                kept[made.id] = made
            case RemoveRun(run_id):
                del kept[run_id]
            case EndRun(run_id):
                kept[run_id] = replace(kept[run_id], state=RunState.CANCELLED)
            case RecordSkip(_, key):
                actions[key] = replace(actions[key], state=ActionState.SKIPPED)
            case Stuck():
                pass
    return list(actions.values()), list(kept.values())
