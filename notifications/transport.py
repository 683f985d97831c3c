"""Sending over SMTP: a pool of lines to one server. Which failure means what is in smtp_line.py."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from notifications.delivery import (
    Delivery,
    MailDelayed,
    MailFailure,
    MailInDoubt,
    MailRefused,
    MailServerUnusable,
    Phase,
    Transport,
)
from notifications.smtp_line import MailServer, Security, SmtpLine

__all__ = [
    "Delivery",
    "MailDelayed",
    "MailFailure",
    "MailInDoubt",
    "MailPool",
    "MailRefused",
    "MailServer",
    "MailServerUnusable",
    "Phase",
    "Security",
    "Transport",
]


class MailPool:
    """Up to `connections` lines to one server, opened when needed, reused, closed with QUIT.

    Use as an async context manager, within one event loop. A line is replaced after
    max_per_connection letters, after any failure that leaves it unclear, and when the server has
    dropped it while it was idle (nothing of the letter has been said then, so it is tried once
    more on a new line).
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._slots = asyncio.Semaphore(max(1, server.connections))
        self._idle: list[SmtpLine] = []
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Say goodbye on every idle line; a line that is still in use closes when it is done."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(line.quit() for line in idle))

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        """Hand one message over; raises the four kinds of MailFailure (see delivery.py)."""
        async with self._slots:
            line = self._idle_line()
            if line is not None:
                try:
                    return await self._over(line, mime, sender=sender, recipient=recipient)
                except MailDelayed as failure:
                    if line.alive or failure.phase is not Phase.SENDER:
                        raise
            line = SmtpLine(self._server)
            await line.open()
            return await self._over(line, mime, sender=sender, recipient=recipient)

    def _idle_line(self) -> SmtpLine | None:
        while self._idle:
            line = self._idle.pop()
            if line.alive:
                return line
        return None

    async def _over(self, line: SmtpLine, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        try:
            return await line.deliver(mime, sender=sender, recipient=recipient)
        except MailFailure:
            raise
        except BaseException:  # cancelled, or a fault of ours: the line's state is unknown
            line.abort()
            raise
        finally:
            if not line.alive:
                line.abort()
            elif self._closed or line.delivered >= self._server.max_per_connection:
                await line.quit()
            else:
                self._idle.append(line)
