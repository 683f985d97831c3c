"""Documents, marks, approvals and the journal: histories of which the latest is in force."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.approval import approval, approve, ask_approval, open_approvals, refuse
from models.document import (
    document,
    document_content,
    documents,
    keep_document,
    newest_document,
)
from models.engine import reading, writing
from models.event import NewEvent, events, record_events
from models.mark_row import give_mark, mark_history, marks
from vekha.states import Mark

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.document import Document

EDITION = "gorod-selu/2023-2024"
ACTION = f"{EDITION}/interim/invite"
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def keep(engine: Engine, content: bytes, *, file_format: str = "docx", days: int = 0) -> Document:
    with writing(engine) as session:
        return keep_document(
            session,
            edition=EDITION,
            name="progress",
            file_format=file_format,
            file_name=f"Отчёт.{file_format}",
            as_of=NOW,
            content=content,
            now=NOW + days * DAY,
            action=ACTION,
        )


def test_newest_make_of_a_document_is_shown_and_all_are_kept(engine: Engine) -> None:
    first = keep(engine, b"1")
    pdf = keep(engine, b"%PDF", file_format="pdf")
    second = keep(engine, b"2", days=1)
    with reading(engine) as session:
        assert documents(session, EDITION) == [second, pdf]
        assert documents(session, EDITION, name="progress", newest=False) == [second, pdf, first]
        assert documents(session, EDITION, name="other") == []
        found = newest_document(session, edition=EDITION, name="progress", file_format="docx")
        assert found == second
        assert document_content(session, second) == b"2"
        assert document(session, 99) is None
        assert newest_document(session, edition="x", name="progress", file_format="pdf") is None
    assert (first.size, first.as_of, first.action) == (1, NOW, ACTION)


def test_latest_mark_is_in_force_and_the_history_is_kept(engine: Engine) -> None:
    with writing(engine) as session:
        give_mark(session, edition=EDITION, activity="i/1", mark=Mark.PARTLY, now=NOW, by="м")
        give_mark(session, edition=EDITION, activity="i/2", mark=Mark.NOT_DONE, now=NOW)
        later = NOW + DAY
        give_mark(session, edition=EDITION, activity="i/1", mark=Mark.DONE, now=later, note="да")
    with reading(engine) as session:
        now = {key: row.mark for key, row in marks(session, EDITION).items()}
        then = {key: row.mark for key, row in marks(session, EDITION, as_of=NOW).items()}
        history = [row.mark for row in mark_history(session, EDITION, "i/1")]
        assert marks(session, "other") == {}
    assert now == {"i/1": Mark.DONE, "i/2": Mark.NOT_DONE}
    assert then == {"i/1": Mark.PARTLY, "i/2": Mark.NOT_DONE}
    assert history == [Mark.PARTLY, Mark.DONE]


def test_approval_is_asked_once_and_bound_to_what_was_shown(engine: Engine) -> None:
    with writing(engine) as session:
        asked = ask_approval(session, ACTION, edition=EDITION, fingerprint="f1", now=NOW)
        again = ask_approval(session, ACTION, edition=EDITION, fingerprint="f1", now=NOW + DAY)
        assert asked.asked_at == again.asked_at == NOW
        assert [row.action for row in open_approvals(session, EDITION)] == [ACTION]
        assert not approve(session, ACTION, fingerprint="f2", by="завуч", now=NOW)
        assert approve(session, ACTION, fingerprint="f1", by="завуч", now=NOW, note="верно")
        assert not refuse(session, ACTION, fingerprint="f1", by="завуч", now=NOW)
        found = approval(session, ACTION)
        assert found is not None
        assert found.allows("f1")
        assert not found.allows("f2")
        assert open_approvals(session) == []
        kinds = [event.kind for event in events(session, action=ACTION)]
    assert kinds == ["approval asked", "approved"]


def test_approval_is_asked_anew_when_recipients_or_text_change(engine: Engine) -> None:
    with writing(engine) as session:
        ask_approval(session, ACTION, edition=EDITION, fingerprint="f1", now=NOW)
        approve(session, ACTION, fingerprint="f1", by="завуч", now=NOW)
        found = ask_approval(session, ACTION, edition=EDITION, fingerprint="f2", now=NOW)
        assert (found.approved_at, found.approved_by) == (None, "")
        assert not found.allows("f2")


def test_refused_approval_allows_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        ask_approval(session, ACTION, edition=EDITION, fingerprint="f1", now=NOW)
        assert refuse(session, ACTION, fingerprint="f1", by="завуч", now=NOW, note="рано")
        found = approval(session, ACTION)
        assert found is not None
        assert not found.allows("f1")
        assert (found.refused_by, found.note) == ("завуч", "рано")
        assert approval(session, "nothing") is None


def test_journal_is_read_in_order_from_where_one_stopped(engine: Engine) -> None:
    happened = [
        NewEvent(EDITION, f"kind {number % 2}", NOW, ACTION if number < 2 else "", {"n": number})
        for number in range(5)
    ]
    with writing(engine) as session:
        record_events(session, happened)
    with reading(engine) as session:
        first, second = events(session, limit=2)
        assert second.id is not None
        assert [event.detail["n"] for event in events(session, after=second.id)] == [2, 3, 4]
        assert [event.detail["n"] for event in events(session, kind="kind 1")] == [1, 3]
        assert [event.detail["n"] for event in events(session, action=ACTION)] == [0, 1]
        assert events(session, edition="other") == []
    assert first.detail == {"n": 0}
