"""Prefect's runs as the comparison sees them, and its steps carried out, one small call at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Scheduled

from tasks.kinds import KINDS, OURS, RECONCILE
from vekha.actions.action import ActionKind
from vekha.reconciling import (
    ATTEMPTS,
    CreateRun,
    Run,
    RunState,
    idempotency_key,
    read_idempotency_key,
)

T = TypeVar("T")

PAGE = 200
PAGES = 500
"""More runs than a hundred thousand are not read at a time."""

FORGOTTEN = 20
"""So many old reconcile runs are deleted at a time."""

TRIES = 7
"""SQLite has one writer: "database is locked" is a reason to ask again, for half a minute."""

_LIVE = ("SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING")


class NotDeployed(Exception):
    """Prefect knows no deployment for this kind of action: start `vekha up`, or `prefect deploy`."""


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """The call's answer; a server that is busy or restarting is asked again."""
    for attempt in range(TRIES):
        try:
            return await call()
        except httpx.HTTPStatusError as refusal:
            if refusal.response.status_code < 500 or attempt == TRIES - 1:
                raise
        except httpx.TransportError:
            if attempt == TRIES - 1:
                raise
        await asyncio.sleep(0.25 * 2**attempt)
    raise AssertionError("unreachable")


async def deployments_by_kind(client: PrefectClient) -> dict[ActionKind, UUID]:
    """The deployments that perform actions. Raises NotDeployed if one is missing."""
    found = await patiently(
        lambda: client.read_deployments(
            deployment_filter=DeploymentFilter.model_validate({"tags": {"all_": [OURS]}})
        )
    )
    by_entrypoint = {deployment.entrypoint: deployment.id for deployment in found}
    missing = [kind for kind, known in KINDS.items() if known.entrypoint not in by_entrypoint]
    if missing:
        raise NotDeployed(", ".join(missing))
    return {kind: by_entrypoint[known.entrypoint] for kind, known in KINDS.items()}


async def live_runs(client: PrefectClient) -> list[Run]:
    """Every run of an action that is still to come, at work, or waiting."""
    wanted = {"tags": {"all_": [OURS]}, "state": {"type": {"any_": list(_LIVE)}}}
    return await _read(client, wanted)


async def ended_runs(client: PrefectClient, actions: Collection[tuple[str, int]]) -> list[Run]:
    """The runs that these (key, revision) had, whatever became of them."""
    keys = [
        idempotency_key(key, revision=revision, attempt=attempt)
        for key, revision in actions
        for attempt in range(1, ATTEMPTS + 1)
    ]
    found: list[Run] = []
    for start in range(0, len(keys), PAGE):
        wanted = {"idempotency_key": {"any_": keys[start : start + PAGE]}}
        found += await _read(client, wanted)
    return found


async def _read(client: PrefectClient, wanted: dict[str, Any]) -> list[Run]:
    runs: list[Run] = []
    given = FlowRunFilter.model_validate(wanted)
    for page in range(PAGES):
        offset = page * PAGE
        rows: Sequence[FlowRun] = await patiently(
            lambda offset=offset: client.read_flow_runs(  # type: ignore[misc]
                flow_run_filter=given, sort=FlowRunSort.ID_DESC, limit=PAGE, offset=offset
            )
        )
        runs += [run for run in map(as_run, rows) if run is not None]
        if len(rows) < PAGE:
            break
    return runs


def as_run(row: FlowRun) -> Run | None:
    """A run of Prefect as the comparison sees it; None for one that was not made by it."""
    known = read_idempotency_key(row.idempotency_key or "")
    state = row.state
    if known is None or state is None:
        return None
    key, revision, attempt = known
    scheduled = row.next_scheduled_start_time or row.expected_start_time
    at: datetime | None = scheduled if state.is_scheduled() else row.end_time
    return Run(str(row.id), key, revision, attempt, _state(state.type, state.name), at)


def _state(kind: StateType, name: str | None) -> RunState:
    if kind is StateType.SCHEDULED:
        # AwaitingRetry, Resuming and the like are on their way already.
        return RunState.SCHEDULED if name in {"Scheduled", "Late"} else RunState.ACTIVE
    if kind is StateType.PAUSED:
        return RunState.PAUSED
    if kind is StateType.CANCELLED:
        return RunState.CANCELLED
    ended = kind in {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED}
    return RunState.ENDED if ended else RunState.ACTIVE


async def create_run(
    client: PrefectClient, step: CreateRun, *, deployment: UUID, name: str, tags: Iterable[str]
) -> UUID:
    """Make the run, or find the one that a lost answer had made."""
    made = await patiently(
        lambda: client.create_flow_run_from_deployment(
            deployment,
            parameters={"action": step.key},
            state=Scheduled(scheduled_time=step.at),
            name=name,
            tags=tags,
            idempotency_key=idempotency_key(step.key, revision=step.revision, attempt=step.attempt),
        )
    )
    return made.id


async def remove_run(client: PrefectClient, run_id: str) -> None:
    """Delete a run that has not begun; one that is gone already is fine."""
    try:
        await patiently(lambda: client.delete_flow_run(UUID(run_id)))
    except ObjectNotFound:
        return


async def forget_reconciliations(client: PrefectClient, *, before: datetime) -> int:
    """Delete reconcile runs that ended well before then: one a minute would fill the database."""
    wanted = {
        "tags": {"all_": [RECONCILE.tag]},
        "state": {"type": {"any_": ["COMPLETED"]}},
        "end_time": {"before_": before},
    }
    given = FlowRunFilter.model_validate(wanted)
    old = await patiently(lambda: client.read_flow_runs(flow_run_filter=given, limit=FORGOTTEN))
    for run in old:
        await remove_run(client, str(run.id))
    return len(old)


async def end_paused_run(client: PrefectClient, run_id: str, *, why: str) -> None:
    """End a run that waits for what is decided already."""
    state: State[Any] = Completed(name="Не понадобилось", message=why)
    try:
        await patiently(lambda: client.set_flow_run_state(UUID(run_id), state, force=True))
    except ObjectNotFound:
        return
