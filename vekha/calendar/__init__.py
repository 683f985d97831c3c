"""Working days, sending hours, zones and recurrences. What a term says is read in `vekha.terms`."""

from vekha.calendar.hours import SendingHours, is_sending_time, shift_to_working
from vekha.calendar.official import COUNTRIES, OfficialYear, official_year
from vekha.calendar.recurrence import RecurrenceInvalid, occurrences
from vekha.calendar.working import WorkCalendar
from vekha.calendar.zones import (
    ZoneUnknown,
    find_zone,
    list_zones,
    to_local,
    to_utc,
    wall_clock,
)

__all__ = [
    "COUNTRIES",
    "OfficialYear",
    "RecurrenceInvalid",
    "SendingHours",
    "WorkCalendar",
    "ZoneUnknown",
    "find_zone",
    "is_sending_time",
    "list_zones",
    "occurrences",
    "official_year",
    "shift_to_working",
    "to_local",
    "to_utc",
    "wall_clock",
]
