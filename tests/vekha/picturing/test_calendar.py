"""The calendar file, read again as a calendar program reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from vekha.picturing.calendar import plan_calendar
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]


def events_of(plan: Plan) -> dict[str, Event]:
    calendar = Calendar.from_ical(plan_calendar(plan))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def action_events(plan: Plan) -> dict[str, Event]:
    calendar = Calendar.from_ical(plan_calendar(plan))
    last_lines = {str(e.get("description", "")).splitlines()[-1:][0]: e
                  for e in calendar.walk("VEVENT") if e.get("description")}  # fmt: skip
    return {action.key: last_lines[action.key] for action in plan.actions}


def test_calendar_is_the_same_when_made_twice(gorod_selu: Plan) -> None:
    assert plan_calendar(gorod_selu) == plan_calendar(gorod_selu)


def test_calendar_parses_without_a_single_error(gorod_selu: Plan) -> None:
    calendar = Calendar.from_ical(plan_calendar(gorod_selu))
    assert calendar["version"] == "2.0"
    for component in calendar.walk():
        assert component.errors == []


def test_uids_are_unique_and_survive_a_change_of_titles(
    gorod_selu: Plan, plan_of: PlanOf, small: Small
) -> None:
    uids = [str(e["uid"]) for e in events_of(gorod_selu).values()]
    assert len(set(uids)) == len(uids)
    before = plan_of(small())
    after = plan_of(small(("title: Опрос", "title: Другое название")))
    assert {str(e["uid"]) for e in events_of(before).values()} == {
        str(e["uid"]) for e in events_of(after).values()
    }


def test_every_action_stands_at_its_moment(gorod_selu: Plan) -> None:
    """09:00 in Almaty is 03:00 UTC in February and 04:00 UTC in April 2024."""
    found = action_events(gorod_selu)
    for action in gorod_selu.actions:
        event = found[action.key]
        assert event.start.astimezone(UTC) == action.due
        assert event["dtstart"].params["TZID"] == "Asia/Almaty"
        assert f"{event.start:%Y-%m-%dT%H:%M}" == action.wall
    assert found["gorod-selu/2023-2024/interim/invite"].start.astimezone(UTC).hour == 3
    assert found["gorod-selu/2023-2024/final/invite"].start.astimezone(UTC).hour == 4


def test_zone_table_of_the_file_has_the_change_of_march_2024(gorod_selu: Plan) -> None:
    """A program that trusts the file's own table gets the same moments as one that does not."""
    calendar = Calendar.from_ical(plan_calendar(gorod_selu))
    (table,) = calendar.walk("VTIMEZONE")
    rules = table.to_tz()
    for action in gorod_selu.actions:
        local = datetime.fromisoformat(action.wall).replace(tzinfo=rules)
        assert local - local.utcoffset() == action.due.replace(tzinfo=rules)
    before = datetime(2024, 2, 29, 12, tzinfo=rules).utcoffset()
    after = datetime(2024, 3, 1, 12, tzinfo=rules).utcoffset()
    assert (before, after) == (timedelta(hours=6), timedelta(hours=5))


def test_stages_and_activities_are_whole_days_with_an_open_end(gorod_selu: Plan) -> None:
    stage = events_of(gorod_selu)["Этап: Промежуточный мониторинг"]
    assert (stage.start, stage.end) == (date(2024, 2, 1), date(2024, 3, 1))  # a leap year
    assert stage["transp"] == "TRANSPARENT"
    titles = [t for t in events_of(gorod_selu) if t.split(".")[0].isdigit()]
    assert len(titles) == 11


def test_meeting_lasts_and_is_busy(gorod_selu: Plan) -> None:
    (meeting,) = (e for e in events_of(gorod_selu).values() if e["transp"] == "OPAQUE")
    assert meeting.end - meeting.start == timedelta(minutes=180)
    assert "конференц-зал" in str(meeting["location"])


def test_deadline_says_so_and_takes_one_day(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small(
        ("    term: октябрь\n", "    term: до 25 октября\n"),
        ("    audience: [directors]\n", "    audience: [directors]\n    opens: 2 октября\n"),
    ))  # fmt: skip
    event = events_of(plan)["1. Исследование (до 25.10.2023)"]
    assert (event.start, event.end) == (date(2023, 10, 25), date(2023, 10, 26))


def test_stamp_is_not_the_clock(gorod_selu: Plan) -> None:
    stamps = {e["dtstamp"].dt for e in events_of(gorod_selu).values()}
    assert stamps == {datetime(2023, 9, 1, tzinfo=UTC)}
