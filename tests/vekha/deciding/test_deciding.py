"""What actions do at their moment: letters to those who owe an answer, and nothing without reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.actions.action import ActionKind
from vekha.answers import Sheet, Submission, Wave
from vekha.deciding.decide import DECISIONS, decide
from vekha.deciding.decision import Do, Facts, NotDone, Situation
from vekha.marks import MarkFact
from vekha.planning import Plan
from vekha.states import Mark, SheetState

EDITION = "gorod-selu/2023-2024"
STATES = list(SheetState)
Situations = Callable[..., Situation]


def wave_of(plan: Plan, survey: str, states: list[SheetState], *, asked: bool = True) -> Wave:
    """A wave whose sheets have these states, in roster order; the rest is asked and silent."""
    dated = plan.schedule.surveys[survey]
    sheets = []
    for index, respondent in enumerate(plan.roadmap.respondents(survey)):
        state = states[index] if index < len(states) else SheetState.ASKED
        submitted = state in (SheetState.SUBMITTED, SheetState.RETURNED)
        submission = Submission(1, dated.opens.at, {}) if submitted else None
        sheets.append(Sheet(respondent, state, submission, asked=asked))
    return Wave(survey, dated.opens.at, dated.closes.at, tuple(sheets))


@pytest.fixture
def situation(gorod_selu: Plan) -> Situations:
    """`situation("interim/remind-1", waves)`: the action at its due time."""

    def make(
        action: str,
        *waves: Wave,
        marks: dict[str, MarkFact] | None = None,
        after: timedelta = timedelta(),
    ) -> Situation:
        found = gorod_selu.action(f"{EDITION}/{action}")
        assert found is not None
        facts = Facts({wave.survey: wave for wave in waves}, marks or {})
        return Situation(found, gorod_selu, facts, found.due + after)

    return make


def done(situation: Situation) -> Do:
    decision = decide(situation)
    assert isinstance(decision, Do), decision
    return decision


def not_done(situation: Situation) -> NotDone:
    decision = decide(situation)
    assert isinstance(decision, NotDone), decision
    return decision


def test_every_kind_of_action_has_its_decision() -> None:
    assert set(DECISIONS) == set(ActionKind)


def test_invitation_goes_to_all_who_are_asked_and_opens_the_survey(
    gorod_selu: Plan, situation: Situations
) -> None:
    decision = done(situation("interim/invite", wave_of(gorod_selu, "interim", [])))
    assert (len(decision.letters), decision.opens) == (54, "interim")
    assert len({letter.key for letter in decision.letters}) == 54
    assert {letter.template for letter in decision.letters} == {"invitation"}


def test_excused_school_is_not_invited(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "interim", [SheetState.EXCUSED])
    invited = {d.organisation for d in done(situation("interim/invite", wave)).letters}
    assert wave.sheets[0].respondent.organisation.key not in invited
    assert len(invited) == 53


def test_request_for_materials_has_its_own_letter(gorod_selu: Plan, situation: Situations) -> None:
    decision = done(situation("materials/invite", wave_of(gorod_selu, "materials", [])))
    assert {letter.template for letter in decision.letters} == {"collection"}


@given(st.lists(st.sampled_from(STATES), min_size=54, max_size=54))
@settings(max_examples=60, deadline=None)
def test_reminder_goes_to_those_who_owe_an_answer_and_to_nobody_else(
    gorod_selu: Plan, states: list[SheetState]
) -> None:
    wave = wave_of(gorod_selu, "interim", states)
    action = gorod_selu.action(f"{EDITION}/interim/remind-2")
    assert action is not None
    decision = decide(Situation(action, gorod_selu, Facts({"interim": wave}), action.due))
    owing = [
        sheet.respondent.organisation.key
        for sheet, state in zip(wave.sheets, states, strict=True)
        if state in (SheetState.ASKED, SheetState.STARTED, SheetState.RETURNED)
    ]
    if not owing:
        assert isinstance(decision, NotDone)
    else:
        assert isinstance(decision, Do)
        assert [letter.organisation for letter in decision.letters] == owing
        assert all(letter.until_answered for letter in decision.letters)


def test_reminder_answers_the_invitation_and_knows_of_a_draft(
    gorod_selu: Plan, situation: Situations
) -> None:
    wave = wave_of(gorod_selu, "interim", [SheetState.STARTED])
    started, silent, *_ = done(situation("interim/remind-2", wave)).letters
    assert started.thread == f"{EDITION}/interim/invite/{started.person}"
    assert started.facts == {"number": 2, "started": True}
    assert silent.facts == {"number": 2, "started": False}


def test_no_reminder_when_all_have_answered(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "interim", [SheetState.SUBMITTED] * 54)
    decision = not_done(situation("interim/remind-3", wave))
    assert decision.code == "all-answered"
    assert "54 из 54" in decision.sentence


def test_no_reminder_once_the_survey_is_closed(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "interim", [])
    assert (
        not_done(situation("interim/remind-3", wave, after=timedelta(days=9))).code
        == "already-closed"
    )


def test_nobody_is_reminded_of_what_they_were_never_asked(
    gorod_selu: Plan, situation: Situations
) -> None:
    wave = wave_of(gorod_selu, "interim", [], asked=False)
    assert not_done(situation("interim/remind-1", wave)).code == "not-invited"


def test_escalation_tells_each_district_of_its_own_silent_schools(
    gorod_selu: Plan, situation: Situations
) -> None:
    rural = wave_of(gorod_selu, "needs", [SheetState.SUBMITTED] * 3)
    decision = done(situation("needs/escalate", rural))
    named = [
        line["organisation"] for letter in decision.letters for line in letter.facts["missing"]
    ]
    silent = [sheet.respondent.organisation.label for sheet in rural.silent]
    assert sorted(named) == sorted(silent)
    for letter in decision.letters:
        assert letter.facts["missing"]
        assert letter.facts["answered"] < letter.facts["asked"]


def test_district_where_all_have_answered_hears_nothing(
    gorod_selu: Plan, situation: Situations
) -> None:
    """The first three of the 41 are those of Айыртауский район."""
    wave = wave_of(gorod_selu, "needs", [SheetState.SUBMITTED] * 3)
    told = {letter.organisation for letter in done(situation("needs/escalate", wave)).letters}
    assert "ayyrtau" not in told
    assert len(told) == 12


def test_escalation_of_nothing_is_no_letter(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "needs", [SheetState.SUBMITTED] * 41)
    assert not_done(situation("needs/escalate", wave)).code == "all-answered"


def test_digest_with_nothing_to_say_is_no_letter(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "interim", [SheetState.SUBMITTED] * 54)
    assert not_done(situation("digest/2024-02-12", wave)).code == "nothing-to-say"
    assert not_done(situation("digest/2024-02-12")).code == "nothing-to-say"


def test_digest_tells_of_open_surveys_only(gorod_selu: Plan, situation: Situations) -> None:
    interim, final = (wave_of(gorod_selu, survey, []) for survey in ("interim", "final"))
    decision = done(situation("digest/2024-02-12", interim, final))
    assert [letter.person for letter in decision.letters] == ["eltsova-lf", "cherepanova-ea"]
    (survey,) = decision.letters[0].facts["surveys"]
    assert (survey["survey"], survey["answered"], survey["asked"]) == ("interim", 0, 54)
    assert len(survey["by_district"]) == 13


def test_closing_counts_and_tells_the_coordinators(gorod_selu: Plan, situation: Situations) -> None:
    wave = wave_of(gorod_selu, "interim", [SheetState.SUBMITTED] * 40 + [SheetState.EXCUSED] * 4)
    decision = done(situation("interim/close", wave))
    assert decision.closes == "interim"
    facts = decision.letters[0].facts
    assert (facts["answered"], facts["asked"], facts["excused"]) == (40, 50, 4)
    assert "40 из 50" in decision.sentence


def test_marks_are_asked_for_what_has_ended_and_has_none(
    gorod_selu: Plan, situation: Situations
) -> None:
    given = {"design": MarkFact(Mark.DONE, "", datetime(2023, 9, 29, tzinfo=UTC), "eltsova-lf")}
    decision = done(situation("marks/2023-10-31", marks=given))
    asked = [one["key"] for one in decision.letters[0].facts["activities"]]
    assert asked == ["legal-basis", "working-group", "feedback"]


def test_no_question_for_marks_that_are_all_given(gorod_selu: Plan, situation: Situations) -> None:
    at = datetime(2023, 9, 29, tzinfo=UTC)
    given = {a.key: MarkFact(Mark.DONE, "", at, "x") for a in gorod_selu.roadmap.file.activities}
    assert not_done(situation("marks/2023-10-31", marks=given)).code == "all-marked"


def test_mark_taken_back_is_asked_for_again(gorod_selu: Plan, situation: Situations) -> None:
    given = {"design": MarkFact(Mark.NONE, "", datetime(2023, 9, 29, tzinfo=UTC), "x")}
    decision = done(situation("marks/2023-09-29", marks=given))
    assert [one["key"] for one in decision.letters[0].facts["activities"]] == ["design"]


def test_meeting_invites_each_person_once(gorod_selu: Plan, situation: Situations) -> None:
    decision = done(situation("round-table/invite"))
    people = [letter.person for letter in decision.letters]
    assert len(people) == len(set(people)) == 69
    again = done(situation("round-table/remind"))
    assert again.letters[0].thread == f"{EDITION}/round-table/invite/{people[0]}"


def test_report_is_assembled_and_told(gorod_selu: Plan, situation: Situations) -> None:
    decision = done(situation("february/assemble"))
    assert decision.report == "february"
    assert {letter.facts["report"] for letter in decision.letters} == {"february"}


@pytest.mark.parametrize("kind", [kind for kind in ActionKind if kind is not ActionKind.CHANGE])
def test_decision_is_the_same_when_made_twice(gorod_selu: Plan, kind: ActionKind) -> None:
    waves = {s: wave_of(gorod_selu, s, [SheetState.SUBMITTED]) for s in gorod_selu.schedule.surveys}
    action = next(a for a in gorod_selu.actions if a.kind is kind)
    made = [decide(Situation(action, gorod_selu, Facts(waves), action.due)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].sentence


def test_keys_of_letters_never_repeat_over_the_year(gorod_selu: Plan) -> None:
    """The outbox keeps one letter per key: two people must never share one."""
    waves = {s: wave_of(gorod_selu, s, []) for s in gorod_selu.schedule.surveys}
    keys: list[str] = []
    for action in gorod_selu.actions:
        decision = decide(Situation(action, gorod_selu, Facts(waves), action.due))
        if isinstance(decision, Do):
            keys += [letter.key for letter in decision.letters]
    assert len(set(keys)) == len(keys)
    assert len(keys) <= sum(action.letters for action in gorod_selu.actions)
