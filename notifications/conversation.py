"""An open SMTP connection as commands and replies, several commands at once where the server allows.

aiosmtplib connects, protects and logs in; from then on this protocol takes its transport over, for
aiosmtplib awaits one reply at a time. What replies mean for a letter is in smtp_line.py.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

LONGEST_REPLY = 32 * 1024


class Reply(NamedTuple):
    """The server's code and its words, lines joined by a line end."""

    code: int
    text: str


class NoReply(Exception):
    """The awaited replies did not all come; `replies` are those that did.

    The connection is of no use any more. `timed_out` tells a silent server from a lost line.
    """

    def __init__(self, why: str, replies: list[Reply], *, timed_out: bool = False) -> None:
        self.replies = replies
        self.timed_out = timed_out
        super().__init__(why)


class Conversation(asyncio.Protocol):
    """One connection, used by one task at a time."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._buffer = b""
        self._wanted = 0
        self._replies: list[Reply] = []
        self._ended: asyncio.Future[None] | None = None
        self._over = ""  # why nothing more can be said
        self._patience: float | None = None  # the loop's time until which replies are awaited
        self._alarm: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        transport.set_protocol(self)

    @property
    def alive(self) -> bool:
        return not self._over and not self._transport.is_closing()

    @property
    def unwritten(self) -> int:
        """Bytes that have not left this process; those that TLS holds are not counted."""
        return self._transport.get_write_buffer_size()

    @property
    def protected(self) -> bool:
        return self._transport.get_extra_info("sslcontext") is not None

    async def say(self, content: bytes, *, replies: int, timeout: float) -> list[Reply]:
        """Write commands or a message at once and await their replies, `timeout` seconds at most.

        Raises NoReply; `replies` is None of what was written when the line was lost before.
        """
        if not self.alive:
            raise NoReply(self._over or "Connection lost", [])
        self._replies, self._wanted = [], replies
        self._ended = self._loop.create_future()
        self._wait_until(self._loop.time() + timeout)
        try:
            self._transport.write(content)
            await self._ended
        finally:
            self._patience = None
            self._ended = None
        return self._replies

    def abort(self) -> None:
        """Drop the line at once: what is still in our buffer must not reach the server later."""
        self._over = self._over or "Connection lost"
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._ended is None:  # a word that nobody asked for: «421 idle for too long»
            self._over = data.decode("utf-8", "replace").strip() or "Connection lost"
            self._transport.abort()
            return
        self._buffer += data
        try:
            while len(self._replies) < self._wanted and (found := _take(self._buffer)):
                reply, self._buffer = found
                self._replies.append(reply)
        except ValueError as error:
            self._end(str(error))
            return
        if len(self._replies) == self._wanted:
            if self._buffer:  # one reply too many would be taken for the answer to what comes next
                self._over = self._buffer.decode("utf-8", "replace").strip() or "Connection lost"
                self._transport.abort()
            if not self._ended.done():
                self._ended.set_result(None)
        elif len(self._buffer) > LONGEST_REPLY:
            self._end("Response too long")

    def eof_received(self) -> bool:
        self._end("Unexpected EOF received")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._end(str(exc or "Connection lost"))

    def _wait_until(self, moment: float) -> None:
        """One alarm serves many replies: it rings now and then and looks whether one is overdue."""
        self._patience = moment
        if self._alarm is not None and self._alarm.when() > moment:
            self._alarm.cancel()
            self._alarm = None
        if self._alarm is None:
            self._alarm = self._loop.call_at(moment, self._look)

    def _look(self) -> None:
        self._alarm = None
        if self._patience is None:
            return
        if self._patience <= self._loop.time():
            self._end("Timed out waiting for server response", timed_out=True)
        else:
            self._wait_until(self._patience)

    def _end(self, why: str, *, timed_out: bool = False) -> None:
        self._over = self._over or why
        if self._ended is not None and not self._ended.done():
            self._ended.set_exception(NoReply(why, self._replies, timed_out=timed_out))
            self._ended.exception()  # retrieved: whoever waited may have been cancelled


def _take(buffer: bytes) -> tuple[Reply, bytes] | None:
    """The first whole reply and what follows it. Raises ValueError for what is no reply."""
    lines, start = [], 0
    while (end := buffer.find(b"\n", start)) >= 0:
        line = buffer[start:end].rstrip(b"\r")
        start = end + 1
        if not line[:3].isdigit():
            text = line.decode("utf-8", "replace")
            raise ValueError(f"Malformed SMTP response line: {text}")
        lines.append(line[4:].strip())
        if line[3:4] != b"-":
            words = lines[0] if len(lines) == 1 else b"\n".join(lines)
            return Reply(int(line[:3]), words.decode("utf-8", "replace")), buffer[start:]
    return None
