"""Calendar files: what RFC 5545 and 5546 ask of them, a stable identity, moved and cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from notifications.calendar_file import deadline, meeting, uid_of, whole_days
from notifications.calendar_reading import CarriedDate, read_carried_dates
from notifications.letter import Address, CalendarPart, Letter
from notifications.mime import write_mime

STAMP = datetime.fromisoformat("2024-02-15T09:00:00+06:00")
BEFORE = datetime.fromisoformat("2024-02-29T18:00:00+06:00")
AFTER = datetime.fromisoformat("2024-04-25T15:00:00+05:00")
COORDINATOR = Address("Ельцова, Л.Ф.", "eltsova@cmrito.example")
DIRECTOR = Address('Мәкен "Е"; З.', "director@daryn.example")
TITLE = "Круглый стол «Проект «Город-селу»: трудности, решения;\nитоги»"
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "ORGANIZER", "ATTENDEE", "STATUS")


def event_of(part: CalendarPart) -> Event:
    """The event, after everything was checked that holds for each of our files."""
    lines = part.content.split(b"\r\n")
    assert part.content.endswith(b"END:VCALENDAR\r\n")
    assert part.content.count(b"\n") == part.content.count(b"\r") == len(lines) - 1
    assert max(map(len, lines)) <= 75  # RFC 5545, 3.1: octets
    for line in lines:
        line.decode()  # a letter of two bytes is never cut in half
    calendar = Calendar.from_ical(part.content)
    assert calendar["METHOD"] == part.method
    assert [str(calendar[name]) for name in ("VERSION", "CALSCALE")] == ["2.0", "GREGORIAN"]
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    for name in ONCE:  # RFC 5546, 3.2.2 and 3.2.5: exactly one of each, whatever the method
        assert name in event, name
        assert not isinstance(event[name], list), name
    assert event.decoded("dtstamp").utcoffset() == timedelta()
    assert (part.method == "CANCEL") == (event["status"] == "CANCELLED")
    assert str(event["attendee"]).startswith("mailto:")
    assert str(event["organizer"]).startswith("mailto:")
    assert "VALARM" not in [c.name for c in event.subcomponents] or part.method == "REQUEST"
    return event


def _meeting(
    *, starts: datetime = AFTER, sequence: int = 0, cancelled: bool = False, title: str = TITLE
) -> CalendarPart:
    return meeting(
        uid_of("gorod-selu/2023-2024/round-table"),
        title=title,
        starts=starts,
        lasts=timedelta(hours=2),
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=DIRECTOR,
        place="Зал; этаж 2, каб. 5",
        sequence=sequence,
        cancelled=cancelled,
    )


def _deadline(closes: datetime = BEFORE, *, sequence: int = 0) -> CalendarPart:
    return deadline(
        uid_of("k"),
        title="Ответить",
        closes=closes,
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=DIRECTOR,
        link="https://vekha.example/a/abc",
        sequence=sequence,
    )


def test_meeting_is_a_request_that_programs_answer() -> None:
    event = event_of(_meeting())

    assert event.decoded("dtstart") == datetime(2024, 4, 25, 10, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert event["location"] == "Зал; этаж 2, каб. 5"
    assert event["organizer"] == "mailto:eltsova@cmrito.example"
    assert event["attendee"] == "mailto:director@daryn.example"
    assert event["attendee"].params["CN"] == "Мәкен 'Е'; З."
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["transp"] == "OPAQUE"


def test_moved_meeting_keeps_its_identity_and_counts_up() -> None:
    first = event_of(_meeting())
    moved = event_of(_meeting(starts=AFTER + timedelta(days=1), sequence=1))

    assert first["uid"] == moved["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved.decoded("dtstart") - first.decoded("dtstart") == timedelta(days=1)


def test_cancelled_meeting_says_so_and_rings_no_more() -> None:
    part = _meeting(sequence=2, cancelled=True)
    event = event_of(part)

    assert part.method == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == event_of(_meeting())["uid"]
    assert not event.walk("VALARM")


@pytest.mark.parametrize(
    ("closes", "utc_hour"), [(BEFORE, 12), (BEFORE.replace(month=4, day=15), 12), (AFTER, 10)]
)
def test_deadline_ends_at_the_closing(closes: datetime, utc_hour: int) -> None:
    event = event_of(_deadline(closes))

    assert event.decoded("dtend").hour == utc_hour
    assert event["url"] == "https://vekha.example/a/abc"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)


def test_deadline_moves_by_itself_and_asks_nobody_to_accept_it() -> None:
    part = _deadline(sequence=3)
    event = event_of(part)

    assert part.method == "REQUEST"
    assert event["sequence"] == 3
    assert event["transp"] == "TRANSPARENT"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_visit_is_whole_days_in_every_zone() -> None:
    part = whole_days(
        uid_of("v"),
        title="Выездной семинар",
        first=date(2019, 11, 1),
        after=date(2019, 12, 1),
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=DIRECTOR,
        place="МОУ «Средняя школа № 134 «Дарование»",
    )
    event = event_of(part)

    assert event.decoded("dtstart") == date(2019, 11, 1)
    assert event.decoded("dtend") == date(2019, 12, 1)
    assert b"DTSTART;VALUE=DATE:20191101\r\n" in part.content


def test_same_meeting_is_the_same_bytes() -> None:
    assert _meeting().content == _meeting().content


def _mime(part: CalendarPart | None) -> bytes:
    letter = Letter(
        key="k/1",
        to=DIRECTOR,
        sender=COORDINATOR,
        language="ru",
        template="meeting",
        context={},
        message_date=STAMP,
        calendar=part,
    )
    return write_mime(letter, subject="т", text="т", html="<p>т</p>")


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=80, deadline=None)
@given(
    title=names,
    place=names,
    name=names,
    sequence=st.integers(0, 10_000),
    cancelled=st.booleans(),
    days=st.integers(-300, 3_000),
)
def test_whatever_the_names_the_file_is_sound_and_is_read_back(
    title: str, place: str, name: str, sequence: int, cancelled: bool, days: int
) -> None:
    """Ours and the library's reading agree, so that «was» in a letter is what the person saw."""
    starts = AFTER + timedelta(days=days)
    part = meeting(
        uid_of(title),
        title=title,
        starts=starts,
        lasts=timedelta(minutes=90),
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=Address(name, DIRECTOR.email),
        place=place,
        sequence=sequence,
        cancelled=cancelled,
    )
    event = event_of(part)
    assert read_carried_dates(_mime(part)) == (
        CarriedDate(
            uid=str(event["uid"]),
            sequence=sequence,
            starts=event.decoded("dtstart"),
            ends=starts.astimezone(UTC) + timedelta(minutes=90),
            title=str(event["summary"]),
            place=str(event.get("location", "")),
            cancelled=cancelled,
        ),
    )


def test_letter_without_a_date_carries_none() -> None:
    assert read_carried_dates(_mime(None)) == ()
    assert read_carried_dates(b"") == ()


def test_broken_file_carries_none() -> None:
    part = CalendarPart(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST")
    assert read_carried_dates(_mime(part)) == ()
