"""As much of an IMAP server (RFC 3501) as reading a mailbox takes, on a loopback port: a folder of
files is INBOX, in the order of their names. For machines on which no Dovecot can be installed."""

from __future__ import annotations

import imaplib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.strip().partition(b" ")
            word, _, given = rest.partition(b" ")
            if word.upper() == b"UID":
                word, _, given = given.partition(b" ")
            ended = self.act(word.upper(), given)
            self.say(tag + (b" OK done" if ended is not None else b" BAD unknown"))
            if ended:
                return

    def act(self, word: bytes, given: bytes) -> bool | None:
        """Whether the session ends; None for a command that is not known."""
        messages = self.messages()
        if word in (b"CAPABILITY", b"LOGIN"):
            self.say(b"* CAPABILITY IMAP4rev1")
        elif word == b"EXAMINE":
            self.say(b"* %d EXISTS" % len(messages))
            self.say(b"* OK [UIDVALIDITY 7] valid")
        elif word == b"SEARCH":
            first = int(given.split()[-1].partition(b":")[0]) if given.startswith(b"UID") else 1
            # «n:*» means the last one even where its number is below n.
            found = [n for n in range(1, len(messages) + 1) if n >= min(first, len(messages))]
            self.say(b"* SEARCH" + b"".join(b" %d" % n for n in found))
        elif word == b"FETCH":
            number = int(given.split()[0])
            content = messages[number - 1].read_bytes()
            head = b"* %d FETCH (UID %d BODY[] {%d}" % (number, number, len(content))
            self.wfile.write(head + b"\r\n" + content + b")\r\n")
        elif word == b"LOGOUT":
            self.say(b"* BYE")
            return True
        else:
            return None
        return False

    def messages(self) -> list[Path]:
        return sorted(self.server.folder.iterdir())

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    folder: Path


class LoopbackImap:
    """The server while the `with` lasts; nothing is ever marked as seen."""

    def __init__(self, folder: Path) -> None:
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.folder = folder
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> LoopbackImap:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)

    @contextmanager
    def open(self) -> Iterator[imaplib.IMAP4]:
        """A connection that is logged in."""
        mailbox = imaplib.IMAP4("127.0.0.1", self._server.server_address[1])
        mailbox.login("vekha", "secret")
        try:
            yield mailbox
        finally:
            mailbox.logout()
