"""Applying versions of a roadmap: what is added, moved, dropped, kept, and what comes up as missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.engine import open_engine, reading, writing
from models.event import events
from models.ledger import (
    Applied,
    action_row,
    action_rows,
    apply_version,
    claim_action,
    compare,
    decide_action,
    finish_action,
    miss_overdue,
)
from models.letter import NewLetter
from models.mail_log import letters
from models.migrating import upgrade
from models.outbox import queue_letters
from models.roadmap_version import current_version, editions, versions
from vekha.actions.action import Action, ActionKind
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

EDITION = "gorod-selu/2023-2024"
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def an_action(name: str, *, due: datetime, useful: timedelta = 3 * DAY) -> Action:
    return Action(
        key=f"{EDITION}/{name}",
        kind=ActionKind.REMIND,
        subject=name.split("/")[0],
        due=due,
        not_after=due + useful,
        wall=f"{due + timedelta(hours=6):%Y-%m-%dT%H:%M}",
        zone="Asia/Almaty",
        title=f"Промежуточный мониторинг · {name}",
        letters=54,
    )


def apply(
    session: Session, actions: Sequence[Action], *, now: datetime = NOW, digest: str = ""
) -> Applied:
    return apply_version(
        session,
        edition=EDITION,
        files={"roadmap.yaml": "название: Город — селу".encode()},
        digest=digest or str(hash(tuple(actions))),
        actions=actions,
        by="методист",
        now=now,
    )


def states(session: Session) -> dict[str, ActionState]:
    rows = action_rows(session, edition=EDITION)
    return {row.key.removeprefix(f"{EDITION}/"): row.state for row in rows}


COMING = an_action("interim/remind-1", due=NOW + 10 * DAY)
LATER = an_action("interim/remind-2", due=NOW + 20 * DAY)


def test_first_version_plans_everything_and_keeps_its_files(engine: Engine) -> None:
    with writing(engine) as session:
        applied = apply(session, [LATER, COMING], digest="abc")
    assert applied == Applied(1, [COMING.key, LATER.key], [], [], [], [])
    with reading(engine) as session:
        version = current_version(session, EDITION)
        assert version is not None
        assert version.contents() == {"roadmap.yaml": "название: Город — селу".encode()}
        assert (version.number, version.digest, version.applied_by) == (1, "abc", "методист")
        assert editions(session) == [EDITION]


def test_action_comes_back_from_its_row_as_it_was(engine: Engine) -> None:
    action = replace(COMING, stage="ii", number=1, needs_approval=True, shifted="выходной: 9 марта")
    with writing(engine) as session:
        apply(session, [action])
    with reading(engine) as session:
        row = action_row(session, action.key)
        assert row is not None
        assert row.action() == action
        assert row.revision == 1


def test_second_application_of_the_same_changes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        apply(session, [COMING, LATER])
    with reading(engine) as session:
        before = [row.model_dump() for row in action_rows(session)]
        told = len(events(session))
    with writing(engine) as session:
        applied = apply(session, [LATER, COMING], digest=_digest(engine))
    assert applied == Applied(1, [], [], [], [], [])
    with reading(engine) as session:
        assert [row.model_dump() for row in action_rows(session)] == before
        assert len(events(session)) == told
        assert len(versions(session, EDITION)) == 1


def _digest(engine: Engine) -> str:
    with reading(engine) as session:
        version = current_version(session, EDITION)
        assert version is not None
        return version.digest


def test_edit_adds_moves_and_drops(engine: Engine) -> None:
    moved = replace(LATER, due=LATER.due + DAY)
    new = an_action("interim/remind-3", due=NOW + 30 * DAY)
    with writing(engine) as session:
        apply(session, [COMING, LATER])
        difference = compare(session, EDITION, [moved, new])
        applied = apply(session, [moved, new])
    assert difference.added == [new]
    assert [(change.was, change.becomes) for change in difference.moved] == [(LATER, moved)]
    assert difference.dropped == [COMING]
    assert applied == Applied(2, [new.key], [moved.key], [COMING.key], [], [])
    with reading(engine) as session:
        row = action_row(session, moved.key)
        assert row is not None
        assert (row.due, row.revision, row.version) == (moved.due, 2, 2)
        assert states(session)["interim/remind-1"] is ActionState.CANCELLED


def test_comparison_writes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        apply(session, [COMING])
    with writing(engine) as session:
        compare(session, EDITION, [LATER])
    with reading(engine) as session:
        assert states(session) == {"interim/remind-1": ActionState.PLANNED}


def test_new_school_moves_no_action(engine: Engine) -> None:
    with writing(engine) as session:
        apply(session, [COMING])
        assert compare(session, EDITION, [replace(COMING, letters=55)]).moved == []


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.FAILED, ActionState.SKIPPED])
def test_what_ended_is_never_changed_by_an_edit(engine: Engine, state: ActionState) -> None:
    due = an_action("interim/invite", due=NOW - DAY)
    with writing(engine) as session:
        apply(session, [due])
        claim_action(session, due.key, worker="w", now=NOW, lease=DAY)
        finish_action(session, due.key, worker="w", state=state, now=NOW)
        before = action_row(session, due.key)
        assert before is not None
        kept = before.model_dump()
        applied = apply(session, [replace(due, due=NOW + DAY, not_after=NOW + 5 * DAY)])
        assert applied == Applied(2, [], [], [], [due.key], [])
        assert apply(session, []).dropped == []
        after = action_row(session, due.key)
        assert after is not None
        assert after.model_dump() == kept


def test_claimed_action_is_left_to_its_worker(engine: Engine) -> None:
    due = an_action("interim/invite", due=NOW - DAY)
    with writing(engine) as session:
        apply(session, [due])
        claim_action(session, due.key, worker="w", now=NOW, lease=DAY)
        assert apply(session, []).kept_done == [due.key]
        assert finish_action(session, due.key, worker="w", state=ActionState.DONE, now=NOW)


def test_dropped_action_comes_back_as_planned(engine: Engine) -> None:
    with writing(engine) as session:
        apply(session, [COMING, LATER])
        apply(session, [COMING])
        applied = apply(session, [COMING, LATER])
        assert applied.added == [LATER.key]
        row = action_row(session, LATER.key)
        assert row is not None
        assert (row.state, row.code, row.sentence) == (ActionState.PLANNED, "", "")
        assert row.revision == 3, "the run of the dropped one must not wake this one"


def test_dropped_action_takes_its_waiting_letters_along(engine: Engine) -> None:
    letter = NewLetter(
        key=f"{LATER.key}/director",
        edition=EDITION,
        action=LATER.key,
        template="remind",
        person="director",
        address="director@example.kz",
        not_after=LATER.not_after,
    )
    with writing(engine) as session:
        apply(session, [COMING, LATER])
        queue_letters(session, [letter], now=NOW)
        apply(session, [COMING])
        [row] = letters(session)
    assert (row.state, row.code) == (LetterState.CANCELLED, "dropped")


def test_first_deployment_does_what_is_due_and_still_useful(engine: Engine) -> None:
    due = an_action("interim/remind-1", due=NOW - DAY)
    useless = an_action("start/remind-1", due=NOW - 9 * DAY)
    with writing(engine) as session:
        assert apply(session, [due, useless]).missed == [useless.key]
        assert states(session) == {
            "start/remind-1": ActionState.MISSED,
            "interim/remind-1": ActionState.PLANNED,
        }


def test_rule_that_is_added_late_does_not_send_the_past(engine: Engine) -> None:
    late = an_action("interim/remind-0", due=NOW - DAY)
    with writing(engine) as session:
        apply(session, [COMING])
        applied = apply(session, [COMING, late])
        assert applied.added == applied.missed == [late.key]
        row = action_row(session, late.key)
        assert row is not None
        assert (row.state, row.code) == (ActionState.MISSED, "past-when-added")
        assert [event.action for event in events(session, kind="action missed")] == [late.key]


def test_action_that_is_moved_into_the_past_comes_up_as_missed(engine: Engine) -> None:
    back = replace(LATER, due=NOW - DAY, not_after=NOW + 2 * DAY)
    with writing(engine) as session:
        apply(session, [LATER])
        applied = apply(session, [back])
        assert applied.moved == applied.missed == [back.key]
        row = action_row(session, back.key)
        assert row is not None
        assert row.code == "past-when-moved"


def test_action_that_was_due_already_is_still_done_after_an_edit(engine: Engine) -> None:
    due = an_action("interim/remind-1", due=NOW - DAY)
    with writing(engine) as session:
        apply(session, [due])
        assert apply(session, [replace(due, title="иначе")]).missed == []
        assert states(session) == {"interim/remind-1": ActionState.PLANNED}


def test_missed_action_that_is_moved_into_the_future_is_planned_again(engine: Engine) -> None:
    due = an_action("interim/remind-1", due=NOW - 9 * DAY)
    with writing(engine) as session:
        apply(session, [due], now=NOW - 20 * DAY)
        assert miss_overdue(session, NOW) == [due.key]
        assert apply(session, [replace(due, title="иначе")]).missed == []
        assert states(session) == {"interim/remind-1": ActionState.MISSED}
        apply(session, [replace(due, due=NOW + DAY, not_after=NOW + 2 * DAY)])
        assert states(session) == {"interim/remind-1": ActionState.PLANNED}


def test_order_to_run_now_outlives_an_application_that_changes_nothing(engine: Engine) -> None:
    late = an_action("interim/remind-0", due=NOW - 9 * DAY)
    with writing(engine) as session:
        apply(session, [late])
        decide_action(session, late.key, "run-now", why="нужно", by="методист", now=NOW)
        assert apply(session, [late], digest="other").moved == []
        assert states(session) == {"interim/remind-0": ActionState.PLANNED}


def test_key_that_occurs_twice_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="remind-1"), writing(engine) as session:
        apply(session, [COMING, COMING])


def test_other_edition_is_left_alone(engine: Engine) -> None:
    with writing(engine) as session:
        apply(session, [COMING])
        applied = apply_version(
            session,
            edition="gorod-selu/2024-2025",
            files={},
            digest="d",
            actions=[],
            by="",
            now=NOW,
        )
        assert applied == Applied(1, [], [], [], [], [])
        assert states(session) == {"interim/remind-1": ActionState.PLANNED}


def test_large_plan_is_applied_in_many_chunks(engine: Engine) -> None:
    actions = [an_action(f"s-{n}/remind-1", due=NOW + DAY) for n in range(1201)]
    with writing(engine) as session:
        assert len(apply(session, actions).added) == 1201
        assert len(apply(session, [replace(a, due=NOW + 2 * DAY) for a in actions]).moved) == 1201
        assert len(apply(session, []).dropped) == 1201


plans = st.lists(
    st.builds(
        lambda name, days: an_action(f"s/remind-{name}", due=NOW + days * DAY),
        st.integers(1, 5),
        st.integers(-6, 6),
    ),
    unique_by=lambda action: action.key,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(plans, min_size=1, max_size=5))
def test_application_twice_is_application_once(edits: list[list[Action]]) -> None:
    """After any edits: the second application changes nothing, and what is planned is the plan's."""
    engine = open_engine("sqlite://")
    upgrade(engine)
    for plan in edits:
        with writing(engine) as session:
            apply(session, plan)
        with writing(engine) as session:
            again = apply(session, plan)
            rows = {row.key: row for row in action_rows(session)}
        assert (again.added, again.moved, again.dropped, again.missed) == ([], [], [], [])
        open_rows = {key for key, row in rows.items() if row.state is not ActionState.CANCELLED}
        assert open_rows == {action.key for action in plan}
        for action in plan:
            assert rows[action.key].action() == action
    engine.dispose()
