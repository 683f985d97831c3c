"""When surveys open and close, and which letters fit between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from vekha.catalogue import message_of
from vekha.dating.schedule import DatedSurvey
from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
AUDIENCE = "    audience: [directors]\n"


@pytest.fixture
def dated(small: Small, plan_of: PlanOf) -> Callable[..., DatedSurvey]:
    """`dated(opens="…", closes="…", rules="…", changes…)`: the survey's dates."""

    def make(
        *changes: tuple[str, str], opens: str = "", closes: str = "", rules: str = ""
    ) -> DatedSurvey:
        written = AUDIENCE
        written += f"    opens: {opens}\n" if opens else ""
        written += f"    closes: {closes}\n" if closes else ""
        written += f"    rules: {rules}\n" if rules else ""
        return plan_of(small((AUDIENCE, written), *changes)).schedule.surveys["study"]

    return make


def test_survey_runs_through_the_working_days_of_its_activity(
    dated: Callable[..., DatedSurvey],
) -> None:
    """October 2023 begins on a Sunday."""
    found = dated()
    assert (found.opens.wall, found.closes.wall) == ("2023-10-02T09:00", "2023-10-31T18:00")


def test_default_letters_are_three_reminders_and_an_escalation(
    dated: Callable[..., DatedSurvey],
) -> None:
    """Ten, five and two working days before the closing; 25 October is the Day of the Republic."""
    found = dated()
    assert [m.wall for m in found.reminders] == [
        "2023-10-16T09:00", "2023-10-23T09:00", "2023-10-27T09:00",
    ]  # fmt: skip
    assert found.escalation is not None
    assert found.escalation.wall == "2023-10-30T09:00"


def test_closing_on_a_stated_day_stays_there_even_on_a_weekend(
    dated: Callable[..., DatedSurvey],
) -> None:
    assert dated(closes="28 октября").closes.wall == "2023-10-28T18:00"


def test_closing_at_the_end_of_a_month_is_its_last_working_day(
    dated: Callable[..., DatedSurvey],
) -> None:
    """30 September 2023 is a Saturday."""
    found = dated(("    term: октябрь\n", "    term: сентябрь\n"), closes="сентябрь")
    assert found.closes.wall == "2023-09-29T18:00"


def test_opening_on_a_day_off_moves_to_the_next_working_day_and_says_so(
    dated: Callable[..., DatedSurvey],
) -> None:
    opens = dated(opens="7 октября").opens
    assert opens.wall == "2023-10-09T09:00"
    assert opens.shifted == "07.10: суббота"


def test_stated_hours_are_kept_within_sending_hours(dated: Callable[..., DatedSurvey]) -> None:
    found = dated(opens="5 октября в 11.30", closes="27 октября в 15.00")
    assert (found.opens.wall, found.closes.wall) == ("2023-10-05T11:30", "2023-10-27T15:00")


def test_opening_after_sending_hours_waits_for_the_morning_and_says_why(
    dated: Callable[..., DatedSurvey],
) -> None:
    opens = dated(opens="5 октября в 20.00").opens
    assert (opens.wall, opens.shifted) == ("2023-10-06T09:00", "05.10: вне часов рассылки")


def test_last_reminder_moves_back_and_the_others_forward(dated: Callable[..., DatedSurvey]) -> None:
    """Two Saturdays: 14 October for the first reminder, 21 October for the last."""
    found = dated(
        opens="2 октября", closes="25 ноября", rules="{reminders: [14 октября, 21 октября]}"
    )
    assert [m.wall[:10] for m in found.reminders] == ["2023-10-16", "2023-10-20"]


def test_reminder_that_does_not_fit_is_left_out_and_told(
    dated: Callable[..., DatedSurvey], small: Small, find: Find
) -> None:
    found = dated(opens="23 октября", closes="27 октября")
    assert [m.wall[:10] for m in found.reminders] == ["2023-10-24"]
    written = f"{AUDIENCE}    opens: 23 октября\n    closes: 27 октября\n"
    issues = find(small((AUDIENCE, written)), "outside-survey")
    assert len(issues) == 2
    assert "этого письма не будет" in message_of(issues[0], language="ru")


def test_reminders_of_the_same_moment_are_one(dated: Callable[..., DatedSurvey]) -> None:
    found = dated(rules="{reminders: [16 октября, 14 октября, 20 октября]}")
    assert [m.wall[:10] for m in found.reminders] == ["2023-10-16", "2023-10-20"]


def test_survey_without_rules_for_letters_has_none(dated: Callable[..., DatedSurvey]) -> None:
    found = dated(rules="{reminders: [], escalation: null}")
    assert (found.reminders, found.escalation) == ((), None)


def test_days_off_of_the_roadmap_are_days_off(small: Small, plan_of: PlanOf) -> None:
    files = small(append="days_off:\n  - {title: Осенние каникулы, term: 2023-10-02/2023-10-06}\n")
    opens = plan_of(files).schedule.surveys["study"].opens
    assert opens.wall == "2023-10-09T09:00"


def test_days_off_without_days_are_an_error(small: Small, find: Find) -> None:
    files = small(append="days_off:\n  - {title: Каникулы, term: по приказу}\n")
    (issue,) = find(files, "term-unreadable")
    assert issue.path == "days_off[0].term"


def test_mended_term_is_told_with_its_reading(small: Small, find: Find) -> None:
    files = small(("    term: октябрь\n", "    term: 04.10 2023г.\n"))
    (issue,) = find(files, "term-mended")
    assert "04.10.2023" in message_of(issue, language="ru")


def test_undated_activity_is_a_warning_and_its_survey_needs_dates(small: Small, find: Find) -> None:
    files = small(("    term: октябрь\n", "    term: по графику\n"))
    assert [i.path for i in find(files, "term-not-dated")] == ["activities[0].term"]
    assert {i.facts["key"] for i in find(files, "needs-dates")} == {"opens", "closes"}


@pytest.mark.parametrize(
    ("term", "opens", "closes"),
    [
        ("февраль 2024", "2024-02-01T09:00", "2024-02-29T18:00"),  # a leap day
        ("декабрь 2023 - январь 2024", "2023-12-01T09:00", "2024-01-31T18:00"),  # New Year
        ("1-31 января 2024 года", "2024-01-03T09:00", "2024-01-31T18:00"),  # 1 and 2 January
    ],
)
def test_dates_at_the_edges_of_the_calendar(
    dated: Callable[..., DatedSurvey], term: str, opens: str, closes: str
) -> None:
    changes = (("    term: октябрь\n", f"    term: {term}\n"), ("    stage: autumn\n", ""))
    found = dated(*changes)
    assert (found.opens.wall, found.closes.wall) == (opens, closes)


def test_nine_in_almaty_is_another_hour_of_utc_after_the_change_of_march_2024(
    dated: Callable[..., DatedSurvey],
) -> None:
    free = ("    stage: autumn\n", "")
    february = dated(("    term: октябрь\n", "    term: февраль\n"), free).opens
    april = dated(("    term: октябрь\n", "    term: апрель\n"), free).opens
    assert february.at == datetime(2024, 2, 1, 3, tzinfo=UTC)
    assert april.at == datetime(2024, 4, 1, 4, tzinfo=UTC)
    assert (february.wall[11:], april.wall[11:]) == ("09:00", "09:00")


def test_survey_across_the_change_lasts_an_hour_longer(dated: Callable[..., DatedSurvey]) -> None:
    found = dated(opens="29 февраля", closes="1 марта")
    assert (found.closes.at - found.opens.at).total_seconds() / 3600 == 24 + 9 + 1
