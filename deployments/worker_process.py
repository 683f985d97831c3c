"""The embedded worker: python -m deployments.worker_process, started by the supervisor."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

from deployments.child import follow_parent
from deployments.prefect_environment import client_environment
from wiring.clock import stopwatch
from wiring.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from wiring.tools import Tools

HEALTHY_WITHIN = 180.0
"""Seconds that the server may take to start: its first start makes its database."""

log = logging.getLogger("vekha.worker")


def main() -> None:
    """Register, take over what a predecessor left, and perform what is due until SIGTERM."""
    follow_parent()
    settings = Settings()
    os.environ.update(client_environment(settings))
    asyncio.run(_work(settings))


def ready_file(settings: Settings) -> Path:
    """Holds the worker's process id once it polls."""
    return settings.folder / "run" / "worker.ready"


async def _work(settings: Settings) -> None:
    # Prefect reads its variables when it is imported.
    from prefect import get_client

    from deployments.embedded_worker import EmbeddedWorker
    from deployments.registration import keep_reconciling, register, run_reconcile_now
    from wiring.tools import tools

    _quiet()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    _recover(tools())
    await _until_healthy(stop)
    if stop.is_set():
        return
    async with (
        EmbeddedWorker(settings.work_pool, parallel=settings.parallel) as worker,
        get_client() as client,
    ):
        if taken := await worker.take_over():
            log.warning("%s runs were left by a process that was killed; they come again", taken)
        deployment = await register(settings)
        await run_reconcile_now(client, deployment, why="после запуска")
        ready_file(settings).parent.mkdir(parents=True, exist_ok=True)
        ready_file(settings).write_text(str(os.getpid()))
        every = timedelta(seconds=settings.reconcile_seconds)
        beat = asyncio.create_task(keep_reconciling(client, deployment, every=every, stop=stop))
        await worker.work(stop)
        stop.set()
        await beat


def _recover(tools: Tools) -> None:
    """What a killed process held is freed at once: on one machine nobody else can hold it."""
    from models.engine import writing
    from models.leases import end_leases
    from office.upkeep import keep_up

    if tools.settings.database_url is not None:
        return
    now = tools.clock.now()
    with writing(tools.office.engine) as session:
        end_leases(session, now)
    kept = keep_up(tools.office, now=now)
    if kept.doubted:
        log.warning("in doubt: %s", ", ".join(kept.doubted))


async def _until_healthy(stop: asyncio.Event) -> None:
    from prefect import get_client

    deadline = stopwatch() + HEALTHY_WITHIN
    async with get_client() as client:
        while stopwatch() < deadline and not stop.is_set():
            if await client.api_healthcheck() is None:
                return
            await asyncio.sleep(0.5)
    if not stop.is_set():
        raise TimeoutError("the Prefect server did not answer; see logs/server.log")


def _quiet() -> None:
    """The terminal is not ours; runs have their logs in the UI."""
    for name in ("prefect.flow_runs.worker", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("prefect.flow_runs").addFilter(_waiting_is_no_error)


def _waiting_is_no_error(record: logging.LogRecord) -> bool:
    """Prefect calls every end but Completed an error, also a run that waits for approval."""
    if record.getMessage().startswith(
        ("Finished in state Suspended", "Finished in state Awaiting")
    ):
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True


if __name__ == "__main__":
    main()
