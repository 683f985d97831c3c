"""What the constituents of one phrase were; finding them is `parsing`, weighing them `reader`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vekha.terms.sense import Role, Unit

if TYPE_CHECKING:
    from datetime import time

    from vekha.terms.notes import Note
    from vekha.terms.relative import Relative
    from vekha.terms.repetition import Repetition
    from vekha.terms.sense import Word
    from vekha.terms.span import Span

# Units that by themselves say nothing: «месяца», «года», «дня».
QUIET_UNITS = frozenset({Unit.MONTH, Unit.YEAR, Unit.DAY})


@dataclass(slots=True)
class Reading:
    """What was found in one phrase, in the order of the constituents' kinds."""

    text: str  # the cleaned phrase: places of words are places in it
    roles: frozenset[Role] = frozenset()  # of the words that are being read
    spans: list[Span] = field(default_factory=list)
    repetition: Repetition | None = None
    weekdays: list[int] = field(default_factory=list)
    month_said: bool = False  # «месяца», «айдың» without a number
    at: time | None = None
    continuous: str = ""  # "always", "year", "school-year", "period"
    following: Unit | None = None  # «следующего за отчетным …»: the reported unit
    following_of: Unit | None = None  # «года, следующего», «месяца, следующего»
    relatives: list[Relative] = field(default_factory=list)
    events: list[Relative] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)  # code, word
    holidays: str | None = None  # a season, or "" for unnamed ones
    edge: tuple[str, Unit] | None = None  # «в конце каждого квартала»
    edge_each: bool = False  # «каждого» was said of it
    month_of: tuple[int, Unit] | None = None  # «последнего месяца квартала»
    day_number_said: bool = False  # «числа»
    blank: bool = False  # «__.__.2024»
    excepted: bool = False
    past: bool = False
    unknown: list[Word] = field(default_factory=list)
    loose_units: list[Word] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
