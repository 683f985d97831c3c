"""Sheets and submissions: each a version in one transaction, with what follows from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.answers import (
    Answered,
    excuse_sheet,
    latest_submission,
    latest_submissions,
    oblige_sheet,
    open_sheets,
    return_sheet,
    save_draft,
    sheet,
    sheets,
    submissions,
    submit,
    submit_all,
    unlock_sheet,
)
from models.column import table_of
from models.engine import reading, writing
from models.event import events
from models.letter import NewLetter
from models.mail_log import letters
from models.material import attach_material, blob, material, materials, remove_material
from models.outbox import queue_letters
from models.sheet import Submission
from models.statement import insert_all
from vekha.states import LetterState, SheetState

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.sheet import Sheet

EDITION = "gorod-selu/2023-2024"
SURVEY: dict[str, Any] = {"edition": EDITION, "survey": "interim"}
SCHOOL: dict[str, Any] = {**SURVEY, "organisation": "school-1"}
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def answered(organisation: str = "school-1", *, at: datetime = NOW, **changes: Any) -> Answered:
    values = {"answers": {"mksh": 3, "участие": "+"}, "person": "director", **changes}
    return Answered(EDITION, "interim", organisation, at=at, **values)


def a_letter(name: str, **changes: Any) -> NewLetter:
    values: dict[str, Any] = {
        "key": f"{EDITION}/interim/{name}",
        "edition": EDITION,
        "action": f"{EDITION}/interim/remind-1",
        "template": "remind",
        "person": "director",
        "organisation": "school-1",
        "address": "director@example.kz",
        "subject_key": "interim",
        "not_after": NOW + DAY,
    }
    return NewLetter(**(values | changes))


def the_sheet(engine: Engine) -> Sheet:
    with reading(engine) as session:
        found = sheet(session, **SCHOOL)
    assert found is not None
    return found


def open_all(engine: Engine, *names: str) -> int:
    with writing(engine) as session:
        return open_sheets(session, **SURVEY, organisations=names, now=NOW)


def test_sheets_are_opened_once(engine: Engine) -> None:
    assert open_all(engine, "school-1", "school-2") == 2
    assert open_all(engine, "school-2", "school-3") == 1
    with reading(engine) as session:
        found = sheets(session, **SURVEY)
        assert [(row.organisation, row.state) for row in found] == [
            ("school-1", SheetState.ASKED),
            ("school-2", SheetState.ASKED),
            ("school-3", SheetState.ASKED),
        ]
        assert sheets(session, edition=EDITION) == found
        assert sheet(session, **SURVEY, organisation="nobody") is None


def test_draft_is_kept_over_the_earlier_one(engine: Engine) -> None:
    open_all(engine, "school-1")
    with writing(engine) as session:
        save_draft(session, **SCHOOL, draft={"mksh": "1"}, now=NOW)
        save_draft(session, **SCHOOL, draft={"mksh": "2"}, now=NOW + DAY)
    row = the_sheet(engine)
    assert (row.state, row.draft, row.draft_at) == (SheetState.STARTED, {"mksh": "2"}, NOW + DAY)


def test_submission_is_a_version_and_ends_the_draft(engine: Engine) -> None:
    open_all(engine, "school-1")
    with writing(engine) as session:
        save_draft(session, **SCHOOL, draft={"mksh": "1"}, now=NOW)
        assert submit(session, answered()) == 1
        assert submit(session, answered(at=NOW + DAY, channel="behalf", by="м", late=True)) == 2
        first, second = submissions(session, **SCHOOL)
        newest = latest_submission(session, **SCHOOL)
        none = latest_submission(session, **{**SCHOOL, "organisation": "school-2"})
        kinds = [event.kind for event in events(session)]
    assert (newest, none) == (second, None)
    row = the_sheet(engine)
    assert (row.state, row.submitted_version, row.submitted_at) == (
        SheetState.SUBMITTED,
        2,
        NOW + DAY,
    )
    assert (row.draft, row.draft_at) == ({}, None)
    assert first.answers == {"mksh": 3, "участие": "+"}
    assert (first.version, first.at, first.channel, first.late) == (1, NOW, "link", False)
    assert (second.channel, second.by, second.late) == ("behalf", "м", True)
    assert kinds == ["answers submitted", "answers submitted"]


def test_draft_after_a_submission_leaves_it_submitted(engine: Engine) -> None:
    with writing(engine) as session:
        submit(session, answered())
        save_draft(session, **SCHOOL, draft={"mksh": "4"}, now=NOW)
    assert the_sheet(engine).state is SheetState.SUBMITTED


def test_submission_without_an_opened_sheet_opens_it(engine: Engine) -> None:
    with writing(engine) as session:
        assert submit(session, answered()) == 1
    assert the_sheet(engine).submitted_version == 1


def test_submission_cancels_reminders_and_queues_the_receipt(engine: Engine) -> None:
    with writing(engine) as session:
        queue_letters(session, [a_letter("remind"), a_letter("x", organisation="y")], now=NOW)
        for _ in range(2):
            submit(
                session,
                answered(receipt=lambda version: a_letter(f"receipt-{version}")),
            )
        found = {row.key.rsplit("/", 1)[1]: row.state for row in letters(session)}
    assert found == {
        "remind": LetterState.CANCELLED,
        "x": LetterState.QUEUED,
        "receipt-1": LetterState.QUEUED,
        "receipt-2": LetterState.QUEUED,
    }


def test_group_of_submissions_is_one_transaction_in_order(engine: Engine) -> None:
    batch = [answered("b"), answered("a"), answered("b", at=NOW + DAY)]
    with writing(engine) as session:
        assert submit_all(session, batch) == [1, 1, 2]
    with reading(engine) as session:
        latest = latest_submissions(session, **SURVEY)
    assert {name: row.version for name, row in latest.items()} == {"a": 1, "b": 2}
    assert latest["b"].at == NOW + DAY


def test_group_that_fails_leaves_nothing(engine: Engine) -> None:
    batch = [answered("a"), answered("b", answers={"x": object()})]
    with pytest.raises(Exception, match="not JSON serializable"), writing(engine) as session:
        submit_all(session, batch)
    with reading(engine) as session:
        assert sheets(session, **SURVEY) == []


def test_submissions_at_once_get_different_versions(engine: Engine) -> None:
    def give(number: int) -> list[int]:
        with writing(engine) as session:
            names = ["a", "b"] if number % 2 else ["b", "a"]
            return submit_all(session, [answered(name) for name in names])

    with ThreadPoolExecutor(6) as pool:
        versions = [version for pair in pool.map(give, range(12)) for version in pair]
    assert sorted(versions) == sorted([*range(1, 13), *range(1, 13)])


def test_submission_of_the_same_version_is_refused_by_the_table(engine: Engine) -> None:
    row = {**SCHOOL, "version": 1, "answers": {}, "at": NOW}
    with writing(engine) as session:
        submit(session, answered())
    with pytest.raises(IntegrityError), writing(engine) as session:
        insert_all(session, table_of(Submission), [row])


def test_latest_submissions_are_as_of_a_moment(engine: Engine) -> None:
    with writing(engine) as session:
        submit_all(session, [answered("a"), answered("b", at=NOW + 2 * DAY)])
        submit(session, answered("a", at=NOW + DAY, answers={"mksh": 9}))
        submit(session, Answered(EDITION, "final", "a", {}, NOW))
        before = latest_submissions(session, **SURVEY, as_of=NOW)
        after = latest_submissions(session, **SURVEY, as_of=NOW + DAY)
    assert {name: row.answers["mksh"] for name, row in before.items()} == {"a": 3}
    assert {name: row.answers["mksh"] for name, row in after.items()} == {"a": 9}


def test_returned_sheet_waits_for_a_correction(engine: Engine) -> None:
    open_all(engine, "school-1")
    with pytest.raises(LookupError), writing(engine) as session:
        return_sheet(session, **SCHOOL, remark="", by="м", now=NOW)
    with writing(engine) as session:
        submit(session, answered())
        return_sheet(session, **SCHOOL, remark="МКШ больше, чем школ", by="м", now=NOW)
    row = the_sheet(engine)
    assert (row.state, row.returned_remark) == (SheetState.RETURNED, "МКШ больше, чем школ")
    with writing(engine) as session:
        submit(session, answered())
    assert (the_sheet(engine).state, the_sheet(engine).returned_remark) == (
        SheetState.SUBMITTED,
        "",
    )


@pytest.mark.parametrize("before", [SheetState.ASKED, SheetState.STARTED, SheetState.SUBMITTED])
def test_excuse_cancels_what_waits_and_can_be_taken_back(
    engine: Engine, before: SheetState
) -> None:
    open_all(engine, "school-1")
    with writing(engine) as session:
        if before is SheetState.STARTED:
            save_draft(session, **SCHOOL, draft={}, now=NOW)
        if before is SheetState.SUBMITTED:
            submit(session, answered())
        queue_letters(session, [a_letter("remind")], now=NOW)
        excuse_sheet(session, **SCHOOL, why="карантин", by="м", now=NOW)
        [waiting] = letters(session)
    assert (waiting.state, waiting.code) == (LetterState.CANCELLED, "excused")
    assert (the_sheet(engine).state, the_sheet(engine).excused_why) == (
        SheetState.EXCUSED,
        "карантин",
    )
    with writing(engine) as session:
        oblige_sheet(session, **SCHOOL, by="м", now=NOW)
        kinds = [event.kind for event in events(session, edition=EDITION)]
    assert the_sheet(engine).state is before
    assert "sheet excused" in kinds


def test_unlocked_sheet_says_until_when(engine: Engine) -> None:
    open_all(engine, "school-1")
    with writing(engine) as session:
        unlock_sheet(session, **SCHOOL, until=NOW + DAY, by="м", now=NOW)
        [event] = events(session, kind="sheet unlocked")
    assert the_sheet(engine).unlocked_until == NOW + DAY
    assert event.detail["by"] == "м"


def test_unknown_sheet_is_neither_excused_nor_unlocked(engine: Engine) -> None:
    with pytest.raises(LookupError), writing(engine) as session:
        excuse_sheet(session, **SCHOOL, why="", by="", now=NOW)
    with pytest.raises(LookupError), writing(engine) as session:
        unlock_sheet(session, **SCHOOL, until=NOW, by="", now=NOW)


def attach(engine: Engine, name: str, content: bytes = b"%PDF") -> int:
    with writing(engine) as session:
        row = attach_material(
            session,
            **SCHOOL,
            question="report",
            file_name=name,
            media_type="application/pdf",
            content=content,
            now=NOW,
        )
    assert row.id is not None
    return row.id


def test_material_belongs_to_the_version_it_was_submitted_with(engine: Engine) -> None:
    first = attach(engine, "отчёт.pdf")
    removed = attach(engine, "лишнее.pdf")
    with writing(engine) as session:
        assert remove_material(session, removed, **SCHOOL, now=NOW)
        assert not remove_material(session, removed, **SCHOOL, now=NOW)
        submit(session, answered())
    second = attach(engine, "приложение.pdf", b"%PDF-2")
    with writing(engine) as session:
        assert [row.id for row in materials(session, **SURVEY, submitted_only=True)] == [first]
        submit(session, answered())
        found = materials(session, **SCHOOL, question="report")
        assert [(row.id, row.submitted) for row in found] == [(first, 1), (second, 2)]
        gone = material(session, removed)
    assert gone is not None
    assert (gone.submitted, gone.removed_at) == (None, NOW)


def test_material_of_another_organisation_is_not_removed(engine: Engine) -> None:
    number = attach(engine, "отчёт.pdf")
    with writing(engine) as session:
        other = {**SURVEY, "organisation": "school-2"}
        assert not remove_material(session, number, **other, now=NOW)
        assert len(materials(session, edition=EDITION)) == 1


def test_bytes_of_equal_files_are_kept_once(engine: Engine) -> None:
    attach(engine, "a.pdf", b"\x00\xff" * 1000)
    attach(engine, "b.pdf", b"\x00\xff" * 1000)
    with reading(engine) as session:
        first, second = materials(session, edition=EDITION)
        assert first.sha256 == second.sha256
        assert first.size == 2000
        assert blob(session, first.sha256) == b"\x00\xff" * 1000
        assert blob(session, "0" * 64) is None
