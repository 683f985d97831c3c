"""What sending works with: a batch of claimed letters, and the count of how they ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.letter import Claimed
from models.outbox import Outcome
from notifications.letter import Composed, Letter
from office.handing import refused
from vekha.states import LetterState

Written = tuple[Claimed, str, Composed]
"""A letter, its sender's address, and its words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters ended how in one call; `paused` is why sending stopped, if it did."""

    sent: int = 0
    refused: int = 0
    delayed: int = 0
    in_doubt: int = 0
    paused: str = ""

    @property
    def total(self) -> int:
        """All that were handed over or tried."""
        return self.sent + self.refused + self.delayed + self.in_doubt

    def and_then(self, later: Sent) -> Sent:
        """With what a later call sent; that one says whether sending stopped."""
        return Sent(
            self.sent + later.sent,
            self.refused + later.refused,
            self.delayed + later.delayed,
            self.in_doubt + later.in_doubt,
            later.paused,
        )

    def and_those(self, outcomes: Iterable[Outcome]) -> Sent:
        """With these counted too."""
        numbers = Counter(outcome.state for outcome in outcomes)
        return replace(
            self,
            sent=self.sent + numbers[LetterState.SENT],
            refused=self.refused + numbers[LetterState.REFUSED],
            delayed=self.delayed + numbers[LetterState.DELAYED],
            in_doubt=self.in_doubt + numbers[LetterState.IN_DOUBT],
        )


@dataclass(slots=True)
class Batch:
    """Letters that one lane holds, under a name of their own.

    `worker` is not the sender's name alone: when a letter has been decided about and is claimed once
    more by the same sender, what an earlier batch learns of it late is not recorded over that.
    """

    rows: list[Claimed]
    worker: str
    carriers: Collection[str] = ()  # those of the rows within which others go
    written: dict[str, Written] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)  # the server may have them
    outcomes: list[Outcome] = field(default_factory=list)
    turn: asyncio.Future[None] | None = None  # waits to be noted with another batch's record
    tried: bool = False  # to be noted: the commit may have come through without its reply
    noted: bool = False
    pulse: int = 0  # the sender's when it was noted, see heartbeat.py

    def take(
        self, letters: Mapping[str, Letter | Exception], *, at: datetime
    ) -> list[tuple[Claimed, Letter]]:
        """Those of the letters that are to be composed; what could not be written is refused."""
        found = [(row, letters[row.key]) for row in self.rows]
        for row, letter in found:
            if isinstance(letter, Exception):
                self.refuse(row, at, letter)
        return [(row, letter) for row, letter in found if isinstance(letter, Letter)]

    def refuse(self, row: Claimed, at: datetime, error: Exception) -> None:
        """A letter that cannot be written; the rest goes on."""
        problem = f"{type(error).__name__}: {error}"
        self.outcomes.append(refused(row, at, "unwritable", problem))

    def wake(self) -> None:
        """Its turn to be noted has come, or will not come."""
        if self.turn is not None and not self.turn.done():
            self.turn.set_result(None)

    @property
    def untouched(self) -> list[str]:
        """What was not handed over: goes back into the queue, if it is still this batch's."""
        ended = {outcome.key for outcome in self.outcomes}
        return sorted({row.key for row in self.rows} - self.begun - ended)


Stock = tuple[Batch, list[tuple[Claimed, Letter]]]
"""A batch that was claimed, and its letters, not composed yet."""
