"""What the site is given by whoever starts it: the database, the clock, the secret, the readers."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from models.engine import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from vekha.planning import Plan


class Entry(Protocol):
    """One line of the mailbox; `date` aware or None, `size` in bytes."""

    @property
    def name(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def date(self) -> datetime | None: ...
    @property
    def size(self) -> int: ...
    @property
    def links(self) -> tuple[str, ...]: ...


class Attached(Protocol):
    """A file of a letter."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Opened(Protocol):
    """One letter, decoded."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def attachments(self) -> Sequence[Attached]: ...
    @property
    def links(self) -> tuple[str, ...]: ...


class Mailbox(Protocol):
    """The captured letters of an installation that sends nothing out (mode «capture»)."""

    def list_letters(self, *, limit: int, offset: int, query: str) -> Sequence[Entry]:
        """A page, the newest first, of those that have the words of the query."""
        ...

    def count_letters(self) -> int:
        """How many letters there are in all."""
        ...

    def read_letter(self, name: str) -> Opened:
        """One letter; raises LookupError."""
        ...

    def read_raw(self, name: str) -> bytes:
        """One letter as it would have gone out (RFC 5322); raises LookupError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that `create_app` needs.

    `plan_of` gives the plan in force of an edition («gorod-selu/2023-2024») and raises LookupError
    for an unknown one; it is asked for every page, so it should remember. `now` is aware.
    """

    engine: Engine
    now: Callable[[], datetime]
    secret: bytes = field(repr=False)
    board_token: str = field(repr=False)
    site_url: str  # as recipients see it, without a slash at the end
    plan_of: Callable[[str], Plan]
    mailbox: Mailbox | None = None
    prefect_url: str = ""  # of the operator's UI, for a link on the board
    turn: Lock = field(default_factory=Lock, repr=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One writing transaction. On SQLite the threads queue here: its own waiting is by polling,
        and an unlucky writer among many would wait for a second."""
        queue = self.turn if self.engine.dialect.name == "sqlite" else nullcontext()
        with queue, writing(self.engine) as session:
            yield session

    @property
    def secure(self) -> bool:
        """Whether recipients come over TLS, so that cookies may insist on it."""
        return self.site_url.startswith("https://")
