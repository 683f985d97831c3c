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

LEASE = timedelta(minutes=5)
BEAT = 60.0  # seconds


class Heartbeat:
    """Beats while it is open; a sender that slept, or whose database is away, stops being sure."""

    def __init__(self, office: Office, *, worker: str, clock: Clock) -> None:
        self._office = office
        self._worker = worker
        self._clock = clock
        self._until = clock() + LEASE
        self._beating: asyncio.Task[None] | None = None

    @property
    def sure(self) -> bool:
        """Whether nobody else can think by now that this sender is dead."""
        return self._clock() < self._until

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
            hold_on(session, worker=self._worker, now=now, lease=LEASE)
        self._until = now + LEASE
