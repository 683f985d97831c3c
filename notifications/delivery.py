"""What became of handing one message over: the reply, or an exception named by what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Phase(StrEnum):
    """How far the conversation with the server had come."""

    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    AUTH = "auth"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"  # the command, before any of the message was written
    MESSAGE = "message"  # the message was being written or its reply awaited


@dataclass(frozen=True, slots=True)
class Delivery:
    """The message was taken over. held: put aside here (capture, guest list), not sent on."""

    code: int
    text: str
    held: bool = False


class MailFailure(Exception):
    """The message was not, or perhaps not, taken over; see the four kinds.

    code: the server's reply code, 0 where there was none; text: its words, or ours.
    """

    def __init__(self, text: str, *, phase: Phase, code: int = 0) -> None:
        self.text = text
        self.phase = phase
        self.code = code
        super().__init__(f"{phase}: {code} {text}" if code else f"{phase}: {text}")


class MailRefused(MailFailure):
    """The server refused this letter for good (5xx): do not retry, show it, try another contact."""


class MailDelayed(MailFailure):
    """The letter was certainly not taken over (4xx, no line): retry later, until not_after."""


class MailInDoubt(MailFailure):
    """The line was lost when the server may have had all of it: never send again silently."""


class MailServerUnusable(MailFailure):
    """The server will take no letter of ours (login, TLS, policy): stop and tell the operator."""


class Transport(Protocol):
    """Whatever takes letters over: a pool of connections, a folder, a guest list before them."""

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        """Hand one message over; raises the four kinds of MailFailure."""
        ...
