"""The dates that one of our own letters carried, read back from its bytes; writing is calendar_file.py."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, date, datetime

_FILE = b"Content-Type: application/ics"
_ESCAPED = re.compile(r"\\(.)")
_NEEDED = ("UID", "DTSTART", "DTEND")


@dataclass(frozen=True, slots=True)
class CarriedDate:
    """What the recipient's calendar shows; a whole day is a date, anything else aware, in UTC."""

    uid: str
    sequence: int
    starts: datetime | date
    ends: datetime | date
    title: str
    place: str
    cancelled: bool


def read_carried_dates(mime: bytes) -> tuple[CarriedDate, ...]:
    """The dates in a letter of ours; one in a file that is not to be read is left out."""
    found = (_read(part) for part in mime.split(_FILE)[1:])
    return tuple(date for date in found if date is not None)


def _read(part: bytes) -> CarriedDate | None:
    body = part.partition(b"\r\n\r\n")[2].partition(b"\r\n--")[0]
    try:
        lines = b64decode(body).replace(b"\r\n ", b"").decode().split("\r\n")
    except (Error, UnicodeDecodeError):
        return None
    values: dict[str, str] = {}
    for line in lines:
        if line == "BEGIN:VALARM":  # it has a description of its own
            break
        name, _, value = line.partition(":")
        values.setdefault(name.partition(";")[0], value)
    if any(name not in values for name in _NEEDED):
        return None
    return CarriedDate(
        uid=values["UID"],
        sequence=int(values.get("SEQUENCE", "0")),
        starts=_moment(values["DTSTART"]),
        ends=_moment(values["DTEND"]),
        title=_text(values.get("SUMMARY", "")),
        place=_text(values.get("LOCATION", "")),
        cancelled=values.get("METHOD") == "CANCEL",
    )


def _moment(value: str) -> datetime | date:
    if len(value) == 8:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
