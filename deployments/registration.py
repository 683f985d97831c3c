"""Registering the deployments with Prefect: one per kind of action, and the reconcile flow's schedule.

Runs are made ahead by the reconcile flow and not by schedules: applying a deployment again deletes
the runs that a schedule made, and what falls into those seconds is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

import httpx
from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import VersionInfo
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Interval, Schedule

from tasks.kinds import KINDS, OURS, RECONCILE, SEND, DeployedKind
from tasks.prefect_runs import patiently
from wiring.clock import real_now

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient

    from wiring.settings import Settings


log = logging.getLogger("vekha.worker")


async def register(settings: Settings) -> UUID:
    """Apply all deployments; the id of the reconcile flow's. What the operator paused stays so."""
    async with get_client() as client:
        known_before = await patiently(lambda: client.read_deployments(limit=200))
    paused = {found.entrypoint for found in known_before if found.paused}
    for known in (*KINDS.values(), SEND):
        await _apply(known, settings, tags=[OURS], paused=known.entrypoint in paused)
    return await _apply(
        RECONCILE,
        settings,
        tags=[RECONCILE.tag],
        paused=RECONCILE.entrypoint in paused,
        schedule=Interval(timedelta(seconds=settings.reconcile_seconds)),
    )


async def run_reconcile_now(client: PrefectClient, deployment: UUID, *, why: str) -> None:
    """One reconciliation at once: «после запуска», «после правки»."""
    await patiently(
        lambda: client.create_flow_run_from_deployment(deployment, name=f"Сверка {why}")
    )


async def keep_reconciling(
    client: PrefectClient, deployment: UUID, *, every: timedelta, stop: asyncio.Event
) -> None:
    """Reconcile although Prefect's scheduler made no run for a while: paused, behind, or broken."""
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every.total_seconds())
        if stop.is_set():
            return
        wanted = FlowRunFilter.model_validate(
            {
                "deployment_id": {"any_": [deployment]},
                "expected_start_time": {"after_": real_now() - every * 1.5},
            }
        )
        try:
            if not await client.read_flow_runs(flow_run_filter=wanted, limit=1):
                await client.create_flow_run_from_deployment(deployment, name="Сверка")
        except httpx.HTTPError:
            log.warning("cannot ask Prefect for a reconciliation; asking again", exc_info=True)


async def _apply(
    known: DeployedKind,
    settings: Settings,
    *,
    tags: list[str],
    paused: bool,
    schedule: Schedule | None = None,
) -> UUID:
    deployment = RunnerDeployment.from_entrypoint(
        known.entrypoint,
        name=known.name,
        description=known.description,
        tags=tags,
        paused=paused,
        schedule=schedule,
        work_pool_name=settings.work_pool,
        version=version("vekha"),
    )
    # With a version given, Prefect does not ask git for one.
    number = VersionInfo(type="vekha", version=version("vekha"))
    return await patiently(lambda: deployment.aapply(version_info=number))
