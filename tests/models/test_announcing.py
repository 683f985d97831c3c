"""Actions that tell of changed dates: added once, withdrawn by the next edit, left alone by a plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.announcing import (
    SUPERSEDED,
    TOO_LATE,
    add_change_actions,
    cancel_changes_to,
    supersede_changes,
)
from models.engine import reading, writing
from models.event import events
from models.ledger import action_row, apply_version, compare
from models.letter import NewLetter
from models.letter_copies import first_letters, letters_with_copies, subjects_written_about
from models.mail_log import letters
from models.outbox import (
    Outcome,
    claim_letters,
    mark_handed,
    queue_letters,
    record_outcomes,
)
from vekha.actions.action import Action, ActionKind
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

EDITION = "gorod-selu/2023-2024"
NOW = datetime(2024, 2, 12, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def a_change(name: str = "change-2", *, due: datetime = NOW + timedelta(minutes=10)) -> Action:
    return Action(
        key=f"{EDITION}/interim/{name}",
        kind=ActionKind.CHANGE,
        subject="interim",
        due=due,
        not_after=NOW + 5 * DAY,
        wall="2024-02-12T10:10",
        zone="Asia/Almaty",
        title="Промежуточный мониторинг · сообщение об изменении срока",
        letters=1,
    )


def a_letter(key: str, *, template: str = "change", organisation: str = "karatal") -> NewLetter:
    return NewLetter(
        key=f"{EDITION}/interim/{key}",
        edition=EDITION,
        action=f"{EDITION}/interim/{key.rpartition('/')[0]}",
        template=template,
        person=key.rpartition("/")[2],
        address="d@karatal.example",
        not_after=NOW + 5 * DAY,
        organisation=organisation,
        subject_key="interim",
    )


def add(engine: Engine, *actions: Action) -> list[str]:
    with writing(engine) as session:
        return add_change_actions(session, actions, edition=EDITION, version=2, now=NOW)


def send_all(engine: Engine, *, mime: bytes | None = b"copy") -> None:
    with writing(engine) as session:
        lease = timedelta(minutes=5)
        rows = claim_letters(session, worker="w", now=NOW, lease=lease, limit=99)
        mark_handed(session, [row.key for row in rows], worker="w", now=NOW, lease=lease)
        sent = [
            Outcome(row.key, LetterState.SENT, NOW + n * DAY, "250", "OK", f"<{n}@x>", mime)
            for n, row in enumerate(rows)
        ]
        record_outcomes(session, sent, worker="w")


def test_action_is_added_once(engine: Engine) -> None:
    key = a_change().key
    assert add(engine, a_change()) == [key]
    assert add(engine, a_change()) == []
    with reading(engine) as session:
        assert [e.action for e in events(session, kind="change to be told")] == [key]


def test_action_whose_hour_is_too_late_is_missed_at_once(engine: Engine) -> None:
    late = a_change(due=NOW + 5 * DAY)
    add(engine, late)
    with reading(engine) as session:
        row = action_row(session, late.key)
        missed = events(session, kind="action missed")
    assert row is not None
    assert (row.state, row.code) == (ActionState.MISSED, TOO_LATE)
    assert [event.action for event in missed] == [late.key]


def test_plan_that_is_applied_neither_drops_nor_sees_it(engine: Engine) -> None:
    add(engine, a_change())
    with writing(engine) as session:
        assert compare(session, EDITION, []).dropped == []
        applied = apply_version(
            session, edition=EDITION, files={}, digest="d", actions=[], by="t", now=NOW
        )
    assert applied.dropped == []
    with reading(engine) as session:
        row = action_row(session, a_change().key)
    assert row is not None
    assert row.state is ActionState.PLANNED


def test_next_edit_withdraws_what_has_not_left(engine: Engine) -> None:
    add(engine, a_change(), a_change("change-karatal-1"))
    with writing(engine) as session:
        queue_letters(session, [a_letter("change-2/gone")], now=NOW)
    send_all(engine)
    with writing(engine) as session:
        queue_letters(session, [a_letter("change-2/waiting")], now=NOW)
        kept = a_letter("remind-1/waiting", template="reminder")
        queue_letters(session, [kept], now=NOW)
        withdrawn = supersede_changes(session, edition=EDITION, now=NOW)
    assert len(withdrawn) == 2
    with reading(engine) as session:
        states = {row.key.rpartition("interim/")[2]: row.state for row in letters(session)}
        row = action_row(session, a_change().key)
    assert states == {
        "change-2/gone": LetterState.SENT,
        "change-2/waiting": LetterState.CANCELLED,
        "remind-1/waiting": LetterState.QUEUED,
    }
    assert row is not None
    assert (row.state, row.code) == (ActionState.CANCELLED, SUPERSEDED)
    with writing(engine) as session:
        assert supersede_changes(session, edition=EDITION, now=NOW) == []


def test_decision_about_one_organisation_withdraws_its_letter_only(engine: Engine) -> None:
    with writing(engine) as session:
        mine, other = a_letter("change-2/a"), a_letter("change-2/b", organisation="daryn")
        queue_letters(session, [mine, other], now=NOW)
        cancel_changes_to(
            session, edition=EDITION, subject="interim", organisation="karatal", now=NOW
        )
    with reading(engine) as session:
        states = {row.organisation: row.state for row in letters(session)}
    assert states == {"karatal": LetterState.CANCELLED, "daryn": LetterState.QUEUED}


def test_letters_are_read_with_their_copies_in_the_order_in_which_they_went(engine: Engine) -> None:
    with writing(engine) as session:
        queue_letters(
            session,
            [
                a_letter("invite/a", template="invitation"),
                a_letter("remind-1/a", template="reminder"),
                a_letter("change-2/a"),
            ],
            now=NOW,
        )
    send_all(engine)
    with writing(engine) as session:
        queue_letters(session, [a_letter("change-3/a")], now=NOW)
    wanted = ("invitation", "change")
    with reading(engine) as session:
        found = [
            (row.key.rpartition("interim/")[2], mime)
            for row, mime in letters_with_copies(
                session, edition=EDITION, templates=wanted, subjects=["interim"], person="a"
            )
        ]
        assert subjects_written_about(session, edition=EDITION, templates=wanted) == {"interim"}
        assert subjects_written_about(session, edition=EDITION, templates=["visit"]) == set()
        first = first_letters(
            session,
            edition=EDITION,
            subject="interim",
            templates=wanted,
            organisations=["karatal"],
        )
    assert sorted(found[:2]) == [("change-2/a", b"copy"), ("invite/a", b"copy")]
    assert found[2:] == [("change-3/a", None)]
    assert set(first) == {("karatal", "a")}
