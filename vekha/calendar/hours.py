"""The hours in which letters may leave, and moving a wall time into them; zones are in `zones`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from vekha.calendar.working import WorkCalendar


@dataclass(frozen=True, slots=True)
class SendingHours:
    """Wall-clock hours, both ends inclusive; raises ValueError unless start is before end."""

    start: time = time(9)
    end: time = time(18)

    def __post_init__(self) -> None:
        if self.start >= self.end:
            msg = f"sending hours must begin before they end, not {self.start}-{self.end}"
            raise ValueError(msg)

    def clamp(self, at: time) -> time:
        """The nearest time within the hours."""
        return min(max(at, self.start), self.end)


def is_sending_time(local: datetime, *, calendar: WorkCalendar, hours: SendingHours) -> bool:
    """Whether the wall time `local` is on a working day and within the hours."""
    return calendar.is_working(local.date()) and hours.start <= _wall(local) <= hours.end


def shift_to_working(
    local: datetime,
    *,
    calendar: WorkCalendar,
    hours: SendingHours,
    direction: Literal["next", "previous"],
) -> datetime:
    """Move a wall time to the nearest allowed one after or before it; an allowed one stays.

    Forward, a non-working day gives the opening of the next working day. Back, it gives the
    previous working day at the same hour (or the nearest allowed): a last reminder keeps its hour.
    `local` is wall time: its tzinfo, if any, is kept and never consulted.
    """
    if is_sending_time(local, calendar=calendar, hours=hours):
        return local
    day, at = local.date(), _wall(local)
    if direction == "next":
        if calendar.is_working(day) and at < hours.start:
            return _on(local, day, hours.start)
        return _on(local, calendar.next_working(day + timedelta(days=1)), hours.start)
    if not calendar.is_working(day):
        return _on(local, calendar.previous_working(day), hours.clamp(at))
    if at > hours.end:
        return _on(local, day, hours.end)
    return _on(local, calendar.previous_working(day - timedelta(days=1)), hours.end)


def _wall(local: datetime) -> time:
    return local.time().replace(fold=0)


def _on(local: datetime, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=local.tzinfo)
