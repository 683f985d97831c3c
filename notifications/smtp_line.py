"""One SMTP connection, driven so that every failure knows its phase.

The pool of such lines is in transport.py.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import aiosmtplib
from aiosmtplib.protocol import normalize_message_line_endings

from notifications.conversation import Conversation, NoReply, Reply
from notifications.delivery import (
    Delivery,
    MailDelayed,
    MailFailure,
    MailInDoubt,
    MailRefused,
    MailServerUnusable,
    Phase,
)
from notifications.headers import mailbox_of, needs_smtputf8
from notifications.letter import Message

Lost = (aiosmtplib.SMTPServerDisconnected, ConnectionError)
LOGIN_WANTED = frozenset({530, 534, 535, 538})
TOO_BIG = 552
GO_ON = 354
CLOSING = 421
FINAL_DOT = b".\r\n"
QUIT_TIMEOUT = 5.0


class Step(NamedTuple):
    """One command, the phase in which it is said, the codes with which the server goes along."""

    command: bytes
    phase: Phase
    good: tuple[int, ...]


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed over. Timeouts in seconds.

    final_timeout: for the reply to a whole message; RFC 5321 asks for patience there, and giving
    up leaves the letter in doubt. ca_file: certificates to trust instead of the system's.
    ehlo_name: how we introduce ourselves, empty for this machine's own name.
    """

    host: str
    port: int = 25
    security: Security = Security.NONE
    user: str = ""
    password: str = ""
    timeout: float = 60.0
    final_timeout: float = 300.0
    max_per_connection: int = 100
    connections: int = 4
    ehlo_name: str = ""
    ca_file: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security}, user={self.user!r})"


