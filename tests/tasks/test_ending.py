"""The states and sentences with which runs end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from staging import roadmap_files

from models.engine import reading, writing
from models.ledger import ACTION, action_rows
from office.deploying import deploy
from office.performing import ActionFailed, Performed
from office.sending import Sent
from tasks.ending import end_run, fail_run, say_letters, say_sent
from vekha.states import ActionState, LetterState
from wiring import tools as wiring_tools
from wiring.clock import real_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def empty_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VEKHA_STATE", str(tmp_path))
    wiring_tools._tools.cache_clear()
    yield
    wiring_tools._tools.cache_clear()


def performed(state: ActionState, code: str) -> Performed:
    return Performed("key", "Опрос · закрытие", state, code, "Почему так.")


@pytest.mark.parametrize(
    ("state", "code", "name"),
    [
        (ActionState.DONE, "", "Completed"),
        (ActionState.DONE, "nobody-silent", "Нечего делать"),
        (ActionState.DONE, "done", "Уже сделано"),
        (ActionState.MISSED, "missed", "Пропущено"),
        (ActionState.SKIPPED, "skipped", "Отменено решением"),
        (ActionState.CANCELLED, "cancelled", "Снято правкой"),
        (ActionState.PLANNED, "not-due", "Ещё не время"),
    ],
)
def test_what_was_not_done_completes_the_run_under_a_name_that_says_so(
    state: ActionState, code: str, name: str
) -> None:
    ended = end_run(performed(state, code))
    assert (ended.name, ended.message) == (name, "Почему так.")
    assert ended.is_completed()


def test_a_failure_ends_in_failed_with_the_offices_sentence() -> None:
    failed = fail_run(ActionFailed("Не удалось: нет адреса. Исправьте и повторите."))
    assert failed.is_failed()
    assert failed.message == "Не удалось: нет адреса. Исправьте и повторите."
    assert end_run(performed(ActionState.FAILED, "failed")).is_failed()


def test_an_action_that_another_process_performs_is_looked_at_again() -> None:
    again = end_run(performed(ActionState.CLAIMED, "claimed"))
    assert (again.is_scheduled(), again.name) == (True, "AwaitingRetry")


@pytest.mark.parametrize(("minutes", "sleeps"), [(5, True), (90, False)])
def test_a_run_that_woke_a_little_early_sleeps_until_the_action_is_due(
    minutes: int, sleeps: bool
) -> None:
    """The clock of Prefect's server may be ahead of ours."""
    made = wiring_tools.tools()
    deploy(made.office, roadmap_files(), by="", now=real_now())
    with reading(made.office.engine) as session:
        key = action_rows(session)[0].key
    due = real_now() + timedelta(minutes=minutes)
    with writing(made.office.engine) as session:
        session.execute(ACTION.update().where(ACTION.c.key == key).values(due=due))
    ended = end_run(replace(performed(ActionState.PLANNED, "not-due"), key=key))
    assert ended.is_scheduled() == sleeps
    if sleeps:
        assert ended.state_details.scheduled_time == due


def test_a_stopped_mail_server_is_in_the_sentence() -> None:
    ended = end_run(performed(ActionState.DONE, ""), Sent(sent=3, paused="535 login"))
    assert "Отправка остановлена: 535 login" in str(ended.message)


def test_counts_are_said_without_zeros() -> None:
    assert say_sent(Sent(sent=54, refused=1)) == "Отправлено 54, отказано 1."
    assert say_letters({LetterState.QUEUED: 4}) == "Отправлено 0, в очереди 4."
