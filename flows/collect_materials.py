"""The flow for actions of the kind 'collect'."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from office.performing import ActionFailed
from tasks.ending import end_run, fail_run
from tasks.performing import perform_approved
from tasks.sending import send_queued
from tasks.showing import show_answers
from tasks.telling import tell_performed
from vekha.actions.action import ActionKind


@flow(name="Начать сбор материалов")
async def collect_materials(action: str) -> State[Any]:
    """Open a collection of materials and ask for them. `action` is its key in the ledger."""
    try:
        performed = await perform_approved(action)
    except ActionFailed as failure:
        return fail_run(failure)
    sent = await send_queued(action)
    await show_answers(action)
    tell_performed(performed, kind=ActionKind.COLLECT)
    return end_run(performed, sent)
