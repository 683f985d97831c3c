"""Calendar files: read back by a library, stable identity, moved and cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from notifications.calendar_file import deadline, meeting
from notifications.letter import Address, CalendarPart

STAMP = datetime.fromisoformat("2024-02-15T09:00:00+06:00")
BEFORE = datetime.fromisoformat("2024-02-29T18:00:00+06:00")
AFTER = datetime.fromisoformat("2024-04-25T15:00:00+05:00")
COORDINATOR = Address("Ельцова, Л.Ф.", "eltsova@cmrito.example")
DIRECTOR = Address('Мәкен "Е"; З.', "director@daryn.example")


def _event(part: CalendarPart) -> Event:
    calendar = Calendar.from_ical(part.content)
    assert calendar["METHOD"] == part.method
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    return event


def _meeting(
    *, starts: datetime = AFTER, sequence: int = 0, cancelled: bool = False
) -> CalendarPart:
    return meeting(
        "gorod-selu/2023-2024/round-table",
        title="Круглый стол «Проект «Город-селу»: трудности, решения;\nитоги»",
        starts=starts,
        lasts=timedelta(hours=2),
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=DIRECTOR,
        place="Зал; этаж 2, каб. 5",
        text="Повестка:\n1. Итоги",
        sequence=sequence,
        cancelled=cancelled,
    )


def test_meeting_is_a_request_that_programs_answer() -> None:
    event = _event(_meeting())

    assert event.decoded("dtstart") == datetime(2024, 4, 25, 10, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert event["location"] == "Зал; этаж 2, каб. 5"
    assert event["description"] == "Повестка:\n1. Итоги"
    assert event["organizer"] == "mailto:eltsova@cmrito.example"
    assert event["attendee"] == "mailto:director@daryn.example"
    assert event["attendee"].params["CN"] == "Мәкен 'Е'; З."
    assert event["attendee"].params["RSVP"] == "TRUE"


def test_moved_meeting_keeps_its_identity_and_counts_up() -> None:
    first, moved = (
        _event(_meeting()),
        _event(_meeting(starts=AFTER + timedelta(days=1), sequence=1)),
    )

    assert first["uid"] == moved["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved.decoded("dtstart") - first.decoded("dtstart") == timedelta(days=1)


def test_cancelled_meeting_says_so_and_rings_no_more() -> None:
    part = _meeting(sequence=2, cancelled=True)
    event = _event(part)

    assert part.method == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == _event(_meeting())["uid"]
    assert not event.walk("VALARM")


@pytest.mark.parametrize(
    ("closes", "utc_hour"), [(BEFORE, 12), (BEFORE.replace(month=4, day=15), 12), (AFTER, 10)]
)
def test_deadline_ends_at_the_closing(closes: datetime, utc_hour: int) -> None:
    part = deadline("k", title="Ответить", closes=closes, stamp=STAMP, organizer=COORDINATOR)
    event = _event(part)

    assert part.method == "PUBLISH"
    assert event.decoded("dtend").hour == utc_hour
    assert event["transp"] == "TRANSPARENT"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)
    assert "organizer" not in event


def test_deadline_for_a_person_can_be_moved_in_their_calendar() -> None:
    part = deadline(
        "k",
        title="Ответить",
        closes=BEFORE,
        stamp=STAMP,
        organizer=COORDINATOR,
        attendee=DIRECTOR,
        sequence=3,
    )

    assert part.method == "REQUEST"
    assert _event(part)["sequence"] == 3


def test_lines_are_folded_at_75_bytes() -> None:
    lines = _meeting().content.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert _meeting().content == _meeting().content
