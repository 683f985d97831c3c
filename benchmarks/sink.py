"""A bare SMTP sink that answers everything after a given time: python -m benchmarks.sink MILLISECONDS [KEYS].

Prints its port. It does less than any real server, so that it is not what is measured. With the name
of a file it writes down the X-Vekha-Key of each letter that it took, a line each.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack

REPLIES = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
END = b"\r\n.\r\n"
KEY = re.compile(rb"^X-Vekha-Key: ([^\r\n]+)", re.MULTILINE)


class Sink(asyncio.Protocol):
    """One conversation."""

    def __init__(self, latency: float, on_letter: Callable[[bytes], object] | None = None) -> None:
        self._latency = latency
        self._on_letter = on_letter
        self._buffer = b""
        self._in_message = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            mark = END if self._in_message else b"\r\n"
            at = self._buffer.find(mark)
            if at < 0:
                return
            line, self._buffer = self._buffer[:at], self._buffer[at + len(mark) :]
            if self._in_message:
                self._in_message = False
                if self._on_letter is not None:
                    self._on_letter(line)
                self._say(b"250 taken\r\n")
            else:
                word = line[:4].upper()
                self._in_message = word == b"DATA"
                self._say(REPLIES.get(word, b"250 ok\r\n"))

    def _say(self, reply: bytes) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, reply)
        else:
            self._transport.write(reply)


async def serve(latency: float, keys: str = "") -> None:
    """Until the process ends."""
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        on_letter: Callable[[bytes], object] | None = None
        if keys:
            file = stack.enter_context(open(keys, "wb", buffering=0))

            def on_letter(letter: bytes) -> object:
                found = KEY.search(letter)
                return file.write((found[1] if found else b"no key") + b"\n")

        server = await loop.create_server(
            lambda: Sink(latency, on_letter), "127.0.0.1", 0, backlog=512
        )
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    keys = sys.argv[2] if len(sys.argv) > 2 else ""
    if keys == "plain":
        REPLIES[b"EHLO"] = b"250-sink\r\n250 8BITMIME\r\n"
        keys = ""
    asyncio.run(serve(int(sys.argv[1]) / 1000, keys))
