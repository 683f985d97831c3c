"""Dates for people's own calendars: a deadline, a meeting, its change and its cancellation (.ics).

Moments are written in UTC: that is right in every program and needs no zone table; when a zone's
rules or a date move, the same UID goes out again with a higher SEQUENCE.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri
from icalendar.parser import Contentline, Parameters

from notifications.headers import mailbox_of, one_line
from notifications.letter import Address, CalendarPart, Method

PRODUCT = "-//Vekha//Vekha//RU"
BEFORE_CLOSING = timedelta(minutes=30)
EVENT_START = b"BEGIN:VEVENT\r\n"


def deadline(
    key: str,
    *,
    title: str,
    closes: datetime,
    stamp: datetime,
    organizer: Address,
    attendee: Address | None = None,
    text: str = "",
    link: str = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> CalendarPart:
    """The last half hour before a closing, with an alarm a day ahead.

    key: names the event for ever (the UID is made of it). stamp: aware, when this file was made.
    Without an attendee it is only published; with one, a later file with a higher sequence moves it.
    """
    method = _method(attendee, cancelled=cancelled)
    content = _event(
        key,
        method=method,
        title=title,
        starts=closes - BEFORE_CLOSING,
        ends=closes,
        stamp=stamp,
        organizer=organizer if method != "PUBLISH" else None,
        place="",
        text=text,
        sequence=sequence,
        alarm=timedelta(days=-1),
        busy=False,
    )
    return CalendarPart(content=_personal(content, attendee, link), method=method)


def meeting(
    key: str,
    *,
    title: str,
    starts: datetime,
    lasts: timedelta,
    stamp: datetime,
    organizer: Address,
    attendee: Address,
    place: str = "",
    text: str = "",
    link: str = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> CalendarPart:
    """An invitation that calendar programs answer; the same key moves or cancels it later."""
    method = _method(attendee, cancelled=cancelled)
    content = _event(
        key,
        method=method,
        title=title,
        starts=starts,
        ends=starts + lasts,
        stamp=stamp,
        organizer=organizer,
        place=place,
        text=text,
        sequence=sequence,
        alarm=timedelta(hours=-1),
        busy=True,
    )
    return CalendarPart(content=_personal(content, attendee, link), method=method)


def uid_of(key: str) -> str:
    """The event's identity: the same for the same key, whatever else changes."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@vekha"


def _method(attendee: Address | None, *, cancelled: bool) -> Method:
    if cancelled:
        return "CANCEL"
    return "REQUEST" if attendee else "PUBLISH"


@lru_cache(maxsize=256)
def _event(
    key: str,
    *,
    method: Method,
    title: str,
    starts: datetime,
    ends: datetime,
    stamp: datetime,
    organizer: Address | None,
    place: str,
    text: str,
    sequence: int,
    alarm: timedelta,
    busy: bool,
) -> bytes:
    """What the invitations to one event have in common; icalendar takes its time over it."""
    event = Event()
    event.add("uid", uid_of(key))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("summary", one_line(title))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    for name, value in (("location", place), ("description", text)):
        if value:
            event.add(name, value)
    if organizer:
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


def _personal(content: bytes, attendee: Address | None, link: str) -> bytes:
    """The event with what differs from person to person put in: the attendee, the link."""
    lines = []
    if attendee is not None:
        who = _calendar_address(attendee)
        who.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        lines.append(Contentline.from_parts("ATTENDEE", Parameters(who.params), who))
    if link:
        lines.append(Contentline.from_parts("URL", Parameters(), vUri(one_line(link))))
    put_in = b"".join(line.to_ical() + b"\r\n" for line in lines)
    return content.replace(EVENT_START, EVENT_START + put_in, 1)
