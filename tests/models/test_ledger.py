"""The ledger at run time: one winner per action, leases, what is missed, and what people decide."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from models.engine import reading, writing
from models.event import events
from models.ledger import (
    NotDecidable,
    action_row,
    action_rows,
    apply_version,
    claim_action,
    coming_actions,
    decide_action,
    due_actions,
    extend_lease,
    finish_action,
    free_expired,
    miss_overdue,
)
from vekha.actions.action import Action, ActionKind
from vekha.states import ActionState

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.action_row import ActionRow

EDITION = "gorod-selu/2023-2024"
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
KEY = f"{EDITION}/interim/remind-1"


def plan(engine: Engine, *dues: datetime, useful: timedelta = 3 * DAY) -> None:
    """Apply one version long before, with an action for each due time."""
    actions = [
        Action(
            key=f"{EDITION}/interim/remind-{number}",
            kind=ActionKind.REMIND,
            subject="interim",
            due=due,
            not_after=due + useful,
            wall="2024-02-01T10:00",
            zone="Asia/Almaty",
            title="Напоминание",
            number=number,
        )
        for number, due in enumerate(dues, start=1)
    ]
    with writing(engine) as session:
        apply_version(
            session,
            edition=EDITION,
            files={},
            digest="d",
            actions=actions,
            by="",
            now=NOW - 90 * DAY,
        )


def claim(engine: Engine, worker: str, *, now: datetime = NOW) -> ActionRow | None:
    with writing(engine) as session:
        return claim_action(session, KEY, worker=worker, now=now, lease=MINUTE)


def finish(engine: Engine, worker: str, *, state: ActionState = ActionState.DONE) -> bool:
    with writing(engine) as session:
        return finish_action(
            session, KEY, worker=worker, state=state, now=NOW, result={"queued": 54}
        )


def the_row(engine: Engine) -> ActionRow:
    with reading(engine) as session:
        row = action_row(session, KEY)
    assert row is not None
    return row


def test_claims_of_many_threads_have_one_winner(engine: Engine) -> None:
    plan(engine, NOW)
    start = Barrier(8)

    def try_it(number: int) -> str | None:
        start.wait()
        row = claim(engine, f"w{number}")
        return None if row is None else row.claimed_by

    with ThreadPoolExecutor(8) as pool:
        winners = [name for name in pool.map(try_it, range(8)) if name]
    assert len(winners) == 1
    assert the_row(engine).claimed_by == winners[0]


def test_action_is_due_from_its_time_until_it_is_useless(engine: Engine) -> None:
    plan(engine, NOW)
    moments = [NOW - MINUTE, NOW, NOW + 3 * DAY - MINUTE, NOW + 3 * DAY]
    with reading(engine) as session:
        due = [[row.key for row in due_actions(session, moment)] for moment in moments]
    assert due == [[], [KEY], [KEY], []]


@pytest.mark.parametrize("moment", [NOW - MINUTE, NOW + 3 * DAY])
def test_claim_out_of_time_is_refused(engine: Engine, moment: datetime) -> None:
    plan(engine, NOW)
    assert claim(engine, "w", now=moment) is None


def test_unknown_action_cannot_be_claimed(engine: Engine) -> None:
    assert claim(engine, "w") is None


def test_claim_holds_until_its_lease_ends(engine: Engine) -> None:
    plan(engine, NOW)
    assert claim(engine, "first") is not None
    assert claim(engine, "second", now=NOW + MINUTE / 2) is None
    assert claim(engine, "second", now=NOW + MINUTE) is not None
    assert not finish(engine, "first"), "it lost its claim"
    assert finish(engine, "second")


def test_extended_lease_holds_longer(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "first")
    with writing(engine) as session:
        assert extend_lease(session, KEY, worker="first", now=NOW + MINUTE, lease=MINUTE)
        assert not extend_lease(session, KEY, worker="second", now=NOW, lease=DAY)
    assert claim(engine, "second", now=NOW + 1.5 * MINUTE) is None


def test_finished_action_is_never_claimed_again(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    assert finish(engine, "w")
    assert not finish(engine, "w")
    assert claim(engine, "w") is None
    row = the_row(engine)
    assert (row.state, row.done_at, row.result) == (ActionState.DONE, NOW, {"queued": 54})
    with reading(engine) as session:
        [event] = events(session, action=KEY, kind="action done")
    assert event.detail["result"] == {"queued": 54}


def test_action_that_waits_for_approval_is_claimed_again(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    assert finish(engine, "w", state=ActionState.WAITING)
    assert the_row(engine).done_at is None
    assert claim(engine, "v") is not None


def test_claim_does_not_end_as_a_claim(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    with pytest.raises(ValueError, match="extend_lease"):
        finish(engine, "w", state=ActionState.CLAIMED)


def test_expired_claim_is_freed_with_an_event(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    with writing(engine) as session:
        assert free_expired(session, NOW + MINUTE / 2) == []
        assert free_expired(session, NOW + MINUTE) == [KEY]
        assert [event.action for event in events(session, kind="action freed")] == [KEY]
    assert the_row(engine).state is ActionState.PLANNED


def test_overdue_action_is_missed_once(engine: Engine) -> None:
    plan(engine, NOW, NOW + DAY)
    with writing(engine) as session:
        assert miss_overdue(session, NOW + 3 * DAY) == [KEY]
        assert miss_overdue(session, NOW + 3 * DAY) == []
        assert [event.action for event in events(session, kind="action missed")] == [KEY]
    assert (the_row(engine).state, the_row(engine).code) == (ActionState.MISSED, "overdue")


def test_why_an_action_is_missed_is_said_in_the_language_of_its_edition(engine: Engine) -> None:
    plan(engine, NOW, NOW + DAY)
    with writing(engine) as session:
        why = {the_row(engine).edition: "Пайдалы кезінде орындалмады."}
        assert miss_overdue(session, NOW + 3 * DAY, sentence=why.__getitem__) == [KEY]
        (told,) = events(session, kind="action missed")
        assert told.detail["sentence"] == "Пайдалы кезінде орындалмады."
    assert the_row(engine).sentence == "Пайдалы кезінде орындалмады."


def test_claimed_action_is_not_missed(engine: Engine) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    with writing(engine) as session:
        assert miss_overdue(session, NOW + 9 * DAY) == []


def test_coming_actions_come_in_order(engine: Engine) -> None:
    plan(engine, NOW + 2 * DAY, NOW, NOW + DAY, NOW + 9 * DAY)
    with reading(engine) as session:
        coming = [row.number for row in coming_actions(session, NOW, until=NOW + 2 * DAY)]
        assert coming == [3, 1]
        assert [row.number for row in coming_actions(session, NOW, limit=1)] == [3]
        assert coming_actions(session, NOW, edition="other") == []
        assert [row.number for row in action_rows(session, subject="interim")] == [2, 3, 1, 4]


def test_missed_action_runs_when_somebody_orders_it(engine: Engine) -> None:
    plan(engine, NOW - 9 * DAY)
    with writing(engine) as session:
        miss_overdue(session, NOW)
        row = decide_action(session, KEY, "run-now", why="не ушло", by="методист", now=NOW)
    assert (row.state, row.not_after, row.revision) == (ActionState.PLANNED, NOW + DAY, 2)
    assert claim(engine, "w") is not None


def test_coming_action_runs_at_once_when_somebody_orders_it(engine: Engine) -> None:
    plan(engine, NOW + 9 * DAY)
    with writing(engine) as session:
        decide_action(session, KEY, "run-now", why="раньше", by="методист", now=NOW)
    assert claim(engine, "w") is not None


def test_skipped_action_is_never_claimed(engine: Engine) -> None:
    plan(engine, NOW)
    with writing(engine) as session:
        decide_action(session, KEY, "skip", why="карантин", by="методист", now=NOW)
        [event] = events(session, kind="action decided")
    assert event.detail == {"decision": "skip", "why": "карантин", "by": "методист"}
    row = the_row(engine)
    assert (row.state, row.sentence) == (ActionState.SKIPPED, "карантин")
    assert claim(engine, "w") is None


@pytest.mark.parametrize("decision", ["run-now", "skip"])
def test_decision_about_a_done_action_is_refused(engine: Engine, decision: str) -> None:
    plan(engine, NOW)
    claim(engine, "w")
    finish(engine, "w")
    with pytest.raises(NotDecidable, match="is done"), writing(engine) as session:
        decide_action(session, KEY, decision, why="", by="", now=NOW)  # type: ignore[arg-type]


def test_decision_about_an_unknown_action_is_refused(engine: Engine) -> None:
    with pytest.raises(LookupError, match="no action"), writing(engine) as session:
        decide_action(session, "nothing", "skip", why="", by="", now=NOW)
