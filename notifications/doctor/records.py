"""Looking records up: the one thing that the pure judges ask of the world, as a function.

In production it is a resolver, in tests a table or a real name server on loopback.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """none: the name or the record does not exist. failed: nobody answered, so nobody knows."""

    FOUND = "found"
    NONE = "none"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """Records as text: TXT joined, MX «10 mx.host», A and AAAA addresses, PTR and CNAME names."""

    status: Status
    values: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Nobody answered."""
        return self.status is Status.FAILED


Lookup = Callable[[str, str], Answer]
"""(name, type) → what is there: lookup("example.kz", "MX")."""


def found(*values: str) -> Answer:
    """An answer with records; without any, that there are none."""
    return Answer(Status.FOUND, values) if values else Answer(Status.NONE)


def tags(record: str) -> dict[str, str]:
    """«v=DMARC1; p=none» → {"v": "DMARC1", "p": "none"}; of a repeated tag the first counts."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    told: dict[str, str] = {}
    for name, _, value in pairs:
        told.setdefault(name.strip().lower(), value.strip())
    return told


def addresses_of(lookup: Lookup, name: str) -> tuple[str, ...]:
    """The IPv4 and IPv6 addresses of a name; empty where there are none, or nobody answers."""
    return lookup(name, "A").values + lookup(name, "AAAA").values
