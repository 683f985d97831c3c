"""The calendar file against RFC 5545, line by line and by a second library's expansion of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vRecur

from vekha.calendar import to_local
from vekha.picturing.calendar import plan_calendar
from vekha.planning import Plan, make_plan

ROADMAPS = Path(__file__).parents[3] / "roadmaps"
NAMES = ["gorod-selu", "karaganda", "500plus", "goryachy-klyuch", "selo-ryadom"]
Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]


@pytest.fixture(scope="module", params=NAMES)
def content(request: pytest.FixtureRequest) -> bytes:
    """The calendar of a real roadmap."""
    folder = ROADMAPS / request.param
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".yaml", ".csv")}
    plan, issues = make_plan(files)
    assert plan is not None, issues
    return plan_calendar(plan)


def repeating(plan: Plan) -> Event:
    """The one event with a rule."""
    calendar = Calendar.from_ical(plan_calendar(plan))
    (event,) = [event for event in calendar.events if "rrule" in event]
    return event


def rule_of(event: Event) -> vRecur:
    """The rule of a repeating event."""
    rule = event["rrule"]
    assert isinstance(rule, vRecur)
    return rule


def expanded(event: Event) -> list[date]:
    """The days that dateutil makes of the event's rule; it refuses an UNTIL of the wrong kind."""
    start = event.start
    first = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    rule: bytes = rule_of(event).to_ical()  # type: ignore[no-untyped-call]
    found = rrulestr(rule.decode(), dtstart=first)
    return [moment.date() for moment in found]


def test_lines_are_folded_and_end_as_the_standard_says(content: bytes) -> None:
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # a fold never cuts a letter in two


def test_components_have_what_the_standard_requires(content: bytes) -> None:
    calendar = Calendar.from_ical(content)
    assert {"PRODID", "VERSION", "METHOD"} <= set(calendar)
    tables = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    events = calendar.events
    for component in calendar.walk():
        assert component.errors == []
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert type(event.start) is type(event.end)
        assert event.end > event.start
        zones = {event[name].params.get("TZID") for name in ("dtstart", "dtend")}
        assert zones <= {None, *tables}
        timed = isinstance(event.start, datetime)
        assert timed == (zones != {None})
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == len(uids)


def test_weekly_hour_keeps_the_wall_clock_over_a_change_of_the_zone(
    plan_of: PlanOf, small: Small
) -> None:
    """15:00 in Almaty is 09:00 UTC until February 2024 and 10:00 UTC from March on."""
    plan = plan_of(small(("    term: октябрь\n", "    term: по четвергам в 15.00\n"),
                         ("    audience: [directors]\n",
                          "    audience: [directors]\n    opens: 2 октября\n    closes: 9 октября\n")))  # fmt: skip
    event = repeating(plan)
    assert event["dtstart"].params["TZID"] == "Asia/Almaty"
    assert f"{event.start:%Y-%m-%d %H:%M}" == "2023-09-07 15:00"
    days = expanded(event)
    assert days[0] == date(2023, 9, 7)
    assert days[-1] == date(2024, 5, 30)
    assert all(later - day == timedelta(days=7) for day, later in pairwise(days))
    until = rule_of(event)["until"][0]
    assert until.utcoffset() == timedelta(0)
    assert until == datetime(2024, 5, 30, 10, tzinfo=UTC)
    assert to_local(until, "Asia/Almaty").hour == 15


@pytest.mark.parametrize(
    ("term", "first", "last", "times"),
    [
        ("ежемесячно до 5 числа", date(2023, 9, 5), date(2024, 5, 5), 9),
        ("әр айдың соңғы жұмасы", date(2023, 9, 29), date(2024, 5, 31), 9),
        ("последний рабочий день месяца", date(2023, 9, 29), date(2024, 5, 31), 9),
        ("жыл сайын 25 желтоқсанға", date(2023, 12, 25), date(2023, 12, 25), 1),
    ],
)
def test_rhythm_of_days_is_a_rule_of_days(
    plan_of: PlanOf, small: Small, term: str, first: date, last: date, times: int
) -> None:
    plan = plan_of(small(("    term: октябрь\n", f"    term: {term}\n"),
                         ("    audience: [directors]\n",
                          "    audience: [directors]\n    opens: 2 октября\n    closes: 9 октября\n")))  # fmt: skip
    event = repeating(plan)
    assert (event.start, event.end) == (first, first + timedelta(days=1))
    assert rule_of(event)["until"] == [last]
    days = expanded(event)
    assert (days[0], days[-1], len(days)) == (first, last, times)


def test_rhythm_without_days_stays_one_event_over_its_window(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small(("    term: октябрь\n", "    term: ежеквартально\n"),
                         ("    audience: [directors]\n",
                          "    audience: [directors]\n    opens: 2 октября\n    closes: 9 октября\n")))  # fmt: skip
    calendar = Calendar.from_ical(plan_calendar(plan))
    assert not [event for event in calendar.walk("VEVENT") if "rrule" in event]
