"""A real SMTP server that refuses recipients as it is told, and keeps who got what."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.transport import MailPool, MailServer

GONE = "550 5.1.1 no such user here"


@dataclass
class Refusing:
    """`refuses`: address → what is said of it; `everybody`: what is said of all the others."""

    refuses: Mapping[str, str] = field(default_factory=dict)
    everybody: str = ""
    port: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)  # keys of letters

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried[address] += 1
        if reply := self.refuses.get(address, self.everybody):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken[message_from_bytes(envelope.content)["X-Vekha-Key"]] += 1
        return "250 2.0.0 OK"

    def open(self) -> Callable[[], AbstractAsyncContextManager[Any]]:
        """What an office opens to hand letters over here."""

        @asynccontextmanager
        async def open_transport() -> AsyncIterator[MailPool]:
            async with MailPool(MailServer(host="127.0.0.1", port=self.port)) as pool:
                yield pool

        return open_transport


@contextmanager
def refusing(**what: Any) -> Iterator[Refusing]:
    """The server, listening on a loopback port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Refusing(**what, port=port)
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
