"""What a term (срок) says once it is read: windows, a recurrence, or an offset from an event."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import NamedTuple


class TermKind(StrEnum):
    """What kind of wording the term is; the names are those of the command `vekha terms --json`."""

    DAY = "day"
    DAYS = "days"
    RANGE = "range"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    SCHOOL_YEAR = "school-year"
    DEADLINE = "deadline"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    SEVERAL = "several"
    OFFSET = "offset"
    UNRESOLVABLE = "unresolvable"


class Certainty(StrEnum):
    """How much of the reading was said and how much was supplied by the reader."""

    STATED = "stated"
    INFERRED = "inferred"  # the year, or a bound, comes from the stage or the period
    ASSUMED = "assumed"  # a slip was mended, or one of two meanings was chosen; see the notes
    NONE = "none"  # not resolvable


class Window(NamedTuple):
    """Calendar days, both ends inclusive. A deadline has no start."""

    start: date | None
    until: date


class Offset(NamedTuple):
    """So many days from an event: negative before it, positive after it."""

    days: int
    working: bool
    event: str  # the event's wording as written: «закрытия», «до круглого стола»


class Term(NamedTuple):
    """One reading of one phrase. `phrase` is kept exactly as it was written."""

    phrase: str
    kind: TermKind
    windows: tuple[Window, ...]
    certainty: Certainty
    rrule: str | None = None
    at: time | None = None  # a clock time said in the phrase, in the roadmap's zone
    offset: Offset | None = None
    year_from: str | None = None  # "phrase", "stage" or "period"
    notes: tuple[str, ...] = ()  # one sentence each, in the language asked for
    doubted: bool = False  # the phrase itself is not sure: «где-то осенью», «ориентировочно»

    @property
    def resolvable(self) -> bool:
        """Whether the phrase gives days without asking anybody."""
        return bool(self.windows)

    @property
    def start(self) -> date | None:
        """The first day of the first window; None for a deadline or an unresolvable term."""
        return self.windows[0].start if self.windows else None

    @property
    def until(self) -> date | None:
        """The last day of the last window; None for an unresolvable term."""
        return max(w.until for w in self.windows) if self.windows else None


class Period(NamedTuple):
    """The time a roadmap covers: a school year, a calendar year, or from–until."""

    start: date
    until: date
    label: str  # "2023/2024", "2021", "2019-08-01/2020-07-31"
    kind: str  # "school-year", "calendar-year", "range"
