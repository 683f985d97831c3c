"""A real SMTP server (aiosmtpd) that records what it accepted, and misbehaves as it is told to."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.fault_sender import WAIT

KEY = re.compile(rb"^X-Vekha-Key: ([^\r\n]+)", re.MULTILINE)
STEPS = ("ehlo", "mail", "rcpt", "data", "message", "accepted")

DROP, HANG = "drop", "hang"
FORGET = "accept, then drop"
MUTE = "accept, then hang"
BEFORE = (DROP, HANG, "451 4.3.0 later")
TROUBLES = {
    "mail": (*BEFORE, "421 4.3.2 going down", "451 4.7.1 greylisted"),
    "rcpt": (*BEFORE, "450 4.2.1 greylisted", "550 5.1.1 no such mailbox"),
    "data": BEFORE,
    "message": (*BEFORE, FORGET, MUTE, "452 4.3.1 no room", "554 5.7.1 spam"),
}
"""What can go wrong at each step: replies, or ways of losing the line."""

Trouble = Callable[[str], str]


def no_trouble(step: str) -> str:
    """The server behaves."""
    del step
    return ""


class _Recorder:
    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.lines_lost = 0
        self.trouble: Trouble = no_trouble
        self.on_step: Callable[[str], None] = lambda _: None

    def at(self, step: str) -> str:
        """Tell the fuse; what shall go wrong here."""
        self.on_step(step)
        return self.trouble(step)

    async def lose_line(self, server: SMTP, trouble: str) -> str:
        if trouble in (HANG, MUTE):
            await asyncio.sleep(WAIT * 1.5)
        if server.transport is not None:
            server.transport.abort()
        return "421 gone"

    async def _reply(self, server: SMTP, step: str) -> str:
        trouble = self.at(step)
        return await self.lose_line(server, trouble) if trouble in (DROP, HANG) else trouble

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if trouble := await self._reply(server, "mail"):
            return trouble
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if trouble := await self._reply(server, "rcpt"):
            return trouble
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        trouble = self.at("message")
        if trouble in (DROP, HANG):
            self.lines_lost += 1
            return await self.lose_line(server, trouble)
        if trouble and trouble not in (FORGET, MUTE):
            return trouble
        found = KEY.search(bytes(envelope.content or b""))
        assert found is not None
        self.accepted[found[1].decode()] += 1
        self.at("accepted")
        if trouble:
            self.lines_lost += 1
            return await self.lose_line(server, trouble)
        return "250 2.0.0 taken"


class _Smtp(SMTP):
    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        self.event_handler.at("ehlo")
        await super().smtp_EHLO(hostname)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        trouble = self.event_handler.at("data")
        if trouble in (DROP, HANG):
            await self.event_handler.lose_line(self, trouble)
        elif trouble:
            await self.push(trouble)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


class RecordingServer:
    """The running server, in a thread of its own; a context manager.

    `trouble` and `on_step` may be set between senders: what goes wrong at a step, and whom to tell.
    """

    def __init__(self) -> None:
        self.recorder = _Recorder()
        self._controller: Any = None

    @property
    def port(self) -> int:
        """The free port that it listens on."""
        found: int = self._controller.server.sockets[0].getsockname()[1]
        return found

    def __enter__(self) -> Self:
        self._controller = _Controller(
            self.recorder, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True
        )
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found
