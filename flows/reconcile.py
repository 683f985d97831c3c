"""The flow that makes Prefect agree with the ledger; the only one with a schedule."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from tasks.ending import say_sent
from tasks.reconciling import align_runs, look_after_ledger
from tasks.returned_mail import read_returned_mail
from tasks.sending import send_queued
from tasks.showing import show_undecided
from tasks.telling import tell_missed


@flow(name="Сверить журнал с расписанием", flow_run_name="Сверка")
async def reconcile() -> State[Any]:
    """Missed, bounced, runs aligned with the ledger, the rest of the letters sent, the undecided shown."""
    kept = await look_after_ledger()
    returned = await read_returned_mail()
    aligned = await align_runs()
    sent = await send_queued()
    undecided = await show_undecided(aligned.stuck)
    for key in kept.missed if kept else ():
        tell_missed(key)
    parts = [str(aligned), returned]
    parts += [f"письма: {say_sent(sent)}"] if sent.total else []
    parts += [f"ждут решения: {undecided}"] if undecided else []
    message = "; ".join(part for part in parts if part)
    return Completed(message=message[:1].upper() + message[1:] or "Всё на месте.")
