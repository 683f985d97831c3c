"""Modes: what leaves the machine and what is put aside."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from notifications.folder import FolderTransport
from notifications.modes import Mode, transport_for

GUESTS = ["Coordinator@x.example", "@guests.example", "a@школа.қаз"]


def _sent(mode: Mode, recipient: str, tmp_path: Path) -> tuple[bool, int, int]:
    """Whether it counts as held, and how many letters each side got."""
    live, capture = tmp_path / "live", tmp_path / "capture"
    transport = transport_for(
        mode, capture=FolderTransport(capture), live=_Live(live), guests=GUESTS
    )
    delivery = asyncio.run(transport.send(b"x", sender="a@x.example", recipient=recipient))
    return delivery.held, len(list(live.glob("*"))), len(list(capture.glob("*")))


class _Live:
    """A folder that counts as the world outside."""

    def __init__(self, folder: Path) -> None:
        self._folder = FolderTransport(folder)

    async def send(self, mime: bytes, *, sender: str, recipient: str):  # type: ignore[no-untyped-def]
        from dataclasses import replace

        return replace(self._folder.put(mime, sender=sender, recipient=recipient), held=False)


@pytest.mark.parametrize(
    ("mode", "recipient", "goes_out"),
    [
        (Mode.CAPTURE, "coordinator@x.example", False),
        (Mode.LIVE, "anyone@x.example", True),
        (Mode.GUESTS, "coordinator@X.example", True),
        (Mode.GUESTS, "anyone@guests.example", True),
        (Mode.GUESTS, "A@xn--80atdl2c.xn--80ao21a", True),
        (Mode.GUESTS, "anyone@x.example", False),
        (Mode.GUESTS, "anyone@sub.guests.example", False),
        (Mode.GUESTS, "guests.example@evil.example", False),
    ],
)
def test_letter_goes_out_only_where_the_mode_lets_it(
    mode: Mode, recipient: str, goes_out: bool, tmp_path: Path
) -> None:
    held, live, captured = _sent(mode, recipient, tmp_path)

    assert (held, live, captured) == ((False, 1, 0) if goes_out else (True, 0, 1))


@pytest.mark.parametrize("mode", [Mode.GUESTS, Mode.LIVE])
def test_mode_without_a_server_is_refused(mode: Mode, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no mail server"):
        transport_for(mode, capture=FolderTransport(tmp_path), live=None)
