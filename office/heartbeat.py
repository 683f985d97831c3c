"""A sender's sign of life: leases renewed while a slow server is waited for.

Without it the leases of a living sender would end, its letters be put in doubt, and whoever sends
them again would send them twice.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Self

from sqlalchemy.exc import InterfaceError, OperationalError

from models.engine import writing
from models.leases import hold_on
from office.handing import Clock
from office.office import Office

BEAT = 60.0  # seconds

MARGIN = timedelta(minutes=1)
"""For clocks that disagree, and for a note that waited for another writer while a beat passed by."""


class Heartbeat:
    """Beats while it is open; a sender that slept, or whose database is away, stops being sure.

    `pulse` counts how often it slept: what was noted before may have been decided about by others,
    however many signs of life came since.
    """

    def __init__(self, office: Office, *, worker: str, clock: Clock) -> None:
        self.pulse = 0
        self._office = office
        self._worker = worker
        self._clock = clock
        self._until = clock() + office.lease - MARGIN
        self._beating: asyncio.Task[None] | None = None

    def sure(self, pulse: int) -> bool:
        """Whether nobody else can have thought since then that this sender is dead."""
        return pulse == self.pulse and self._clock() < self._until

    def keep(self) -> None:
        """A sign of life before the next beat, if the last one is too old to note letters on it.

        Blocks: call it in a thread.
        """
        if self._clock() >= self._until:
            self._renew()

    async def __aenter__(self) -> Self:
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._beating is not None
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with suppress(OperationalError, InterfaceError):  # then the leases end: not sure
                await asyncio.to_thread(self._renew)

    def _renew(self) -> None:
        now = self._clock()
        # Waits for the disk: a lease that a power cut takes back would have been trusted.
        with writing(self._office.engine) as session:
            hold_on(session, worker=self._worker, now=now, lease=self._office.lease)
        if self._clock() >= self._until:
            self.pulse += 1
        self._until = now + self._office.lease - MARGIN