class SmtpLine:
    """An open conversation with the server; delivers one letter after another."""

    def __init__(self, server: MailServer) -> None:
        self.delivered = 0
        self._server = server
        self._unfinished = False
        self._pipelining = False
        self._talk: Conversation | None = None
        self._smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            use_tls=server.security is Security.TLS,
            start_tls=False,
            tls_context=_trusting(server),
            local_hostname=server.ehlo_name or ("localhost" if _is_local(server.host) else None),
        )

    @property
    def alive(self) -> bool:
        return self._talk is not None and self._talk.alive

    async def open(self) -> None:
        """Connect, protect, log in. Raises MailDelayed or MailServerUnusable."""
        try:
            await self._connect()
            await self._introduce()
            if self._server.security is Security.STARTTLS:
                await self._protect()
                await self._introduce()
            if self._server.user:
                await self._log_in()
            self._take_over()
        except BaseException:
            self.abort()
            raise

    def _take_over(self) -> None:
        transport = self._smtp.transport
        if not isinstance(transport, asyncio.Transport):
            raise MailDelayed("Connection lost", phase=Phase.GREETING)
        self._pipelining = self._smtp.supports_extension("pipelining")
        self._talk = Conversation(transport)

    async def deliver(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        """Hand one message over; raises the four kinds of MailFailure."""
        options = self._options(mime, sender=sender, recipient=recipient)
        start = b"MAIL FROM:<" + mailbox_of(sender).encode() + b">"
        commands = [
            Step(b" ".join([start, *options]), Phase.SENDER, (250,)),
            Step(b"RCPT TO:<" + mailbox_of(recipient).encode() + b">", Phase.RECIPIENT, (250, 251)),
            Step(b"DATA", Phase.DATA, (354,)),
        ]
        if self._unfinished:
            commands.insert(0, Step(b"RSET", Phase.SENDER, (250,)))
        self._unfinished = True
        await self._commands(commands)
        reply = await self._message(_for_the_wire(mime))
        self._unfinished = False
        if not 200 <= reply.code < 300:
            raise failure_of(reply.code, reply.text, phase=Phase.MESSAGE)
        self.delivered += 1
        return Delivery(code=reply.code, text=reply.text)

    async def quit(self) -> None:
        """Say goodbye; what the server makes of that is all the same."""
        if self._talk is not None and self._talk.alive:
            with suppress(NoReply):
                await self._talk.say(
                    b"QUIT\r\n", replies=1, timeout=min(QUIT_TIMEOUT, self._server.timeout)
                )
        self.abort()

    def abort(self) -> None:
        """Drop the line at once: what is still in our buffer must not reach the server later."""
        transport = self._smtp.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
        self._smtp.close()

    async def _connect(self) -> None:
        try:
            await self._smtp.connect()
        except aiosmtplib.SMTPConnectResponseError as error:
            raise failure_of(error.code, error.message, phase=Phase.GREETING) from error
        except aiosmtplib.SMTPException as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise MailServerUnusable(str(error.__cause__), phase=Phase.TLS) from error
            raise MailDelayed(error.message, phase=Phase.CONNECT) from error

    async def _introduce(self) -> None:
        try:
            try:
                await self._smtp.ehlo()
            except aiosmtplib.SMTPHeloError as error:
                if error.code < 500 or not self._smtp.is_connected:
                    raise
                await self._smtp.helo()
        except aiosmtplib.SMTPResponseException as error:
            raise failure_of(error.code, error.message, phase=Phase.GREETING) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailDelayed(str(error), phase=Phase.GREETING) from error

    async def _protect(self) -> None:
        if not self._smtp.supports_extension("starttls"):
            raise MailServerUnusable("the server does not offer STARTTLS", phase=Phase.TLS)
        try:
            await self._smtp.starttls()
        except aiosmtplib.SMTPResponseException as error:
            raise failure_of(error.code, error.message, phase=Phase.TLS) from error
        except ssl.SSLError as error:
            raise MailServerUnusable(str(error), phase=Phase.TLS) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailDelayed(str(error), phase=Phase.TLS) from error

    async def _log_in(self) -> None:
        if self._server.security is Security.NONE and not _is_local(self._server.host):
            raise MailServerUnusable(
                "a password is not sent over an unprotected connection", phase=Phase.AUTH
            )
        try:
            await self._smtp.login(self._server.user, self._server.password)
        except aiosmtplib.SMTPResponseException as error:
            raise failure_of(error.code, error.message, phase=Phase.AUTH) from error
        except (*Lost, aiosmtplib.SMTPTimeoutError) as error:
            raise MailDelayed(str(error), phase=Phase.AUTH) from error
        except aiosmtplib.SMTPException as error:  # no login offered, or no method in common
            raise MailServerUnusable(error.message, phase=Phase.AUTH) from error

    def _options(self, mime: bytes, *, sender: str, recipient: str) -> list[bytes]:
        options = []
        if self._smtp.supports_extension("size"):
            options.append(b"SIZE=%d" % len(mime))
        if needs_smtputf8(sender) or needs_smtputf8(recipient):
            if not self._smtp.supports_extension("smtputf8"):
                raise MailRefused(
                    "the server does not take addresses with letters beyond ASCII (SMTPUTF8)",
                    phase=Phase.SENDER,
                )
            options += [b"SMTPUTF8", b"BODY=8BITMIME"]
        return options

    async def _commands(self, steps: list[Step]) -> None:
        """The commands before the message; whatever goes wrong here, the letter was not taken.

        At once where the server offers PIPELINING (RFC 2920): one way to it and back, not three.
        """
        if not self._pipelining:
            for step in steps:
                await self._group([step])
            return
        await self._group(steps)

    async def _group(self, steps: list[Step]) -> None:
        content = b"".join(step.command + b"\r\n" for step in steps)
        lost: NoReply | None = None
        try:
            replies = await self._conversation.say(
                content, replies=len(steps), timeout=self._server.timeout
            )
        except NoReply as error:
            replies, lost = error.replies, error
            self.abort()
        self._heed(replies)
        for step, reply in zip(steps, replies, strict=False):
            if reply.code not in step.good:
                if (
                    reply.code < 400
                ):  # neither yes nor no: what we say next might be read as a letter
                    self.abort()
                elif self.alive and replies[-1].code == GO_ON:
                    await self._empty_message()
                raise failure_of(reply.code, reply.text, phase=step.phase)
        if lost is not None:
            raise MailDelayed(str(lost), phase=steps[len(replies)].phase) from lost

    async def _empty_message(self) -> None:
        """The server wants a message although it refused the recipient: RFC 2920 has us end it."""
        try:
            await self._conversation.say(b".\r\n", replies=1, timeout=self._server.timeout)
        except NoReply:
            self.abort()

    async def _message(self, content: bytes) -> Reply:
        """The message and its final dot in one write, then the reply that decides."""
        talk = self._conversation
        if not talk.alive:  # nothing of it was written
            self.abort()
            raise MailDelayed("Connection lost", phase=Phase.DATA)
        try:
            (reply,) = await talk.say(content, replies=1, timeout=self._server.final_timeout)
        except NoReply as error:
            # Under TLS nobody knows what has left this machine.
            held_back = error.timed_out and not talk.protected and talk.unwritten > 0
            self.abort()
            kind = MailDelayed if held_back else MailInDoubt
            raise kind(str(error), phase=Phase.MESSAGE) from error
        self._heed([reply])
        return reply

    def _heed(self, replies: list[Reply]) -> None:
        """421: the server closes, whether or not its closing has reached us yet."""
        if any(reply.code == CLOSING for reply in replies):
            self.abort()

    @property
    def _conversation(self) -> Conversation:
        if self._talk is None:
            raise MailDelayed("Connection lost", phase=Phase.SENDER)
        return self._talk


def failure_of(code: int, text: str, *, phase: Phase) -> MailFailure:
    """What a reply that is not the wanted one means for the letter and for the campaign."""
    if not 500 <= code < 600:
        return MailDelayed(text, phase=phase, code=code)
    if phase in (Phase.GREETING, Phase.TLS, Phase.AUTH) or code in LOGIN_WANTED:
        return MailServerUnusable(text, phase=phase, code=code)
    if phase is Phase.SENDER and code != TOO_BIG:
        return MailServerUnusable(text, phase=phase, code=code)
    if "relay" in text.lower():  # «554 5.7.1 Relay access denied»: of us, not of this recipient
        return MailServerUnusable(text, phase=phase, code=code)
    return MailRefused(text, phase=phase, code=code)


def _for_the_wire(mime: bytes) -> bytes:
    """CRLF throughout, dots doubled, the final dot at the end."""
    if isinstance(mime, Message):  # written so: no need to look through it
        return mime + FINAL_DOT
    if not mime.endswith(b"\r\n") or not mime.count(b"\n") == mime.count(b"\r\n") == mime.count(
        b"\r"
    ):
        mime = normalize_message_line_endings(mime)
    if b"\r\n." in mime or mime.startswith(b"."):
        mime = (b"\r\n" + mime).replace(b"\r\n.", b"\r\n..")[2:]
    return mime + FINAL_DOT


@lru_cache(maxsize=8)
def _trusting(server: MailServer) -> ssl.SSLContext | None:
    if server.security is Security.NONE:
        return None
    return ssl.create_default_context(cafile=server.ca_file or None)


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
