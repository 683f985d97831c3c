"""When meetings, announcements and reports are, and what comes before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
MEETING = """\
meetings:
  table:
    title: Круглый стол
    day: {day}
    at: "15:00"
    minutes: 90
    place: Зал
    audience: [directors]
{more}"""


def meeting(day: str, more: str = "") -> str:
    return MEETING.format(day=day, more=more)


def test_meeting_is_announced_and_recalled_in_working_days(small: Small, plan_of: PlanOf) -> None:
    """Between 26 October and 16 November 2023 there is no holiday."""
    found = plan_of(small(append=meeting("16 ноября"))).schedule.meetings["table"]
    assert found.starts.wall == "2023-11-16T15:00"
    assert (found.ends.at - found.starts.at).total_seconds() == 90 * 60
    assert found.invite.wall == "2023-11-02T09:00"
    assert found.remind is not None
    assert found.remind.wall == "2023-11-14T09:00"


def test_meeting_on_a_holiday_moves_and_says_so(small: Small, plan_of: PlanOf, find: Find) -> None:
    files = small(append=meeting("25 октября"))
    assert plan_of(files).schedule.meetings["table"].starts.wall == "2023-10-26T15:00"
    (issue,) = [i for i in find(files, "moved-to-working-day") if i.path == "meetings.table.day"]
    assert "26.10.2023" in message_of(issue, language="ru")


def test_meeting_without_a_day_is_an_error(small: Small, find: Find) -> None:
    (issue,) = find(small(append=meeting("по согласованию")), "term-unreadable")
    assert issue.path == "meetings.table.day"


def test_meeting_without_a_reminder_has_none(small: Small, plan_of: PlanOf) -> None:
    files = small(append=meeting("16 ноября", "    remind: null\n"))
    assert plan_of(files).schedule.meetings["table"].remind is None


def test_invitation_after_the_meeting_is_an_error(small: Small, find: Find) -> None:
    files = small(append=meeting("16 ноября", "    invite: 20 ноября\n"))
    (issue,) = find(files, "closes-before-opens")
    assert issue.path == "meetings.table.invite"


def test_report_is_assembled_on_the_working_day_after_the_closing(
    small: Small, plan_of: PlanOf
) -> None:
    """The survey closes on Friday 27 October."""
    files = small(
        ("    audience: [directors]\n", "    audience: [directors]\n    closes: 27 октября\n"),
        append="reports:\n  all: {title: Отчёт, kind: monitoring, survey: study}\n",
    )
    assert plan_of(files).schedule.reports["all"].wall == "2023-10-30T09:00"


def test_report_of_two_surveys_waits_for_the_later_one(gorod_selu: Plan) -> None:
    surveys, reports = gorod_selu.schedule.surveys, gorod_selu.schedule.reports
    later = max(surveys["needs"].closes.at, surveys["possibilities"].closes.at)
    assert reports["matching"].at > later


def test_announcement_on_a_day_off_moves_on(small: Small, plan_of: PlanOf) -> None:
    files = small(
        append="announcements:\n  news: {title: Новости, day: 9 марта 2024, text: [Текст], audience: [directors]}\n"
    )
    found = plan_of(files).schedule.announcements["news"]
    assert found.wall == "2024-03-11T09:00"
    assert found.shifted.startswith("09.03: ")
