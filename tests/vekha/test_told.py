"""Dates that people were told against those that hold: laws of what has to be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.actions.action import Action, ActionKind
from vekha.actions.changing import GRACE, change_action
from vekha.deciding.decide import decide
from vekha.deciding.decision import Do, Facts, NotDone, Situation
from vekha.planning import Plan
from vekha.states import SheetState
from vekha.told import CALLED_OFF, Change, Held, News, SheetFact, Standing, Told, find_news

NOW = datetime(2024, 2, 12, 4, tzinfo=UTC)  # a Monday, 10:00 in Almaty
DAY = timedelta(days=1)
CLOSES = datetime(2024, 2, 29, 12, tzinfo=UTC)


def told_of(plan: Plan, organisation: str, *, survey: str = "interim") -> Told:
    """What a director knows after the invitation."""
    (asked,) = (r for r in plan.roadmap.respondents(survey) if r.organisation.key == organisation)
    return Told(
        kind="closing",
        subject=survey,
        person=asked.person.key,
        organisation=organisation,
        address=asked.person.email,
        uid="u@vekha",
        sequence=0,
        starts=CLOSES - timedelta(minutes=30),
        ends=CLOSES,
        title="Промежуточный мониторинг",
        thread="t",
    )


def meeting_told(plan: Plan) -> Told:
    dated = plan.schedule.meetings["round-table"]
    place = plan.roadmap.file.meetings["round-table"].place
    return replace(
        told_of(plan, "karatal"),
        kind="meeting",
        subject="round-table",
        starts=dated.starts.at,
        ends=dated.ends.at,
        place=place.to("kk"),
    )


def after_hearing(told: Told, news: News) -> Told:
    """What the person knows when the letter has come."""
    date = news.becomes or Held(told.starts, told.ends, frozenset({told.place}))
    return replace(
        told,
        sequence=told.sequence + 1,
        starts=date.starts,
        ends=date.ends,
        place=next(iter(date.places), told.place),
        cancelled=news.change in CALLED_OFF,
    )


moments = st.integers(-30 * 24, 60 * 24).map(lambda hours: NOW + timedelta(hours=hours))
facts = st.none() | st.builds(SheetFact, st.sampled_from(SheetState), st.none() | moments)


@settings(max_examples=200, deadline=None)
@given(
    ends=moments,
    closes=st.none() | moments,
    fact=facts,
    cancelled=st.booleans(),
    asked=st.booleans(),
    days=st.integers(0, 40),
)
def test_who_has_heard_has_nothing_more_to_hear(
    gorod_selu: Plan,
    ends: datetime,
    closes: datetime | None,
    fact: SheetFact | None,
    cancelled: bool,
    asked: bool,
    days: int,
) -> None:
    """Whatever is said is said once, is not past, and is never said to who has answered."""
    told = replace(told_of(gorod_selu, "karatal"), ends=ends, cancelled=cancelled)
    if not asked:
        told = replace(told, person="gone", address="gone@elsewhere.example")
    sheets = {("interim", "karatal"): fact} if fact else {}
    standing = Standing(gorod_selu, {"interim": closes} if closes else {}, sheets)
    now = NOW + days * DAY
    news = standing.news_of(told, now=now)
    if fact is not None and fact.state is SheetState.SUBMITTED:
        assert news is None
    if news is None:
        return
    assert news.useful_until > now
    assert (news.becomes is None) == (news.change in CALLED_OFF)
    assert standing.news_of(after_hearing(told, news), now=now) is None
    assert standing.news_of(replace(told, pending=True), now=now) is None


def test_same_date_says_nothing(gorod_selu: Plan) -> None:
    standing = Standing(gorod_selu, {"interim": CLOSES})
    assert (
        find_news(standing, [told_of(gorod_selu, "karatal"), meeting_told(gorod_selu)], now=NOW)
        == ()
    )


def test_moved_closing_is_news_until_it_has_passed(gorod_selu: Plan) -> None:
    told = told_of(gorod_selu, "karatal")
    standing = Standing(gorod_selu, {"interim": CLOSES + DAY})
    (news,) = find_news(standing, [told], now=NOW)
    assert (news.change, news.becomes) == (Change.MOVED, Held(CLOSES + DAY, CLOSES + DAY))
    assert find_news(standing, [told], now=CLOSES + DAY) == ()


def test_questionnaire_handed_over_is_news_for_the_colleague_only(gorod_selu: Plan) -> None:
    told = told_of(gorod_selu, "karatal")
    colleague = replace(told, person="colleague-1", address="zavuch@karatal.example")
    standing = Standing(
        gorod_selu,
        {"interim": CLOSES + DAY},
        colleagues={("interim", "karatal"): "colleague-1"},
    )
    assert [one.told for one in find_news(standing, [told, colleague], now=NOW)] == [colleague]


def test_meeting_is_news_when_its_hour_or_its_place_is_another(gorod_selu: Plan) -> None:
    standing = Standing(gorod_selu)
    told = meeting_told(gorod_selu)
    for other in (
        replace(told, place="в зале"),
        replace(told, starts=told.starts - DAY, ends=told.ends - DAY),
        replace(told, ends=told.ends - timedelta(hours=1)),
    ):
        assert [n.change for n in find_news(standing, [other], now=NOW)] == [Change.MOVED]
    stranger = replace(told, person="gone", address="gone@elsewhere.example")
    assert [n.change for n in find_news(standing, [stranger], now=NOW)] == [Change.UNINVITED]
    dropped = replace(told, subject="no-such-meeting")
    assert [n.change for n in find_news(standing, [dropped], now=NOW)] == [Change.DROPPED]


def an_action(plan: Plan, *, now: datetime = NOW) -> Action:
    return change_action(
        plan, "interim", name="change-2", title="Мониторинг", letters=1, until=CLOSES, now=now
    )


def test_action_waits_for_second_thoughts_and_for_sending_hours(gorod_selu: Plan) -> None:
    at_once = an_action(gorod_selu)
    assert (at_once.key, at_once.due) == (f"{gorod_selu.edition}/interim/change-2", NOW + GRACE)
    assert at_once.shifted == ""
    saturday = an_action(gorod_selu, now=datetime(2024, 2, 17, 6, tzinfo=UTC))
    assert saturday.wall == "2024-02-19T09:00"
    assert saturday.shifted
    assert at_once.kind is ActionKind.CHANGE


def test_decision_writes_to_those_for_whom_it_is_news(gorod_selu: Plan) -> None:
    told = told_of(gorod_selu, "karatal")
    standing = Standing(gorod_selu, {"interim": CLOSES + DAY})
    known = Facts(told=(told, replace(told, pending=True)), standing=standing)
    action = an_action(gorod_selu)
    decision = decide(Situation(action, gorod_selu, known, NOW))
    assert isinstance(decision, Do)
    (letter,) = decision.letters
    assert letter.key == f"{action.key}/{told.person}"
    assert (letter.template, letter.thread, letter.until_answered) == ("change", "t", True)
    assert letter.facts["sequence"] == 1
    assert decision == decide(Situation(action, gorod_selu, known, NOW))
    nothing = decide(Situation(action, gorod_selu, Facts(), NOW))
    assert isinstance(nothing, NotDone)
    assert nothing.code == "nothing-changed"


def test_one_person_of_two_schools_gets_two_letters(gorod_selu: Plan) -> None:
    first = told_of(gorod_selu, "karatal")
    second = replace(told_of(gorod_selu, "daryn"), person=first.person, address=first.address)
    standing = Standing(gorod_selu, {})
    known = Facts(told=(first, second), standing=standing)
    decision = decide(Situation(an_action(gorod_selu), gorod_selu, known, NOW))
    assert isinstance(decision, Do)
    assert len({letter.key for letter in decision.letters}) == 2
