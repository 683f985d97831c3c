"""What is known around a phrase: the plan's period, the stage, the calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vekha.calendar import WorkCalendar
    from vekha.terms.point import Days
    from vekha.terms.term import Period, Window


class Context(NamedTuple):
    """What is known around a phrase."""

    period: Period
    stage: Window | None = None
    calendar: WorkCalendar | None = None

    @property
    def is_school(self) -> bool:
        """Whether the plan is a school year's."""
        return self.period.kind == "school-year"

    @property
    def reach(self) -> Days:
        """The days among which a month without a year is sought: a school year with its summer."""
        if self.is_school:
            return date(self.period.start.year, 8, 1), date(self.period.until.year, 7, 31)
        return self.period.start, self.period.until
