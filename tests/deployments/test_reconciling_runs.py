"""The reconcile flow on the real roadmap, with a real ledger, Prefect, SMTP and worker."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.states import Cancelled, Scheduled

from deployments.embedded_worker import EmbeddedWorker, Pace
from deployments.registration import register
from models.engine import reading
from models.ledger import action_row, action_rows
from models.mail_log import count_letters
from office.deploying import deploy
from tasks.prefect_runs import deployments_by_kind
from vekha.actions.action import ActionKind
from vekha.states import ActionState, LetterState
from wiring import tools as wiring_tools
from wiring.clock import real_now
from wiring.tools import open_capture, tools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from prefect.client.schemas.objects import FlowRun

    from wiring.settings import Settings

ROADMAP = Path(__file__).parent.parent.parent / "roadmaps" / "gorod-selu"
YEAR = "gorod-selu/2023-2024"
INVITE = f"{YEAR}/feedback/invite"
REGISTERED: list[UUID] = []
"""The reconcile deployment, once all are registered: that takes seconds."""


class Installation:
    """A state folder of its own, and a clock that can be set."""

    def __init__(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = state / "clock.json"
        self.files = {file.name: file.read_bytes() for file in ROADMAP.glob("*.*")}
        monkeypatch.setenv("VEKHA_STATE", str(state))
        monkeypatch.setenv("VEKHA_CLOCK", str(self.clock))

    def set_clock(self, moment: datetime) -> None:
        """From now on it is `moment`, and time goes on at its own pace."""
        self.clock.write_text(
            json.dumps({"points": [[real_now().isoformat(), moment.isoformat()]]})
        )
        wiring_tools._tools.cache_clear()

    def deploy(self) -> None:
        made = tools()
        result = deploy(made.office, self.files, by="test", now=made.clock.now())
        assert result.applied is not None, result.issues

    def edit(self, old: str, new: str) -> None:
        text = self.files["roadmap.yaml"].decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        self.files["roadmap.yaml"] = text.replace(old, new).encode()

    def state(self, key: str) -> ActionState:
        with reading(tools().office.engine) as session:
            row = action_row(session, key)
        assert row is not None
        return row.state

    def letters(self, key: str) -> dict[LetterState, int]:
        with reading(tools().office.engine) as session:
            return count_letters(session, action=key)


@pytest.fixture
def installation(
    prefect_settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    smtp_port: int,
) -> Iterator[Installation]:
    made = Installation(tmp_path, monkeypatch)
    monkeypatch.setenv("VEKHA_PREFECT_PORT", str(prefect_settings.prefect_port))
    monkeypatch.setenv("VEKHA_SMTP_PORT", str(smtp_port))
    monkeypatch.setenv("VEKHA_HORIZON_DAYS", "30")
    made.set_clock(datetime(2023, 9, 20, 4, tzinfo=UTC))
    with open_capture(tools().settings, tools().clock):
        yield made
    wiring_tools._tools.cache_clear()


@asynccontextmanager
async def at_work() -> AsyncIterator[tuple[PrefectClient, UUID]]:
    """A worker at work on a Prefect without runs; a client and the reconcile deployment."""
    stop = asyncio.Event()
    pace = Pace(poll=0.3, watch=0.5, grace=5)
    worker = EmbeddedWorker(tools().settings.work_pool, parallel=3, pace=pace)
    async with get_client() as client, worker:
        await delete_runs(client)
        if not REGISTERED:
            REGISTERED.append(await register(tools().settings))
        (deployment,) = REGISTERED
        work = asyncio.create_task(worker.work(stop))
        try:
            yield client, deployment
        finally:
            stop.set()
            await work


async def delete_runs(client: PrefectClient) -> None:
    for run in await client.read_flow_runs(limit=200):
        await client.delete_flow_run(run.id)


async def reconcile(client: PrefectClient, deployment: UUID) -> str:
    """Reconcile once, as the schedule would; the sentence that the operator reads."""
    run = await client.create_flow_run_from_deployment(deployment)
    ended = await until(client, run.id, lambda found: bool(found.state and found.state.is_final()))
    assert ended.state is not None
    assert ended.state.is_completed(), ended.state
    return str(ended.state.message)


async def until(
    client: PrefectClient, run_id: UUID, met: Callable[[FlowRun], bool], *, seconds: float = 120
) -> FlowRun:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        run = await client.read_flow_run(run_id)
        if met(run):
            return run
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{run.name} is {run.state!r}")


async def until_settled(installation: Installation, key: str) -> None:
    for _ in range(600):
        undone = installation.state(key) in (ActionState.PLANNED, ActionState.CLAIMED)
        leaving = installation.letters(key).keys() & {LetterState.QUEUED, LetterState.SENDING}
        if not undone and not leaving:
            return
        await asyncio.sleep(0.2)
    raise TimeoutError(key)


async def runs_of_actions(client: PrefectClient) -> dict[str, FlowRun]:
    """Action key → its run, for runs that were made ahead."""
    wanted: dict[str, Any] = {
        "tags": {"all_": ["веха"]},
        "state": {"type": {"any_": ["SCHEDULED"]}},
    }
    found = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter.model_validate(wanted), limit=200
    )
    return {run.parameters["action"]: run for run in found}


def test_everything_works_only_later_when_the_runs_made_ahead_are_deleted(
    installation: Installation,
) -> None:
    async def scenario() -> None:
        installation.deploy()
        async with at_work() as (client, deployment):
            said = await reconcile(client, deployment)
            made = await runs_of_actions(client)
            assert said.startswith(f"Создано запусков {len(made)}")
            invite = made[INVITE]
            assert invite.name == "Город-селу · Обсуждение проекта: обратная связь · приглашение"
            assert {"веха", "gorod-selu", YEAR, "приглашение"} <= set(invite.tags)
            row = next(r for r in rows() if r.key == INVITE)
            expected = tools().clock.real_time_of(row.due)
            assert seconds_apart(invite.expected_start_time, expected) < 1

            await delete_runs(client)
            useful = f"{YEAR}/needs/invite"
            due = next(row.due for row in rows() if row.key == useful)
            installation.set_clock(due + timedelta(days=1, hours=2))
            said = await reconcile(client, deployment)
            await until_settled(installation, useful)
            assert installation.state(useful) is ActionState.DONE
            assert installation.letters(useful) == {LetterState.SENT: 41}
            # What is past its use is listed for a decision, and nothing of it is sent.
            for late in (INVITE, f"{YEAR}/marks/2023-09-29", f"{YEAR}/digest/2023-10-16"):
                assert installation.state(late) is ActionState.MISSED
                assert installation.letters(late) == {}
            assert "ждут решения: 3" in said

    asyncio.run(scenario())


def test_a_run_cancelled_in_the_ui_skips_the_action_and_an_edit_moves_runs_without_repeating(
    installation: Installation,
) -> None:
    async def scenario() -> None:
        installation.deploy()
        invited_at = next(row.due for row in rows() if row.key == INVITE)
        installation.set_clock(invited_at + timedelta(minutes=1))
        async with at_work() as (client, deployment):
            await reconcile(client, deployment)
            await until_settled(installation, INVITE)
            before = await runs_of_actions(client)
            assert {run.state_name for run in before.values()} == {"Scheduled"}
            closing, reminder = f"{YEAR}/feedback/close", f"{YEAR}/feedback/remind-1"
            await client.set_flow_run_state(before[reminder].id, Cancelled())

            await reconcile(client, deployment)
            assert installation.state(reminder) is ActionState.SKIPPED

            installation.edit("closes: 20 октября\n", "closes: 27 октября\n")
            installation.deploy()
            await reconcile(client, deployment)
            after = await runs_of_actions(client)
            assert reminder not in after
            assert after[closing].id != before[closing].id
            moved = next(row for row in rows() if row.key == closing)
            assert moved.revision == 2
            expected = tools().clock.real_time_of(moved.due)
            assert seconds_apart(after[closing].expected_start_time, expected) < 1
            assert installation.letters(INVITE) == {LetterState.SENT: 54}
            assert await reconcile(client, deployment) == "Всё на месте."

    asyncio.run(scenario())


def test_the_pause_of_a_deployment_holds_its_kind_until_it_is_lifted(
    installation: Installation,
) -> None:
    async def scenario() -> None:
        installation.deploy()
        invited_at = next(row.due for row in rows() if row.key == INVITE)
        installation.set_clock(invited_at + timedelta(minutes=1))
        async with at_work() as (client, deployment):
            kind = (await deployments_by_kind(client))[ActionKind.INVITE]
            await client.pause_deployment(kind)
            await register(tools().settings)  # a restart does not lift it
            await reconcile(client, deployment)
            run_id = await find_run(client, INVITE)
            held = await until(client, run_id, lambda run: run.state_name == "AwaitingRetry")
            assert "приостановлены" in str(held.state and held.state.message)
            assert installation.letters(INVITE) == {}
            assert await reconcile(client, deployment) == "Всё на месте."

            await client.resume_deployment(kind)
            await client.set_flow_run_state(run_id, Scheduled(), force=True)
            await until_settled(installation, INVITE)
            assert installation.letters(INVITE) == {LetterState.SENT: 54}

    asyncio.run(scenario())


def test_a_mass_letter_waits_for_approval_and_is_shown_again_when_it_changed(
    installation: Installation,
) -> None:
    async def scenario() -> None:
        installation.deploy()
        thanks = next(row for row in rows() if row.needs_approval)
        installation.set_clock(thanks.due + timedelta(seconds=5))
        async with at_work() as (client, deployment):
            await reconcile(client, deployment)
            run_id = await find_run(client, thanks.key)
            asked = await until(client, run_id, suspended)
            assert "получателей — 67" in str(asked.state and asked.state.message)
            assert installation.letters(thanks.key) == {}

            installation.edit("Учебный год проекта «Город-селу» завершён.", "Год завершён.")
            installation.deploy()
            await client.resume_flow_run(run_id, run_input={"approve": True, "who": "Завуч"})
            again = await until(
                client, run_id, lambda run: suspended(run) and run.state_id != asked.state_id
            )
            assert installation.letters(thanks.key) == {}

            # Whoever deployed («test») is not a second person: a form of its own asks once more.
            await client.resume_flow_run(again.id, run_input={"approve": True, "who": "test"})
            third = await until(
                client, run_id, lambda run: suspended(run) and run.state_id != again.state_id
            )
            assert "не засчитан" in str(third.state and third.state.message)
            assert installation.letters(thanks.key) == {}

            await client.resume_flow_run(third.id, run_input={"approve": True, "who": "Завуч"})
            ended = await until(
                client, run_id, lambda run: bool(run.state and run.state.is_final())
            )
            assert (ended.state_name, ended.state and ended.state.message) == (
                "Completed",
                "Рассылка поставлена в очередь: 67 писем. Отправлено 67.",
            )
            assert installation.letters(thanks.key) == {LetterState.SENT: 67}

    asyncio.run(scenario())


def seconds_apart(one: datetime | None, other: datetime) -> float:
    assert one is not None
    return abs(one.timestamp() - other.timestamp())


def suspended(run: FlowRun) -> bool:
    return run.state_name == "Suspended"


async def find_run(client: PrefectClient, key: str) -> UUID:
    for _ in range(100):
        for run in await client.read_flow_runs(limit=200):
            if run.parameters.get("action") == key:
                return run.id
        await asyncio.sleep(0.2)
    raise TimeoutError(key)


def rows() -> list[Any]:
    with reading(tools().office.engine) as session:
        return action_rows(session, edition=YEAR)
