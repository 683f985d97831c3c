"""Meetings by rule: one each month, moved off holidays, with agenda, keys and minutes of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

RUSSIA_2021 = (("country: KZ", "country: RU"), ("period: 2023/2024", "period: 2021"))
RULE = """\
meetings:
  group:
    title: Заседание рабочей группы
    day: первый четверг месяца, 15.00
    place: 132 ауд.
    agenda: [Текущие вопросы]
    agendas:
      2021-03-04: [Итоги полугодия, План на год]
    audience: [directors]
"""
SINGLE = RULE.replace("первый четверг месяца, 15.00", "4 марта 2021 года").replace(
    "    agendas:\n      2021-03-04: [Итоги полугодия, План на год]\n", ""
)
PROTOCOL = "    protocol:\n      secretary: anna\n      chair: boris\n"


def test_rule_becomes_twelve_meetings_at_its_hour(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(*RUSSIA_2021, append=RULE))

    held = {key: dated.starts.wall for key, dated in plan.schedule.meetings.items()}
    assert len(held) == 12
    assert held["group-2021-03-04"] == "2021-03-04T15:00"
    assert {wall[11:] for wall in held.values()} == {"15:00"}


def test_holiday_moves_the_meeting_and_keeps_its_key(small: Small, plan_of: PlanOf) -> None:
    """7 January and 4 November 2021 were public holidays; the 5th of November was one by transfer."""
    meetings = plan_of(small(*RUSSIA_2021, append=RULE)).schedule.meetings

    assert meetings["group-2021-01-07"].starts.wall == "2021-01-11T15:00"
    assert meetings["group-2021-11-04"].starts.wall == "2021-11-08T15:00"


def test_shift_may_go_back_or_leave_the_meeting_out(small: Small, plan_of: PlanOf) -> None:
    before = plan_of(small(*RUSSIA_2021, append=RULE + "    shift: previous\n"))
    without = plan_of(small(*RUSSIA_2021, append=RULE + "    shift: skip\n"))

    assert before.schedule.meetings["group-2021-11-04"].starts.wall == "2021-11-03T15:00"
    assert "group-2021-11-04" not in without.schedule.meetings
    assert len(without.schedule.meetings) == 10


def test_occurrence_has_actions_under_its_day(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(*RUSSIA_2021, append=RULE))

    mine = [a.key for a in plan.actions if "/group-2021-03-04/" in a.key]
    assert mine == [
        "small/2021/group-2021-03-04/invite",
        "small/2021/group-2021-03-04/remind",
    ]


def test_occurrence_has_the_agenda_of_its_day(small: Small, plan_of: PlanOf) -> None:
    meetings = plan_of(small(*RUSSIA_2021, append=RULE)).roadmap.file.meetings

    march, april = meetings["group-2021-03-04"], meetings["group-2021-04-01"]
    assert [str(item) for item in march.agenda] == ["Итоги полугодия", "План на год"]
    assert [str(item) for item in april.agenda] == ["Текущие вопросы"]


def test_agenda_of_no_occurrence_is_refused(small: Small, find: Find) -> None:
    files = small(*RUSSIA_2021, append=RULE.replace("2021-03-04", "2021-03-05"))

    (issue,) = find(files, "unknown-reference")
    assert issue.path == "meetings.group.agendas.2021-03-05"
    assert issue.place.line > 1


def test_single_meeting_keeps_its_key(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(*RUSSIA_2021, append=SINGLE))

    assert list(plan.roadmap.file.meetings) == ["group"]
    assert "small/2021/group/invite" in {a.key for a in plan.actions}


def test_minutes_are_asked_of_the_secretary_and_assembled(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(*RUSSIA_2021, append=RULE + PROTOCOL))

    key = "group-2021-03-04-minutes"
    (asked,) = plan.roadmap.respondents(key)
    assert asked.person.key == "anna"
    questions = [q.key for q in plan.roadmap.file.questionnaires[key].questions]
    assert questions == [
        "at-boris", "at-vera", "others", "heard-1", "decided-1", "heard-2", "decided-2", "decided",
    ]  # fmt: skip
    dated = plan.schedule.surveys[key]
    assert (dated.opens.wall, dated.closes.day.isoformat()) == ("2021-03-05T09:00", "2021-03-11")
    assert f"small/2021/{key}/assemble" in {a.key for a in plan.actions}


def test_minutes_follow_the_day_that_was_moved_to(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(*RUSSIA_2021, append=RULE + PROTOCOL))

    assert plan.schedule.surveys["group-2021-11-04-minutes"].opens.wall == "2021-11-09T09:00"
