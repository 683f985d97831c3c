"""The flow that only empties the outbox."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from tasks.ending import say_sent
from tasks.sending import send_queued


@flow(name="Отправить письма из очереди")
async def send_letters() -> State[Any]:
    """Send everything that is due; letters in doubt stay where they are."""
    return Completed(message=say_sent(await send_queued()))
