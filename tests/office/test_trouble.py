"""The coordinators get a letter about what was missed or failed: once, with what to decide and where."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from staging import Stage

from models.engine import reading
from models.mail_log import letter_copy, letters
from office.performing import ActionFailed, perform
from office.sending import send_due
from office.upkeep import keep_up

HOUR = timedelta(hours=1)


def told(stage: Stage) -> dict[str, tuple[str, list[str]]]:
    """Address → (language, titles) of the letters about trouble."""
    with reading(stage.office.engine) as session:
        rows = [row for row in letters(session) if row.template == "trouble"]
    return {
        row.address: (row.language, [deed["title"] for deed in row.context["deeds"]])
        for row in rows
    }


def test_what_was_missed_is_told_to_each_coordinator_in_one_letter(stage: Stage) -> None:
    late = stage.moment("feedback/remind-2") + HOUR
    missed = keep_up(stage.office, now=late).missed
    assert stage.key("feedback/remind-1") in missed
    found = told(stage)
    assert set(found) == {"eltsova@cmrito.example", "cherepanova@mk-petropavlovsk.example"}
    for _, titles in found.values():
        assert len(titles) == len(missed)
        assert "Обсуждение проекта: обратная связь · напоминание 1" in titles
    keep_up(stage.office, now=late + timedelta(minutes=1))
    with reading(stage.office.engine) as session:
        rows = [row for row in letters(session) if row.template == "trouble"]
    assert len(rows) == 2, "nothing new was missed: no second letter"

    asyncio.run(send_due(stage.office, clock=lambda: late, worker="w"))
    with reading(stage.office.engine) as session:
        copy = letter_copy(session, rows[0].key)
    assert copy is not None
    message = message_from_bytes(copy, policy=policy.default)
    assert message["Subject"].startswith("Нужно ваше решение")
    part = message.get_body(("plain",))
    assert part is not None
    assert "Само ничего не отправится" in part.get_content()


def test_a_failure_is_told_with_its_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("office.performing.assemble", full_disk)
    now = stage.moment("matching/assemble")
    with pytest.raises(ActionFailed):
        perform(stage.office, stage.key("matching/assemble"), now=now, worker="a")
    with reading(stage.office.engine) as session:
        rows = [row for row in letters(session) if row.template == "trouble"]
    assert len(rows) == 2
    (deed,) = rows[0].context["deeds"]
    assert deed["failed"]
    assert "no space left on device" in deed["sentence"]
    assert "vekha run" in deed["sentence"]
