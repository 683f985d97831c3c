"""The flow for actions of the kind 'report'."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from office.performing import ActionFailed
from tasks.ending import end_run, fail_run
from tasks.performing import perform_approved
from tasks.sending import send_queued
from tasks.showing import show_documents
from tasks.telling import tell_performed
from vekha.actions.action import ActionKind


@flow(name="Собрать отчёт")
async def assemble_report(action: str) -> State[Any]:
    """Assemble a report and tell who waits for it. `action` is its key in the ledger."""
    try:
        performed = await perform_approved(action)
    except ActionFailed as failure:
        return fail_run(failure)
    sent = await send_queued(action)
    await show_documents(action, performed)
    tell_performed(performed, kind=ActionKind.REPORT)
    return end_run(performed, sent)
