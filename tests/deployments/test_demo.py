"""The demonstration's year waits for a busy machine instead of missing what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from staging import roadmap_files

from deployments.demo import Demo, demo_settings
from deployments.demo_clock import demo_clock, hold
from models.engine import reading, writing
from models.ledger import action_row, claim_action, finish_action
from office.deploying import deploy
from vekha.planning import Plan, make_plan
from vekha.states import ActionState
from wiring.clock import read_clock, real_now, write_clock
from wiring.tools import open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.action_row import ActionRow

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    made, _ = make_plan(roadmap_files())
    assert made is not None
    return made


def test_a_held_clock_all_but_stands_and_everything_after_comes_later(plan: Plan) -> None:
    clock = demo_clock(plan.actions, start=START, seconds=285)
    at = START + 100 * SECOND
    held = hold(clock, at=at, by=5 * SECOND)
    stands = clock.roadmap_time(at)
    assert held.roadmap_time(at - 20 * SECOND) == clock.roadmap_time(at - 20 * SECOND)
    assert held.roadmap_time(at) == stands
    assert held.roadmap_time(at + 5 * SECOND) - stands < SECOND
    for action in plan.actions:
        shift = held.real_time_of(action.due) - clock.real_time_of(action.due)
        assert shift == (5 * SECOND if action.due > stands + SECOND else timedelta(0))


def test_a_clock_is_held_again_and_again_and_stays_a_clock(plan: Plan) -> None:
    clock = demo_clock(plan.actions, start=START, seconds=285)
    moments = [START + n * 2.3 * SECOND for n in range(120)]
    for moment in moments:
        clock = hold(clock, at=moment, by=1.5 * SECOND)
    times = [clock.roadmap_time(START + n * SECOND) for n in range(600)]
    assert times == sorted(times)


@pytest.fixture
def demo(plan: Plan, tmp_path: Path) -> Iterator[Demo]:
    """A year that began so long ago that its first action is four seconds late; no Prefect."""
    with demo_settings(tmp_path / "state", plan, seed=1) as settings:
        assert settings.clock is not None
        made = Demo(settings, plan, roadmap_files(), seconds=285)
        first = demo_clock(plan.actions, start=START, seconds=285).real_time_of(plan.actions[0].due)
        start = real_now() - (first - START) - 4 * SECOND
        made.clock = demo_clock(plan.actions, start=start, seconds=285)
        write_clock(settings.clock, clock=made.clock)
        made.office = open_office(settings, read_clock(settings.clock))
        early = plan.actions[0].due - timedelta(hours=1)
        deploy(made.office, made.files, by="demo", now=early)
        yield made


def test_the_year_waits_for_a_late_action_and_goes_on_when_it_is_done(demo: Demo) -> None:
    assert demo.settings.clock is not None
    last = demo.plan.actions[-1].due
    before = read_clock(demo.settings.clock).real_time_of(last)
    demo.wait_for_the_late()
    assert demo.held == 1.5
    assert read_clock(demo.settings.clock).real_time_of(last) == before + 1.5 * SECOND
    demo.wait_for_the_late()
    assert demo.held == 1.5, "the hold in force is not over"
    first = demo.plan.actions[0]
    with writing(demo.office.engine) as session:
        claim_action(session, first.key, worker="w", now=first.due, lease=timedelta(hours=1))
        finish_action(session, first.key, worker="w", state=ActionState.DONE, now=first.due)
    demo._held_until = real_now()
    demo.wait_for_the_late()
    assert demo.held == 1.5


def test_the_year_waits_at_once_for_what_would_be_missed_next(demo: Demo, plan: Plan) -> None:
    """When days fly, a digest is of use for a second only."""
    digest = next(action for action in plan.actions if action.key.endswith("digest/2023-10-16"))
    row = action_row_of(demo, digest.key)
    moment = demo.clock.real_time_of(digest.not_after) - SECOND
    assert demo._in_need(row, moment)
    assert not demo._in_need(row, demo.clock.real_time_of(digest.due) - SECOND)


def action_row_of(demo: Demo, key: str) -> ActionRow:
    with reading(demo.office.engine) as session:
        row = action_row(session, key)
    assert row is not None
    return row


def test_the_year_does_not_wait_for_ever(demo: Demo) -> None:
    demo._held = timedelta(seconds=5 * 285 + 1)
    demo.wait_for_the_late()
    assert demo.held == 5 * 285 + 1
