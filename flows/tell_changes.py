"""The flow for actions of the kind 'change'."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from office.performing import ActionFailed
from tasks.ending import end_run, fail_run
from tasks.performing import perform_approved
from tasks.sending import send_queued
from tasks.telling import tell_performed
from vekha.actions.action import ActionKind


@flow(name="Сообщить об изменении срока")
async def tell_changes(action: str) -> State[Any]:
    """Tell those who know a date what became of it. `action` is its key in the ledger."""
    try:
        performed = await perform_approved(action)
    except ActionFailed as failure:
        return fail_run(failure)
    sent = await send_queued(action)
    tell_performed(performed, kind=ActionKind.CHANGE)
    return end_run(performed, sent)
