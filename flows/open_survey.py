"""The flow for actions of the kind 'invite'."""

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


@flow(name="Открыть опрос")
async def open_survey(action: str) -> State[Any]:
    """Open a survey and invite those who are asked. `action` is its key in the ledger."""
    try:
        performed = await perform_approved(action)
    except ActionFailed as failure:
        return fail_run(failure)
    sent = await send_queued(action)
    await show_answers(action)
    tell_performed(performed, kind=ActionKind.INVITE)
    return end_run(performed, sent)
