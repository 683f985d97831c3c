"""Where letters may go: nowhere (capture), to listed addresses (guests), to everyone (live)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from notifications.delivery import Delivery, Transport
from notifications.headers import mailbox_of


class Mode(StrEnum):
    """capture is the default everywhere: nothing leaves the machine."""

    CAPTURE = "capture"
    GUESTS = "guests"
    LIVE = "live"


class GuestList:
    """Lets letters to listed addresses through and puts all others aside, marked as held.

    guests: addresses, or «@domain» for a whole domain; letter case does not count.
    """

    def __init__(self, guests: Iterable[str], *, live: Transport, capture: Transport) -> None:
        self._guests = frozenset(_plain(guest) for guest in guests)
        self._live = live
        self._capture = capture

    def admits(self, recipient: str) -> bool:
        """Whether a letter to this address would leave the machine."""
        given = _plain(recipient)
        return given in self._guests or "@" + given.rpartition("@")[2] in self._guests

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        if self.admits(recipient):
            return await self._live.send(mime, sender=sender, recipient=recipient)
        return await Held(self._capture).send(mime, sender=sender, recipient=recipient)


def _plain(address: str) -> str:
    """An address, or a whole domain, as it is compared. Raises LetterUnwritable for neither."""
    if address.strip().startswith("@"):
        return mailbox_of("x" + address.strip())[1:].lower()
    return mailbox_of(address).lower()


class Held:
    """A transport that ends on this machine: what it takes counts as held, not as sent."""

    def __init__(self, capture: Transport) -> None:
        self._capture = capture

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        delivery = await self._capture.send(mime, sender=sender, recipient=recipient)
        return replace(delivery, held=True)


def transport_for(
    mode: Mode, *, capture: Transport, live: Transport | None, guests: Iterable[str] = ()
) -> Transport:
    """The transport of a mode. Raises ValueError when the mode needs a server and there is none."""
    if mode is Mode.CAPTURE:
        return Held(capture)
    if live is None:
        raise ValueError(f"mode {mode}: no mail server is set")
    return live if mode is Mode.LIVE else GuestList(guests, live=live, capture=capture)
