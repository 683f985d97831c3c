"""A Prefect worker that performs flow runs in its own process: nothing else runs them in `vekha up`.

On several machines the ordinary process, Docker or Kubernetes workers run the same flows.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prefect.client.schemas.filters import FlowRunFilter, WorkPoolFilter
from prefect.exceptions import Abort, ObjectNotFound
from prefect.flows import Flow
from prefect.states import AwaitingRetry
from prefect.utilities.engine import propose_state
from prefect.utilities.services import critical_service_loop
from prefect.workers.base import (
    BaseJobConfiguration,
    BaseVariables,
    BaseWorker,
    BaseWorkerResult,
)

from deployments.embedded_engine import EmbeddedRun

if TYPE_CHECKING:
    from uuid import UUID

    import anyio.abc
    from prefect.client.schemas.objects import FlowRun
    from prefect.client.schemas.responses import WorkerFlowRunResponse

WORKER_TYPE = "vekha-embedded"
POLL_SECONDS = 1.0
WATCH_SECONDS = 2.0
GRACE_SECONDS = 15.0
"""How long runs may finish when the worker is asked to stop; a batch of letters takes less."""

log = logging.getLogger("vekha.worker")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the worker looks for due runs and at running ones, in seconds, and its patience."""

    poll: float = POLL_SECONDS
    watch: float = WATCH_SECONDS
    grace: float = GRACE_SECONDS


class EmbeddedWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Polls a work pool every second and runs what is due in threads of this process."""

    type = WORKER_TYPE
    job_configuration = BaseJobConfiguration
    job_configuration_variables = BaseVariables
    _description = "Vekha's own process performs the actions; started by `vekha up`."
    _display_name = "Vekha"

    def __init__(self, work_pool: str, *, parallel: int, pace: Pace | None = None) -> None:
        super().__init__(work_pool, name="vekha", limit=parallel, prefetch_seconds=0)
        self._pace = pace or Pace()
        self._runs: dict[UUID, EmbeddedRun] = {}
        self._flows: dict[UUID, Flow[Any, Any]] = {}
        self._freed = asyncio.Event()

    async def work(self, stop: asyncio.Event) -> None:
        """Perform due runs until `stop` is set, then let those at work finish, within the grace.

        The caller must be inside `async with worker`.
        """
        beat = critical_service_loop(
            self._sync_and_initialize, self.heartbeat_interval_seconds, backoff=6
        )
        jobs: set[asyncio.Task[Any]] = {
            asyncio.create_task(job) for job in (self._poll(), beat, stop.wait())
        }
        try:
            await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            await self._finish()

    async def take_over(self) -> int:
        """Schedule again what a killed predecessor left pending or running; how many there were.

        Only for a work pool that has no other worker. The ledger sees to it that nothing repeats.
        """
        left = await self.client.read_flow_runs(
            flow_run_filter=FlowRunFilter.model_validate(
                {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
            ),
            work_pool_filter=WorkPoolFilter.model_validate(
                {"name": {"any_": [self._work_pool_name]}}
            ),
        )
        for flow_run in left:
            if flow_run.state is not None and flow_run.state.is_cancelling():
                await self._mark_flow_run_as_cancelled(flow_run)
            else:
                await self._again(flow_run.id)
        return len(left)

    async def _poll(self) -> None:
        """Ask again after the poll's pause, or at once when a place is free and runs may wait."""
        while True:
            try:
                found = await self.get_and_submit_flow_runs()
            except Exception:  # the server restarts, the database is locked: ask again
                log.warning("cannot ask Prefect for due runs; asking again", exc_info=True)
                found = []
            self._freed.clear()
            if found:
                await self._wait_for_place()
            else:
                await asyncio.sleep(self._pace.poll)

    async def _wait_for_place(self) -> None:
        try:
            await asyncio.wait_for(self._freed.wait(), self._pace.poll)
        except TimeoutError:
            return

    async def _submit_scheduled_flow_runs(
        self, flow_run_response: list[WorkerFlowRunResponse]
    ) -> list[FlowRun]:
        """Start as many as there are places, without the parent's messages into the run's log."""
        started = []
        for flow_run in (entry.flow_run for entry in flow_run_response):
            if flow_run.id in self._submitting_flow_run_ids:
                continue
            if self.limiter.borrowed_tokens >= self.limiter.total_tokens:
                break
            self.limiter.acquire_on_behalf_of_nowait(flow_run.id)
            self._submitting_flow_run_ids.add(flow_run.id)
            assert self._runs_task_group is not None
            self._runs_task_group.start_soon(self._submit_run, flow_run)
            started.append(flow_run)
        return started

    async def _submit_run(self, flow_run: FlowRun) -> None:
        """One run from Pending to its end. Whatever happens in it, the worker lives on."""
        try:
            flow = await self._flow_of(flow_run)
            if await self._propose_pending_state(flow_run):
                # Without an infrastructure the server would not let the UI cancel a running run.
                await self.client.update_flow_run(flow_run.id, infrastructure_pid=self.name)
                await self._perform(EmbeddedRun(flow, flow_run))
        except Exception as failure:
            log.exception("run %s could not be performed", flow_run.id)
            await self._propose_crashed_state(flow_run, f"{type(failure).__name__}: {failure}")
        finally:
            self._submitting_flow_run_ids.discard(flow_run.id)
            self._release_limit_slot(flow_run.id)
            self._freed.set()

    async def _perform(self, run: EmbeddedRun) -> None:
        self._runs[run.flow_run.id] = run
        run.start()
        try:
            while not await run.wait(seconds=self._pace.watch):
                await self._watch(run)
        finally:
            del self._runs[run.flow_run.id]
        if run.failure is not None:
            log.info("run %s ended with %r", run.flow_run.name, run.failure)

    async def _watch(self, run: EmbeddedRun) -> None:
        """Pass on what the operator decided in the UI about a run at work."""
        try:
            state = (await self.client.read_flow_run(run.flow_run.id)).state
        except ObjectNotFound:
            run.cancel()
            return
        except Exception:  # the server is away for a moment: look again
            log.debug("cannot look at run %s", run.flow_run.id, exc_info=True)
            return
        if state is not None and (state.is_cancelling() or state.is_cancelled()):
            run.cancel()
        elif state is not None and state.is_paused() and state.name == "Suspended":
            run.suspend(state)

    async def _flow_of(self, flow_run: FlowRun) -> Flow[Any, Any]:
        """The flow that the run's deployment names by module; imported once."""
        deployment_id = flow_run.deployment_id
        if deployment_id is None:
            raise LookupError("the run belongs to no deployment")
        if deployment_id not in self._flows:
            deployment = await self.client.read_deployment(deployment_id)
            module, _, name = (deployment.entrypoint or "").rpartition(".")
            flow = getattr(importlib.import_module(module), name)
            if not isinstance(flow, Flow):
                raise LookupError(f"{deployment.entrypoint} is not a flow")
            self._flows[deployment_id] = flow
        return self._flows[deployment_id]

    async def _finish(self) -> None:
        """Runs at work may end; what is still there after the grace is broken off and comes again."""
        for _ in range(int(self._pace.grace / 0.1)):
            if not self._submitting_flow_run_ids:
                return
            await asyncio.sleep(0.1)
        for run_id, run in list(self._runs.items()):
            run.abandon()
            await run.wait(seconds=2)
            await self._again(run_id)

    async def _again(self, run_id: UUID) -> None:
        text = "Процесс был остановлен на полпути; дело повторяется с того места, где прервалось."
        try:
            await propose_state(
                self.client, AwaitingRetry(message=text), flow_run_id=run_id, force=True
            )
        except (Abort, ObjectNotFound):
            log.info("run %s needs no repetition", run_id)

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> BaseWorkerResult:
        """Never called: `_submit_run` does the work without a job description."""
        raise NotImplementedError
