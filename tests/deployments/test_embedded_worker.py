"""The worker that performs runs in its own process, against a real Prefect server."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from prefect import flow, get_run_logger, task
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import LogFilter
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.states import Cancelling, Completed, Pending, Running, Scheduled

from deployments.embedded_worker import EmbeddedWorker, Pace
from wiring.clock import real_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from prefect.client.schemas.objects import FlowRun

    from wiring.settings import Settings

POOL = "test-pool"
PACE = Pace(poll=0.3, watch=0.5, grace=1.0)


@task(name="Посчитать")
async def count() -> int:
    return 1


@flow(name="Проба")
async def probe(action: str) -> State[Any] | None:
    """Does what the action's name says."""
    get_run_logger().info("Начато: %s", action)
    await count()
    if action == "fails":
        raise RuntimeError("Нет адреса: добавьте его в people.csv")
    if action == "exits":
        raise SystemExit(3)
    if action == "waits":
        await asyncio.sleep(60)
    if action == "missed":
        return Completed(name="Пропущено", message="Срок прошёл.")
    return None


@pytest.fixture(scope="module", autouse=True)
def flows_module() -> None:
    module = ModuleType("vekha_probe_flows")
    module.probe = probe  # type: ignore[attr-defined]
    sys.modules["vekha_probe_flows"] = module


@asynccontextmanager
async def worker(*, parallel: int = 3) -> AsyncIterator[tuple[PrefectClient, EmbeddedWorker]]:
    """A worker at work, and a client."""
    stop = asyncio.Event()
    async with get_client() as client, EmbeddedWorker(POOL, parallel=parallel, pace=PACE) as it:
        await deploy()
        work = asyncio.create_task(it.work(stop))
        try:
            yield client, it
        finally:
            stop.set()
            await work


DEPLOYED: list[UUID] = []


async def deploy() -> UUID:
    if DEPLOYED:
        return DEPLOYED[0]
    deployment = RunnerDeployment(
        name="probe", flow_name="Проба", entrypoint="vekha_probe_flows.probe", work_pool_name=POOL
    )
    DEPLOYED.append(await deployment.aapply())
    return DEPLOYED[0]


async def start(client: PrefectClient, action: str, *, at: datetime | None = None) -> UUID:
    run = await client.create_flow_run_from_deployment(
        await deploy(),
        parameters={"action": action},
        name=action,
        state=Scheduled(scheduled_time=at),
    )
    return run.id


async def until(
    client: PrefectClient, run_id: UUID, met: Callable[[State[Any]], bool], *, seconds: float = 120
) -> FlowRun:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        run = await client.read_flow_run(run_id)
        if run.state is not None and met(run.state):
            return run
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{run.name} is {run.state!r}")


async def state_names(client: PrefectClient, run_id: UUID) -> list[str | None]:
    return [state.name for state in await client.read_flow_run_states(run_id)]


def test_runs_end_in_their_own_states_and_a_crash_takes_nobody_with_it(
    prefect_settings: Settings,
) -> None:
    async def scenario() -> None:
        async with worker() as (client, _):
            names = ["fails", "exits", "missed", "completes"]
            ids = [await start(client, name) for name in names]
            ended = [await until(client, run_id, State.is_final) for run_id in ids]
            states = [run.state for run in ended]
            assert [state.name for state in states if state] == [
                "Failed", "Crashed", "Пропущено", "Completed",
            ]  # fmt: skip
            assert "добавьте его в people.csv" in str(states[0] and states[0].message)
            assert (states[2] and states[2].message) == "Срок прошёл."
            last = await start(client, "completes")
            assert (await until(client, last, State.is_final)).state_name == "Completed"

    asyncio.run(scenario())


def test_a_running_run_is_cancelled_from_the_ui(prefect_settings: Settings) -> None:
    async def scenario() -> None:
        async with worker() as (client, _):
            run_id = await start(client, "waits")
            await until(client, run_id, State.is_running)
            await client.set_flow_run_state(run_id, Cancelling())
            await until(client, run_id, State.is_cancelled)
            assert "Crashed" not in await state_names(client, run_id)

    asyncio.run(scenario())


def test_no_more_runs_are_at_work_than_there_are_places(prefect_settings: Settings) -> None:
    async def scenario() -> None:
        async with worker(parallel=2) as (client, it):
            ids = [await start(client, "waits") for _ in range(3)]
            for _ in range(300):
                found = [(await client.read_flow_run(run_id)).state_name for run_id in ids]
                if found.count("Running") == 2:
                    break
                await asyncio.sleep(0.2)
            await asyncio.sleep(1)  # time enough for a third that should not begin
            found = [(await client.read_flow_run(run_id)).state_name for run_id in ids]
            assert sorted(map(str, found)) == ["Running", "Running", "Scheduled"]
            assert it.limiter.borrowed_tokens == 2
            for run_id in ids:
                await client.set_flow_run_state(run_id, Cancelling())
            for run_id in ids:
                await until(client, run_id, State.is_cancelled)

    asyncio.run(scenario())


def test_what_is_broken_off_by_a_stop_comes_again(prefect_settings: Settings) -> None:
    async def scenario() -> None:
        async with worker() as (client, _):
            run_id = await start(client, "waits")
            await until(client, run_id, State.is_running)
        async with get_client() as client:
            run = await client.read_flow_run(run_id)
            assert run.state_name == "AwaitingRetry"
            assert "остановлен" in str(run.state and run.state.message)
            await client.delete_flow_run(run_id)

    asyncio.run(scenario())


def test_a_successor_takes_over_what_a_killed_worker_left(prefect_settings: Settings) -> None:
    async def scenario() -> None:
        async with get_client() as client:
            pool = EmbeddedWorker(POOL, parallel=1, pace=PACE)
            async with pool:
                pending = await start(client, "completes", at=real_now() + timedelta(hours=1))
                running = await start(client, "missed", at=real_now() + timedelta(hours=1))
                await client.set_flow_run_state(pending, Pending(), force=True)
                await client.set_flow_run_state(running, Running(), force=True)
                assert await pool.take_over() == 2
        async with worker() as (client, _):
            assert (await until(client, pending, State.is_final)).state_name == "Completed"
            assert (await until(client, running, State.is_final)).state_name == "Пропущено"

    asyncio.run(scenario())


def test_due_runs_begin_within_seconds_and_their_logs_reach_the_ui(
    prefect_settings: Settings,
) -> None:
    async def scenario() -> None:
        async with worker() as (client, _):
            due = real_now() + timedelta(seconds=3)
            run_id = await start(client, "completes", at=due)
            run = await until(client, run_id, State.is_final)
            assert run.start_time is not None
            assert due <= run.start_time < due + timedelta(seconds=15)
        async with get_client() as client:
            for _ in range(50):
                logs = await client.read_logs(
                    LogFilter.model_validate({"flow_run_id": {"any_": [run_id]}})
                )
                if any(log.message == "Начато: completes" for log in logs):
                    return
                await asyncio.sleep(0.2)
            raise AssertionError([log.message for log in logs])

    asyncio.run(scenario())
