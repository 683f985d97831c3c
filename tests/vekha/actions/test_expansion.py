"""A dated roadmap into actions: laws that hold for every roadmap, and the real year."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.actions.action import Action, ActionKind
from vekha.calendar import to_local
from vekha.planning import Plan, make_plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]
AUDIENCE = "    audience: [directors]\n"
LETTERS = (ActionKind.INVITE, ActionKind.COLLECT, ActionKind.REMIND, ActionKind.ESCALATE)


def lawful(plan: Plan) -> None:
    """What holds for the actions of every plan."""
    keys = [action.key for action in plan.actions]
    assert len(set(keys)) == len(keys)
    assert [(a.due, a.key) for a in plan.actions] == sorted((a.due, a.key) for a in plan.actions)
    hours = plan.schedule.hours
    for action in plan.actions:
        assert action.key.startswith(f"{plan.edition}/")
        assert action.due < action.not_after, action.key
        assert action.due.tzinfo is UTC
        local = to_local(action.due, action.zone)
        assert f"{local:%Y-%m-%dT%H:%M}" == action.wall
        assert hours.start <= local.time() <= hours.end
        if action.kind is not ActionKind.CLOSE:
            assert plan.schedule.calendar.is_working(local.date()), action.key
    for key, dated in plan.schedule.surveys.items():
        of_survey = [a for a in plan.actions if a.subject == key and a.kind in LETTERS]
        assert of_survey[0].kind in (ActionKind.INVITE, ActionKind.COLLECT)
        for action in of_survey[1:]:
            assert dated.opens.at < action.due < dated.closes.at
        for before, after in pairwise(a for a in of_survey if a.kind is not ActionKind.ESCALATE):
            assert before.not_after == after.due  # the next letter makes the earlier one useless


def test_laws_hold_for_the_real_roadmap(gorod_selu: Plan) -> None:
    lawful(gorod_selu)


def test_same_files_give_the_same_actions(
    gorod_selu_files: Mapping[str, bytes], gorod_selu: Plan
) -> None:
    again, _ = make_plan(dict(reversed(gorod_selu_files.items())))
    assert again is not None
    assert again.actions == gorod_selu.actions


def test_edit_of_comments_and_words_of_questions_moves_no_action(
    gorod_selu_files: Mapping[str, bytes], gorod_selu: Plan
) -> None:
    text = gorod_selu_files["roadmap.yaml"].decode()
    changed = "# правка\n" + text.replace(
        "Сколько всего педагогов в школе?", "Сколько педагогов?", 1
    )
    assert changed != text
    again, _ = make_plan({**gorod_selu_files, "roadmap.yaml": changed.encode()})
    assert again is not None
    assert again.actions == gorod_selu.actions


def test_moved_closing_moves_its_ladder_and_keeps_every_key(
    gorod_selu_files: Mapping[str, bytes], gorod_selu: Plan
) -> None:
    text = gorod_selu_files["roadmap.yaml"].decode()
    assert text.count("closes: 19 апреля") == 1
    changed = text.replace("closes: 19 апреля", "closes: 24 апреля")
    again, _ = make_plan({**gorod_selu_files, "roadmap.yaml": changed.encode()})
    assert again is not None
    assert {a.key for a in again.actions if a.kind is not ActionKind.DIGEST} == {
        a.key for a in gorod_selu.actions if a.kind is not ActionKind.DIGEST
    }
    moved = {a.key.removeprefix(f"{again.edition}/") for a in again.actions
             if a != gorod_selu.action(a.key)}  # fmt: skip
    ladder = {"invite", "remind-1", "remind-2", "remind-3", "escalate", "close"}
    assert {f"final/{verb}" for verb in ladder} <= moved
    assert not [key for key in moved if key.startswith(("interim", "materials", "round-table"))]


@pytest.mark.parametrize(
    ("action", "utc"),
    [
        ("interim/invite", datetime(2024, 2, 1, 3, tzinfo=UTC)),
        ("interim/close", datetime(2024, 2, 29, 12, tzinfo=UTC)),
        (
            "february/assemble",
            datetime(2024, 3, 1, 4, tzinfo=UTC),
        ),  # the first hour of the new rule
        ("final/invite", datetime(2024, 4, 1, 4, tzinfo=UTC)),
    ],
)
def test_wall_time_is_kept_over_the_change_of_the_zone(
    gorod_selu: Plan, action: str, utc: datetime
) -> None:
    found = gorod_selu.action(f"gorod-selu/2023-2024/{action}")
    assert found is not None
    assert found.due == utc


def test_not_after_of_a_closing_crosses_the_change_by_wall_time(gorod_selu: Plan) -> None:
    """Ten working days after 29 February at 18:00 is 15 March at 18:00, now five hours ahead of UTC."""
    found = gorod_selu.action("gorod-selu/2023-2024/interim/close")
    assert found is not None
    assert to_local(found.not_after, found.zone).time() == to_local(found.due, found.zone).time()


def test_each_kind_of_the_real_year_is_there(gorod_selu: Plan) -> None:
    made_by_edits = {ActionKind.CHANGE}
    assert {action.kind for action in gorod_selu.actions} == set(ActionKind) - made_by_edits


def test_reminders_are_numbered_and_named(gorod_selu: Plan) -> None:
    found = [
        a for a in gorod_selu.actions if a.subject == "interim" and a.kind is ActionKind.REMIND
    ]
    assert [(a.number, a.key.rsplit("/", 1)[1]) for a in found] == [
        (1, "remind-1"), (2, "remind-2"), (3, "remind-3"),
    ]  # fmt: skip
    assert found[1].title == "Промежуточный мониторинг · напоминание 2"


def test_digest_comes_once_a_week_while_a_survey_is_open(gorod_selu: Plan) -> None:
    digests = [a for a in gorod_selu.actions if a.kind is ActionKind.DIGEST]
    weeks = [date.fromisoformat(a.wall[:10]).isocalendar()[:2] for a in digests]
    assert len(set(weeks)) == len(weeks)
    for action in digests:
        assert any(
            s.opens.at < action.due < s.closes.at for s in gorod_selu.schedule.surveys.values()
        )


@pytest.mark.parametrize(("rhythm", "number"), [("none", 0), ("weekly", 4), ("daily", 20)])
def test_digest_in_its_rhythm(small: Small, plan_of: PlanOf, rhythm: str, number: int) -> None:
    """October 2023: 21 working days from the opening on the 2nd, the first of them without."""
    address = "  address: small@office.example\n"
    plan = plan_of(small((address, f"{address}  digest: {rhythm}\n")))
    assert sum(a.kind is ActionKind.DIGEST for a in plan.actions) == number


def test_mark_is_asked_on_the_last_working_day_of_a_term(small: Small, plan_of: PlanOf) -> None:
    def asked(*changes: tuple[str, str]) -> list[str]:
        return [a.wall for a in plan_of(small(*changes)).actions if a.kind is ActionKind.MARK]

    term = "    term: октябрь\n"
    assert asked() == ["2023-10-31T11:00"]
    opened = (AUDIENCE, f"{AUDIENCE}    opens: 2 октября\n")
    assert asked((term, "    term: до 28 октября\n"), opened) == ["2023-10-27T11:00"]
    assert asked((term, f"{term}    marked: false\n")) == []


def test_mass_letter_waits_for_approval_and_others_do_not(gorod_selu: Plan) -> None:
    assert [a.key for a in gorod_selu.actions if a.needs_approval] == [
        "gorod-selu/2023-2024/thanks/announce"
    ]


def test_forecast_of_letters_is_the_audience(gorod_selu: Plan) -> None:
    letters = {a.key.removeprefix("gorod-selu/2023-2024/"): a.letters for a in gorod_selu.actions}
    assert letters["interim/invite"] == 54
    assert letters["needs/invite"] == 41
    assert letters["possibilities/invite"] == 13
    assert letters["round-table/invite"] == 54 + 13 + 2


DAYS = st.dates(date(2023, 9, 4), date(2024, 5, 20))


@given(DAYS, st.integers(1, 60), st.integers(0, 30), st.booleans())
@settings(max_examples=120, deadline=None)
def test_laws_hold_for_any_dates(
    small: Small, opens: date, length: int, before: int, working: bool
) -> None:
    closes = opens + timedelta(days=length)
    unit = "рабочих дней" if working else "дней"
    survey = (
        f"{AUDIENCE}    opens: {opens}\n    closes: {closes}\n"
        f"    rules:\n      reminders: [за {before + 5} {unit} до закрытия, за {before + 1} {unit} до закрытия]\n"
    )
    files = small((AUDIENCE, survey), ("    activity: study\n", ""))
    plan, issues = make_plan(files)
    if plan is None:  # the opening moved over the closing
        assert {"closes-before-opens"} <= {i.code for i in issues}
        return
    lawful(plan)
    assert make_plan(files)[0] == plan


def test_action_is_written_as_json_and_back(gorod_selu: Plan) -> None:
    """What the ledger keeps of an action gives the action again."""
    from models.action_row import ActionRow, planned_values

    for action in gorod_selu.actions[:10]:
        values = json.loads(json.dumps(planned_values(action), default=str))
        assert values["key"] == action.key
        row = ActionRow(**{**planned_values(action), "edition": gorod_selu.edition})
        assert row.action() == replace(action)


def test_actions_of_an_unknown_key_are_none(gorod_selu: Plan) -> None:
    assert gorod_selu.action("gorod-selu/2023-2024/nothing") is None
    assert isinstance(gorod_selu.action("gorod-selu/2023-2024/interim/close"), Action)
