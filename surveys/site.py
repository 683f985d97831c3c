"""What the site is given by whoever starts it: the database, the clock, the secret, the readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from vekha.roadmap.programme import Roadmap


@dataclass(frozen=True, slots=True)
class Caught:
    """A captured letter as the list shows it; `at` is aware."""

    id: str
    at: datetime
    to: str
    subject: str
    size: int  # bytes


class Mailbox(Protocol):
    """The captured letters of an installation that sends nothing out (mode «capture»)."""

    def list(self, search: str, *, limit: int, offset: int) -> tuple[Sequence[Caught], int]:
        """The newest first, of those whose addressee or subject has the words; and how many."""
        ...

    def read(self, letter: str) -> bytes | None:
        """The letter as it would have gone out (RFC 5322), or None where there is no such one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that `create_app` needs.

    `roadmap_of` gives the roadmap in force of an edition («gorod-selu/2023-2024») and raises
    LookupError for an unknown one; it is asked for every page, so it should remember.
    `editions` gives the editions that are deployed. `now` is aware.
    """

    engine: Engine
    now: Callable[[], datetime]
    secret: bytes = field(repr=False)
    board_token: str = field(repr=False)
    site_url: str  # as recipients see it, without a slash at the end
    roadmap_of: Callable[[str], Roadmap]
    editions: Callable[[], Sequence[str]]
    mailbox: Mailbox | None = None
    prefect_url: str = ""  # of the operator's UI, for a link on the board

    @property
    def secure(self) -> bool:
        """Whether recipients come over TLS, so that cookies may insist on it."""
        return self.site_url.startswith("https://")
