"""Days on which a recurrence falls; moving them off holidays is `WorkCalendar`'s work."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vekha.terms.term import Window

_DAYS_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_CLOCK_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
# A century of days: what is beyond it is a mistake, not a roadmap.
_MOST = 36_600


class RecurrenceInvalid(ValueError):
    """The rule is not an RFC 5545 rule of days: tell the person who wrote it."""


def occurrences(rrule: str, window: Window) -> tuple[date, ...]:
    """The days of an RFC 5545 rule within a window, both ends inclusive, in order.

    «FREQ=MONTHLY;BYDAY=1TH» over 2021 gives 7 January, 4 February … 2 December. The rule starts at
    the window's first day, so a rule without BY-parts falls on that day of the month or year. Clock
    parts (BYHOUR…) are left to `Term.at`. Raises RecurrenceInvalid for a rule that cannot be read,
    is finer than a day, or a window without a first day.
    """
    from dateutil.rrule import rrulestr  # here: 50 ms that `terms` need not pay

    if window.start is None:
        msg = f"{rrule}: a recurrence needs a first day"
        raise RecurrenceInvalid(msg)
    try:
        rule = rrulestr(_only_days(rrule), dtstart=_midnight(window.start))
        found = rule.xafter(_midnight(window.start), count=_MOST, inc=True)
        days: dict[date, None] = {}
        for moment in found:
            if moment.date() > window.until:
                break
            days[moment.date()] = None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        msg = f"{rrule}: not a rule of days ({error})"
        raise RecurrenceInvalid(msg) from error
    return tuple(days)


def _midnight(day: date) -> datetime:
    # dateutil works on naive wall time here: a rule of days has no zone.
    return datetime.combine(day, time())


def _only_days(rrule: str) -> str:
    """The rule without clock parts; raises ValueError when it is finer than a day."""
    parts = rrule.strip().upper().removeprefix("RRULE:").split(";")
    kept = [part for part in parts if part.partition("=")[0] not in _CLOCK_PARTS]
    frequency = next((part for part in kept if part.startswith("FREQ=")), "FREQ=")
    if frequency.partition("=")[2] not in _DAYS_FREQUENCIES:
        msg = f"FREQ must be one of {', '.join(_DAYS_FREQUENCIES)}"
        raise ValueError(msg)
    return ";".join(kept)
