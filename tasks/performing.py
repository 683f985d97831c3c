"""Performing one action; an action that needs approval waits for it in the UI."""

from __future__ import annotations

from typing import Any

from prefect import get_client, get_run_logger, task
from prefect.context import FlowRunContext
from prefect.runtime import flow_run as runtime
from sqlalchemy.exc import DBAPIError

from office.performing import Performed, perform
from tasks.approving import wait_for_approval
from tasks.ending import HELD
from tasks.turns import turns
from vekha.states import ActionState
from wiring.tools import tools

NEEDS_APPROVAL = "needs-approval"

_HELD_SENTENCE = "Дела этого вида приостановлены в Prefect (deployment paused): ждём."


def database_went_away(_task: Any, _run: Any, state: Any) -> bool:
    """Whether trying again may help; everything else is recorded by the office."""
    return isinstance(state.result(raise_on_failure=False), DBAPIError)


@task(
    name="Выполнить дело",
    task_run_name="Выполнить дело",
    retries=3,
    retry_delay_seconds=[2, 10, 30],
    retry_condition_fn=database_went_away,
)
async def perform_action(action: str) -> Performed:
    """Claim the action, decide, queue its letters, make its documents; a repeat repeats nothing."""
    made = tools()
    with turns.at_work():
        performed = perform(
            made.office, action, now=made.clock.now(), worker=claimant(), page=run_page()
        )
    get_run_logger().info("%s: %s", performed.title, performed.sentence)
    return performed


async def perform_approved(action: str) -> Performed:
    """Perform; where a second person must agree first, suspend the run until they answered."""
    if await _is_held():
        return Performed(action, action, ActionState.PLANNED, HELD, _HELD_SENTENCE)
    performed = await perform_action(action)
    for _ in range(5):  # the letter may change while somebody reads it: then it is shown again
        if performed.code != NEEDS_APPROVAL:
            break
        await wait_for_approval(action)
        performed = await perform_action(action)
    return performed


async def _is_held() -> bool:
    """Whether the operator paused the deployment; Prefect itself holds back scheduled ones only."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.deployment_id is None:
        return False
    async with get_client() as client:
        return bool((await client.read_deployment(context.flow_run.deployment_id)).paused)


def run_page() -> str:
    """Where the operator's UI shows this run: there its approval is given."""
    return f"/runs/flow-run/{runtime.id}" if runtime.id else ""


def claimant() -> str:
    """Who claims: unique to this attempt of this run."""
    return f"{runtime.id or 'here'}#{runtime.run_count or 0}"
