"""The local SMTP server: takes every letter into a folder, durably, before it answers 250."""

from __future__ import annotations

import asyncio
import itertools
import socket
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, AnyStr, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.folder import Bounces, bounce_none, store_letter

LARGEST = 50 * 1024 * 1024
STOPPING = 10.0  # seconds


class _SlowSmtp(SMTP):
    """The server's half of one conversation, with a pause before every reply."""

    def __init__(self, *arguments: Any, latency: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._latency = latency

    async def push(self, status: AnyStr) -> None:
        if self._latency:
            await asyncio.sleep(self._latency)
        await super().push(status)


class _Keeper:
    """Decides about recipients and keeps messages."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime], bounces: Bounces) -> None:
        self._folder = folder
        self._now = now
        self._bounces = bounces
        self._numbers = itertools.count(1)

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self._bounces(address):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        received = self._now().astimezone(UTC)
        name = f"{received:%Y%m%dT%H%M%S%f}Z-{next(self._numbers):06d}"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        trace = [f"Return-Path: <{envelope.mail_from or ''}>"]
        trace += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        head = "".join(line + "\r\n" for line in trace).encode()
        try:
            kept = await asyncio.to_thread(store_letter, self._folder, name, head + content)
        except OSError as error:
            return f"452 4.3.1 cannot keep the letter: {error.strerror or 'disk error'}"
        return f"250 2.0.0 kept as {kept}"


class CaptureServer:
    """The running capture server; a context manager, in a thread of its own, loopback only.

    folder: the mailbox. now: gives the aware moment under which a letter is filed. bounces: which
    addresses are refused with 550. latency: seconds before every reply. port 0: a free one.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        port: int = 0,
        bounces: Bounces = bounce_none,
        latency: float = 0.0,
        host: str = "127.0.0.1",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.host = host
        self.port = port or _bind(host, 0)
        self._keeper = _Keeper(folder, now=now, bounces=bounces)
        self._latency = latency
        self._controller: _Controller | None = None

    def start(self) -> None:
        """Listen; raises OSError when the port is taken."""
        _bind(self.host, self.port)  # at once; aiosmtpd notices only after its time-out
        controller = _Controller(
            self._keeper, hostname=self.host, port=self.port, latency=self._latency
        )
        try:
            controller.start()
        except OSError:
            controller.loop.close()
            raise
        self._controller = controller

    def stop(self) -> None:
        """Stop listening; letters that were answered with 250 are on the disk."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


class TidyController(Controller):
    """aiosmtpd's thread and loop; hangs up on whoever is still connected when it stops.

    aiosmtpd itself leaves those sockets to the garbage collector.
    """

    def __init__(self, handler: Any, **options: Any) -> None:
        self._conversations: weakref.WeakSet[SMTP] = weakref.WeakSet()
        super().__init__(handler, **options)

    def conversation(self) -> SMTP:
        """The server's half of a new conversation."""
        return SMTP(self.handler, **self.SMTP_kwargs)

    def factory(self) -> SMTP:
        conversation = self.conversation()
        self._conversations.add(conversation)
        return conversation

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002  aiosmtpd's signature
        if self._thread is not None:
            asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(STOPPING)
        super().stop(no_assert=no_assert)

    async def _hang_up(self) -> None:
        if self.server is not None:
            self.server.close()
        for conversation in list(self._conversations):
            if isinstance(conversation.transport, asyncio.WriteTransport):
                conversation.transport.abort()
        await asyncio.sleep(0)  # aborted sockets are closed in the loop's next turn
        await asyncio.sleep(0)


class _Controller(TidyController):
    """Makes conversations of our kind."""

    def __init__(self, handler: _Keeper, *, hostname: str, port: int, latency: float) -> None:
        self._latency = latency
        super().__init__(
            handler,
            hostname=hostname,
            port=port,
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST,
            ident="Vekha capture",
            server_hostname="localhost",
        )

    def conversation(self) -> SMTP:
        return _SlowSmtp(self.handler, latency=self._latency, **self.SMTP_kwargs)


def _bind(host: str, port: int) -> int:
    """The port, or a free one for 0, after having been bound for a moment. Raises OSError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        bound: int = probe.getsockname()[1]
        return bound
