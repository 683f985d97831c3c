"""Dates for people's own calendars: a deadline, a meeting, a visit, their change and end (.ics).

Every date is a REQUEST to one person, so that calendar programs move and cancel it by themselves.
Moments are written in UTC: that is right in every program and needs no zone table; when a zone's
rules or a date move, the same UID goes out again with a higher SEQUENCE. Reading them back is in
calendar_reading.py.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Alarm, Calendar, Event, vCalAddress

from notifications.headers import mailbox_of, one_line
from notifications.letter import Address, CalendarPart, Method

PRODUCT = "-//Vekha//Vekha//RU"
BEFORE_CLOSING = timedelta(minutes=30)
EVENT_START = b"BEGIN:VEVENT\r\n"
LONGEST_LINE = 75  # octets


def deadline(
    uid: str,
    *,
    title: str,
    closes: datetime,
    stamp: datetime,
    organizer: Address,
    attendee: Address,
    link: str = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> CalendarPart:
    """The last half hour before a closing, with an alarm a day ahead; nobody is asked to accept it.

    uid: names the date for ever. stamp: aware, when this file was made. The same uid with a higher
    sequence moves or cancels it.
    """
    return _invitation(
        uid,
        attendee,
        link=link,
        cancelled=cancelled,
        title=title,
        starts=closes - BEFORE_CLOSING,
        ends=closes,
        stamp=stamp,
        organizer=organizer,
        place="",
        sequence=sequence,
        alarm=timedelta(days=-1),
        busy=False,
    )


def whole_days(
    uid: str,
    *,
    title: str,
    first: date,
    after: date,
    stamp: datetime,
    organizer: Address,
    attendee: Address,
    place: str = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> CalendarPart:
    """The days of a visit, from the first to the day before `after`, with an alarm a day ahead.

    Whole days have no zone: they stay the same days wherever the calendar is looked at.
    """
    return _invitation(
        uid,
        attendee,
        link="",
        cancelled=cancelled,
        title=title,
        starts=first,
        ends=after,
        stamp=stamp,
        organizer=organizer,
        place=place,
        sequence=sequence,
        alarm=timedelta(days=-1),
        busy=False,
    )


def meeting(
    uid: str,
    *,
    title: str,
    starts: datetime,
    lasts: timedelta,
    stamp: datetime,
    organizer: Address,
    attendee: Address,
    place: str = "",
    link: str = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> CalendarPart:
    """An invitation that calendar programs answer; the same uid moves or cancels it later."""
    return _invitation(
        uid,
        attendee,
        link=link,
        cancelled=cancelled,
        title=title,
        starts=starts,
        ends=starts + lasts,
        stamp=stamp,
        organizer=organizer,
        place=place,
        sequence=sequence,
        alarm=timedelta(hours=-1),
        busy=True,
    )


def uid_of(key: str) -> str:
    """A date's identity: the same for the same key, whatever else changes."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@vekha"


def _invitation(
    uid: str, attendee: Address, *, link: str, cancelled: bool, busy: bool, **event: Any
) -> CalendarPart:
    method: Method = "CANCEL" if cancelled else "REQUEST"
    content = _event(method=method, busy=busy, **event)
    return CalendarPart(
        content=_personal(content, uid, attendee, link=link, asked=busy and not cancelled),
        method=method,
    )


@lru_cache(maxsize=256)
def _event(
    *,
    method: Method,
    title: str,
    starts: datetime | date,
    ends: datetime | date,
    stamp: datetime,
    organizer: Address,
    place: str,
    sequence: int,
    alarm: timedelta,
    busy: bool,
) -> bytes:
    """What the invitations to one event have in common; icalendar takes its time over it."""
    event = Event()
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", _in_utc(starts))
    event.add("dtend", _in_utc(ends))
    event.add("sequence", sequence)
    event.add("summary", one_line(title))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    if not busy:
        event.add("x-microsoft-disallow-counter", "TRUE")
    if place:
        event.add("location", one_line(place))
    event.add("organizer", _calendar_address(organizer))
    if method != "CANCEL":
        event.add_component(_alarm(one_line(title), before=alarm))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _alarm(title: str, *, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _calendar_address(address: Address) -> vCalAddress:
    made = vCalAddress(f"mailto:{mailbox_of(address.email)}")
    if address.name:
        made.params["CN"] = _parameter_text(address.name)
    return made


def _parameter_text(text: str) -> str:
    """A parameter value cannot hold a quotation mark of the straight kind."""
    return one_line(text).replace('"', "'")


def _in_utc(value: datetime | date) -> datetime | date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _personal(content: bytes, uid: str, attendee: Address, *, link: str, asked: bool) -> bytes:
    """The event with what differs from person to person put in: the attendee, the link.

    Written directly: it is done for each letter, and the library takes ten times as long.
    """
    answer = "NEEDS-ACTION;RSVP=TRUE" if asked else "ACCEPTED;RSVP=FALSE"
    name = _parameter_text(attendee.name)
    who = f'ATTENDEE;CN="{name}"' if name else "ATTENDEE"
    who += f";ROLE=REQ-PARTICIPANT;PARTSTAT={answer}:mailto:{mailbox_of(attendee.email)}"
    lines = [f"UID:{uid}", who]
    if link:
        lines.append(f"URL:{one_line(link)}")
    put_in = b"".join(_folded(line.encode()) for line in lines)
    return content.replace(EVENT_START, EVENT_START + put_in, 1)


def _folded(line: bytes) -> bytes:
    """A content line in pieces of 75 octets at most, no letter cut in half (RFC 5545, 3.1)."""
    pieces, room = [], LONGEST_LINE
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # in the midst of a letter of several bytes
            cut -= 1
        pieces.append(line[:cut])
        line, room = line[cut:], LONGEST_LINE - 1
    pieces.append(line)
    return b"\r\n ".join(pieces) + b"\r\n"
