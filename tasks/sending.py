"""Emptying the outbox in batches within one task, with progress in the UI when there is much."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

from prefect import get_run_logger, task
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.runtime import flow_run as runtime

from models.engine import reading
from models.mail_log import count_letters
from office.refusals import send_and_pass_on
from office.sending import Sent
from tasks.ending import say_sent
from tasks.turns import turns
from vekha.states import LetterState
from wiring.tools import Tools, tools

WAITS = 40


@task(name="Отправить письма", task_run_name="Отправить письма")
async def send_queued(action: str = "") -> Sent:
    """Send what is due, whoever queued it, and what was refused to the next contacts; then wait for
    what other runs send of this action's.

    A letter in doubt is never sent again here.
    """
    made = tools()
    bar = ProgressBar(beyond=made.office.batch)
    with turns.at_work():
        sent = await send_and_pass_on(
            made.office,
            clock=made.clock.now,
            worker=f"{runtime.id or 'here'}/{uuid4().hex[:8]}",
            progress=bar.move,
        )
    await bar.finish()
    if action:
        await _wait_for_others(made, action)
    logger = get_run_logger()
    if sent.total:
        logger.info("Письма: %s", say_sent(sent))
    if sent.paused:
        logger.error("Отправка остановлена: %s. Проверьте почтовый сервер.", sent.paused)
    return sent


async def _wait_for_others(made: Tools, action: str) -> None:
    """A batch that another run holds is over in seconds; so the run's sentence counts it."""
    for _ in range(WAITS):
        with reading(made.office.engine) as session:
            if not count_letters(session, action=action).get(LetterState.SENDING):
                return
        await asyncio.sleep(0.5)


class ProgressBar:
    """A progress artifact that is made only when there is more than one batch."""

    def __init__(self, *, beyond: int) -> None:
        self._beyond = beyond
        self._artifact: UUID | None = None
        self._share = 0.0
        self._at_work: asyncio.Task[None] | None = None

    def move(self, sent: int, left: int) -> None:
        """Told by the sender after each batch; writing goes on beside the sending."""
        self._share = 100 * sent / max(sent + left, 1)
        worth = self._artifact is not None or sent + left > self._beyond
        if worth and (self._at_work is None or self._at_work.done()):
            self._at_work = asyncio.ensure_future(self._write())

    async def finish(self) -> None:
        """Wait for the last writing, and show that it is over."""
        if self._at_work is not None:
            await self._at_work
            self._share = 100.0
            await self._write()

    async def _write(self) -> None:
        if self._artifact is None:
            made = await acreate_progress_artifact(
                self._share, key="letters", description="Отправка писем, процентов"
            )
            self._artifact = made
        else:
            await aupdate_progress_artifact(self._artifact, self._share)
