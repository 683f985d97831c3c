"""What a server refused is noted with the record of it, and whoever takes the note is the only one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.engine import reading, writing
from models.letter import NewLetter
from models.outbox import Outcome, claim_letters, mark_handed, queue_letters, record_outcomes
from models.refusals import (
    disbelieve,
    disbelieved_at,
    is_any_due,
    is_any_held,
    noted_refusals,
    take_refusal,
    taken_since,
)
from vekha.states import LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

NOW = datetime(2024, 2, 29, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENDS = {
    "gone": Outcome("gone", LetterState.REFUSED, NOW + MINUTE, "550", "5.1.1 user unknown"),
    "sent": Outcome("sent", LetterState.SENT, NOW, "250"),
    "unwritable": Outcome("unwritable", LetterState.REFUSED, NOW, "unwritable", "KeyError"),
}


def send_all(engine: Engine) -> None:
    """Three letters, each with its end."""
    with writing(engine) as session:
        queue_letters(
            session,
            [
                NewLetter(key, "e", "a", "invitation", key, f"{key}@x.example", NOW + 60 * MINUTE)
                for key in ENDS
            ],
            now=NOW,
        )
    with reading(engine) as session:
        assert is_any_due(session, NOW)
        assert not is_any_held(session)
    with writing(engine) as session:
        claim_letters(session, worker="w", now=NOW, lease=MINUTE, limit=9)
        mark_handed(session, list(ENDS), worker="w", now=NOW, lease=MINUTE)
    with reading(engine) as session:
        assert is_any_held(session)
    record(engine)


def record(engine: Engine) -> None:
    with writing(engine) as session:
        record_outcomes(session, list(ENDS.values()), worker="w")


def test_refusal_is_noted_with_its_record_and_taken_once(engine: Engine) -> None:
    send_all(engine)
    record(engine)  # the reply to the first commit was lost
    with reading(engine) as session:
        assert noted_refusals(session) == {"gone": NOW + MINUTE}
        assert not is_any_due(session, NOW)
        assert taken_since(session, NOW) == 1
        assert taken_since(session, NOW + MINUTE) == 0
    with writing(engine) as session:
        row = take_refusal(session, "gone")
        assert row is not None
        assert row.address == "gone@x.example"
        assert take_refusal(session, "gone") is None
    record(engine)
    with reading(engine) as session:
        assert noted_refusals(session) == {}


def test_note_comes_back_with_a_transaction_that_fails(engine: Engine) -> None:
    send_all(engine)
    try:
        with writing(engine) as session:
            assert take_refusal(session, "gone") is not None
            raise KeyError
    except KeyError:
        pass
    with writing(engine) as session:
        assert list(noted_refusals(session)) == ["gone"]
        assert disbelieved_at(session) is None
        disbelieve(session, ["gone"], now=NOW)
    with reading(engine) as session:
        assert noted_refusals(session) == {}
        assert disbelieved_at(session) == NOW
