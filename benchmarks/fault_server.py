"""A real SMTP server (aiosmtpd) that records what it accepted, and misbehaves as it is told to."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.fault_sender import WAIT

KEY = re.compile(rb"^X-Vekha-Key: ([^\r\n]+)", re.MULTILINE)
LINK = re.compile(r"/a/([\w-]+)")
STEPS = ("ehlo", "mail", "rcpt", "data", "part", "message", "accepted")
"""Where the server can be when a sender is struck; `part`: it has read a line of the message."""

DROP, HANG = "drop", "hang"
FORGET = "accept, then drop"
MUTE = "accept, then hang"
HALF = "accept, then half a reply"
MUMBLE = "accept, then no reply that can be read"
UNSAID = (FORGET, MUTE, HALF, MUMBLE)
BEFORE = (DROP, HANG, "451 4.3.0 later")
TROUBLES: dict[str, tuple[str, ...]] = {
    "ehlo": (DROP, HANG, "421 4.3.2 too many lines"),
    "mail": (*BEFORE, "421 4.3.2 going down", "451 4.7.1 greylisted"),
    "rcpt": (*BEFORE, "450 4.2.1 greylisted", "550 5.1.1 no such mailbox", "552 5.2.2 full"),
    "data": (*BEFORE, "554 5.5.1 not now"),
    "part": (DROP,),
    "message": (*BEFORE, *UNSAID, "452 4.3.1 no room", "552 5.3.4 too big", "554 5.7.1 spam"),
}
"""What can go wrong at each step: replies, or ways of losing the line."""

Trouble = Callable[[str], str]


def no_trouble(step: str) -> str:
    """The server behaves."""
    del step
    return ""


class EachTrouble:
    """Every trouble of every step in turn: one at every `every`-th occurrence of its step."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._seen: Counter[str] = Counter()

    def __call__(self, step: str) -> str:
        self._seen[step] += 1
        times, rest = divmod(self._seen[step], self._every)
        kinds = TROUBLES.get(step)
        return kinds[(times - 1) % len(kinds)] if kinds and times and not rest else ""


class _Recorder:
    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.links: Counter[str] = (
            Counter()
        )  # personal links in what was accepted, if they are read
        self.reads_links = False
        self.troubles: Counter[str] = Counter()  # «rcpt: drop» → how often
        self.lines_lost = 0
        self.trouble: Trouble = no_trouble
        self.on_step: Callable[[str], None] = lambda _: None

    def at(self, step: str) -> str:
        """Tell the fuse; what shall go wrong here."""
        self.on_step(step)
        found = self.trouble(step)
        if found:
            self.troubles[f"{step}: {found}"] += 1
        return found

    async def lose_line(self, server: SMTP, trouble: str) -> str:
        if trouble in (HANG, MUTE):
            await asyncio.sleep(WAIT * 1.5)
        if trouble in (HALF, MUMBLE) and server.transport is not None:
            server.transport.write(b"25" if trouble == HALF else b"good morning\r\n")
            server.transport.close()
        elif server.transport is not None:
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
        if trouble and trouble not in UNSAID:
            return trouble
        found = KEY.search(bytes(envelope.content or b""))
        assert found is not None
        self.accepted[found[1].decode()] += 1
        if self.reads_links:
            self.links.update(links_in(bytes(envelope.content or b"")))
        self.at("accepted")
        if trouble:
            self.lines_lost += 1
            return await self.lose_line(server, trouble)
        return "250 2.0.0 taken"


def links_in(content: bytes) -> set[str]:
    """The personal links of a letter: one for each duty in it."""
    text = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    return set(LINK.findall(text.get_content())) if text is not None else set()


class _Smtp(SMTP):
    """Offers PIPELINING on every other line, so that both ways of talking are struck."""

    _lines = 0

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        trouble = self.event_handler.at("ehlo")
        if trouble in (DROP, HANG):
            await self.event_handler.lose_line(self, trouble)
        elif trouble:
            await self.push(trouble)
        else:
            await super().smtp_EHLO(hostname)

    async def push(self, status: str | bytes) -> None:
        if status == "250 HELP":
            _Smtp._lines += 1
            if _Smtp._lines % 2:
                await super().push("250-PIPELINING")
        await super().push(status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        trouble = self.event_handler.at("data")
        if trouble in (DROP, HANG):
            await self.event_handler.lose_line(self, trouble)
        elif trouble:
            await self.push(trouble)
        else:
            self._tell_of_first_line()
            await super().smtp_DATA(arg)

    def _tell_of_first_line(self) -> None:
        """Stop and look when the first line of the message is here and the rest may not be."""
        reader = self._reader
        read = reader.readuntil

        async def first_line(separator: bytes = b"\n") -> bytes:
            del reader.readuntil  # the class's own again
            line = await read(separator)
            if self.event_handler.at("part"):
                self.event_handler.lines_lost += 1
                await self.event_handler.lose_line(self, DROP)
            return line

        reader.readuntil = first_line


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
