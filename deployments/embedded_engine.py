"""One flow run inside this process: in a thread and event loop of its own, stoppable from outside.

A subprocess per run, as Prefect's process worker makes them, costs seconds of CPU for importing
alone; here a run costs a quarter of a second. Written against Prefect 3.8.8 (the pin says why), whose
engine is used as it is but for two things: a cancellation that arrives as a cancelled coroutine ends
in Cancelled and not in Crashed, and suspension is observed by the worker, not by a websocket per run.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from prefect._flow_run_suspension import (
    FlowRunSuspensionRequest,
    mark_flow_run_suspension_requested,
    register_flow_run_suspension_request,
)
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import AsyncFlowRunEngine

if TYPE_CHECKING:
    from collections.abc import Generator

    from prefect.client.schemas.objects import FlowRun, State
    from prefect.flows import Flow


@dataclass
class EmbeddedEngine(AsyncFlowRunEngine[Any, Any]):
    """Prefect's engine with an orderly end for runs that the worker stops."""

    cancelled: bool = False  # by the operator
    abandoned: bool = False  # the process stops: the worker schedules the run again

    async def handle_crash(self, exc: BaseException) -> None:
        if self.abandoned:
            self.short_circuit = True  # the state is the worker's to set
        elif self.cancelled:
            await self.handle_cancellation(exc)
        else:
            await super().handle_crash(exc)

    @contextmanager
    def setup_flow_run_suspension_request(
        self,
    ) -> Generator[FlowRunSuspensionRequest, None, None]:
        assert self.flow_run is not None
        request = self._get_flow_run_suspension_request()
        with register_flow_run_suspension_request(self.flow_run.id, request):
            request.raise_if_requested()
            yield request


@dataclass
class EmbeddedRun:
    """A flow run at work; made in the worker's event loop, which `wait` belongs to."""

    flow: Flow[Any, Any]
    flow_run: FlowRun
    failure: BaseException | None = None  # what escaped the engine; states are on the server
    _engine: EmbeddedEngine = field(init=False)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[Any] | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    def __post_init__(self) -> None:
        self._engine = EmbeddedEngine(
            flow=self.flow, flow_run=self.flow_run, parameters=self.flow_run.parameters
        )

    def start(self) -> None:
        """Begin, in a daemon thread: a run that hangs does not keep the process from ending."""
        context, home = contextvars.copy_context(), asyncio.get_running_loop()

        def body() -> None:
            try:
                asyncio.run(self._drive())
            finally:
                home.call_soon_threadsafe(self._over.set)

        name = f"run-{self.flow_run.name}"
        threading.Thread(target=context.run, args=(body,), name=name, daemon=True).start()

    async def wait(self, *, seconds: float) -> bool:
        """Whether the run has ended within `seconds`."""
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def cancel(self) -> None:
        """The operator cancelled: stop at the next await and end in Cancelled."""
        self._engine.cancelled = True
        self._interrupt()

    def abandon(self) -> None:
        """The process stops: break off at the next await and leave the state alone."""
        self._engine.abandoned = True
        self._interrupt()

    def suspend(self, state: State[Any]) -> None:
        """The operator suspended: stop before the next task."""
        mark_flow_run_suspension_requested(self.flow_run.id, state)

    def _interrupt(self) -> None:
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)

    async def _drive(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        engine = self._engine
        try:
            async with engine.start():
                while engine.is_running():
                    async with engine.run_context():
                        await engine.call_flow_fn()  # type: ignore[unused-coroutine]
        except (Abort, Pause):
            pass  # the server has the state already
        except BaseException as failure:  # noqa: BLE001  (a run must not take the worker with it)
            self.failure = failure
