"""The capture server, spoken to by our own pool over real sockets: what is answered 250 is on the disk."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifications.capture import CaptureServer
from notifications.composing import Composer
from notifications.letter import Letter
from notifications.mailbox import list_letters, read_letter
from notifications.transport import Delivery, MailDelayed, MailPool, MailRefused, MailServer, Phase

LetterOf = Callable[..., Letter]
RECEIVED = datetime(2024, 2, 15, 3, 0, 0, 123, tzinfo=UTC)


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    return tmp_path / "mailbox"


@pytest.fixture
def capture(mailbox: Path) -> Iterator[CaptureServer]:
    def bounces(recipient: str) -> bool:
        return recipient.startswith("gone@")

    with CaptureServer(mailbox, now=lambda: RECEIVED, bounces=bounces) as server:
        yield server


def _pool(server: CaptureServer, *, connections: int = 4) -> MailPool:
    return MailPool(MailServer(host="127.0.0.1", port=server.port, connections=connections))


def _send(server: CaptureServer, mime: bytes, *recipients: str) -> list[Delivery | BaseException]:
    async def run() -> list[Delivery | BaseException]:
        async with _pool(server) as pool:
            return await asyncio.gather(
                *(pool.send(mime, sender="vekha@x.example", recipient=r) for r in recipients),
                return_exceptions=True,
            )

    return asyncio.run(run())


def test_letter_is_kept_whole_under_the_moment_of_receiving(
    capture: CaptureServer, mailbox: Path, composer: Composer, letter_of: LetterOf
) -> None:
    composed = composer.compose(letter_of("invitation", "kk"))
    words = composer.render(letter_of("invitation", "kk"))
    (delivery,) = _send(capture, composed.mime, "director@daryn.example")

    (entry,) = list_letters(mailbox)
    assert isinstance(delivery, Delivery)
    assert delivery.text == f"2.0.0 kept as {entry.name}"
    assert entry.name == "20240215T030000000123Z-000001.eml"
    assert (mailbox / entry.name).read_bytes().endswith(composed.mime)
    opened = read_letter(mailbox, entry.name)
    assert opened.text == words.text
    assert opened.html == words.html
    assert opened.headers[:2] == (
        ("Return-Path", "<vekha@x.example>"),
        ("Delivered-To", "director@daryn.example"),
    )


def test_many_lines_at_once_lose_and_mix_nothing(capture: CaptureServer, mailbox: Path) -> None:
    async def run() -> None:
        async with _pool(capture) as pool:
            await asyncio.gather(
                *(
                    pool.send(
                        f"Subject: {n}\r\nX-Vekha-Key: k/{n}\r\n\r\n{n}\r\n".encode(),
                        sender="a@x.example",
                        recipient=f"r{n}@x.example",
                    )
                    for n in range(60)
                )
            )

    asyncio.run(run())

    entries = list_letters(mailbox, limit=100)
    assert {entry.key for entry in entries} == {f"k/{n}" for n in range(60)}
    assert all(read_letter(mailbox, e.name).text.strip() == e.subject for e in entries)


def test_address_that_bounces_is_refused_and_nothing_is_kept(
    capture: CaptureServer, mailbox: Path
) -> None:
    refused, taken = _send(capture, b"Subject: x\r\n\r\n", "gone@x.example", "here@x.example")

    assert isinstance(refused, MailRefused)
    assert (refused.code, refused.phase) == (550, Phase.RECIPIENT)
    assert isinstance(taken, Delivery)
    assert len(list_letters(mailbox)) == 1


def test_address_beyond_ascii_is_taken(capture: CaptureServer, mailbox: Path) -> None:
    mime = "To: директор@x.example\r\nSubject: x\r\n\r\n".encode()
    (delivery,) = _send(capture, mime, "директор@x.example")

    assert isinstance(delivery, Delivery)
    assert list_letters(mailbox)[0].recipient == "директор@x.example"


def test_letter_that_cannot_be_kept_is_not_answered_with_250(
    capture: CaptureServer, mailbox: Path
) -> None:
    mailbox.rmdir()
    mailbox.write_text("a file where the folder was")
    (outcome,) = _send(capture, b"Subject: x\r\n\r\n", "a@x.example")

    assert isinstance(outcome, MailDelayed)
    assert outcome.code == 452


def test_no_unfinished_file_is_left_behind(capture: CaptureServer, mailbox: Path) -> None:
    _send(capture, b"Subject: x\r\n\r\n", "a@x.example", "b@x.example")

    assert sorted(name for name in os.listdir(mailbox) if not name.endswith(".eml")) == []


def test_every_reply_can_be_made_to_wait(mailbox: Path) -> None:
    with CaptureServer(mailbox, now=lambda: RECEIVED, latency=0.05) as server:
        started = time.monotonic()
        _send(server, b"Subject: x\r\n\r\n", "a@x.example")

    assert time.monotonic() - started > 6 * 0.05  # greeting, EHLO, MAIL, RCPT, DATA, the dot


def test_restarted_server_goes_on_in_the_same_mailbox(mailbox: Path) -> None:
    for _ in range(2):
        with CaptureServer(mailbox, now=lambda: RECEIVED) as server:
            _send(server, b"Subject: x\r\n\r\n", "a@x.example")

    assert len(list_letters(mailbox)) == 2


def test_port_that_is_taken_is_told(capture: CaptureServer, mailbox: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        CaptureServer(mailbox, now=lambda: RECEIVED, port=capture.port).start()


def test_stopping_hangs_up_on_who_is_still_connected(mailbox: Path) -> None:
    """Left open, the sockets would be found by the garbage collector, in some other test."""
    server = CaptureServer(mailbox, now=lambda: RECEIVED, latency=0.2)
    server.start()
    with ExitStack() as stack:
        address = (server.host, server.port)
        clients = [
            stack.enter_context(socket.create_connection(address, timeout=5)) for _ in range(5)
        ]
        time.sleep(0.05)  # accepted, and the greeting is not sent yet when the server stops
        server.stop()
        for client in clients:
            with suppress(ConnectionResetError):
                assert client.recv(100) == b""
    gc.collect()  # an unclosed socket warns here, and a warning fails this test
