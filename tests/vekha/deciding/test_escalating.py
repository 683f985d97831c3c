"""The ladder: each step at its time, to those above, about those below them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from vekha.answers import Sheet, Submission, Wave
from vekha.deciding.decide import decide
from vekha.deciding.decision import Do, Facts, Situation
from vekha.planning import Plan
from vekha.roadmap.programme import Respondent
from vekha.states import SheetState

LADDER = """\
  escalation:
    - to: directors
      term: за 3 рабочих дня до закрытия
    - to: heads
      term: за 1 рабочий день до закрытия
      text: Просим взять на контроль.
    - to: region
      term: через 2 рабочих дня после закрытия
roles:
  heads: {title: Главы районов, position: head}
  region: {title: Область, position: region}
  deputies: {title: Заместители, position: deputy}
"""
ORGANISATIONS = """\
key;name;kind;district
north;Северный район;district;
south;Южный район;district;
office;Управление;office;
city;Гимназия;school;north
village;Берёзовка;school;north
steppe;Степная;school;south
"""
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна;методист;coordinator;office;anna@o.example
oleg;Олег;руководитель;region;office;oleg@o.example
nina;Нина;глава;head;north;nina@n.example
saule;Сәуле;глава;head;south;saule@s.example
boris;Борис;директор;director;city;boris@c.example
d-city;Зам;зам;deputy;city;d@c.example
vera;Вера;директор;director;village;vera@v.example
d-village;Зам;зам;deputy;village;d@v.example
ivan;Иван;директор;director;steppe;ivan@st.example
d-steppe;Зам;зам;deputy;steppe;d@st.example
"""


@pytest.fixture(scope="module")
def plan(small: Callable[..., dict[str, bytes]], plan_of: Callable[..., Plan]) -> Plan:
    changes = [
        ("roles:\n", LADDER),
        ("audience: [directors]", "audience: [deputies]"),
        ("        mentees: [village]", "        mentees: [steppe]"),
    ]
    return plan_of(small(*changes, organisations=ORGANISATIONS, people=PEOPLE))


def step(
    plan: Plan, number: int, *, dead: dict[str, str] | None = None, **states: SheetState
) -> Do:
    dated = plan.schedule.surveys["study"]
    sheets = tuple(
        _sheet(one, states.get(one.organisation.key, SheetState.ASKED), at=dated.opens.at)
        for one in plan.roadmap.respondents("study")
    )
    wave = Wave("study", dated.opens.at, dated.closes.at, sheets)
    action = plan.action(f"{plan.edition}/study/escalate-{number}")
    assert action is not None
    found = decide(Situation(action, plan, Facts({"study": wave}, dead=dead or {}), action.due))
    assert isinstance(found, Do)
    return found


def _sheet(respondent: Respondent, state: SheetState, *, at: datetime) -> Sheet:
    given = Submission(1, at, {}) if state is SheetState.SUBMITTED else None
    return Sheet(respondent, state, given)


def told(decision: Do, person: str) -> list[str]:
    [letter] = [one for one in decision.letters if one.person == person]
    return [line["organisation"] for line in letter.facts["missing"]]


def test_steps_have_times_of_their_own_and_the_plain_escalation_is_gone(plan: Plan) -> None:
    steps = {a.key.rpartition("/")[2]: a for a in plan.actions if "/escalate" in a.key}
    assert list(steps) == ["escalate-1", "escalate-2", "escalate-3"]
    closes = plan.schedule.surveys["study"].closes
    assert steps["escalate-1"].wall == "2023-10-26T09:00", (
        "Tuesday the 31st, less three working days"
    )
    assert steps["escalate-2"].not_after == closes.at
    assert steps["escalate-3"].wall == "2023-11-02T09:00"
    assert steps["escalate-3"].not_after > steps["escalate-3"].due


def test_director_hears_of_their_own_school_only(plan: Plan) -> None:
    decision = step(plan, 1, village=SheetState.SUBMITTED)
    assert {one.person for one in decision.letters} == {"boris", "ivan"}
    assert told(decision, "boris") == ["Гимназия"]


def test_district_hears_of_its_schools_with_the_step_s_own_words(plan: Plan) -> None:
    decision = step(plan, 2, city=SheetState.SUBMITTED)
    assert told(decision, "nina") == ["Берёзовка"]
    [nina] = [one for one in decision.letters if one.person == "nina"]
    assert nina.facts["text"] == "Просим взять на контроль."
    assert (nina.facts["answered"], nina.facts["asked"]) == (1, 2)


def test_region_hears_of_all_with_the_days_overdue_and_not_of_the_excused(plan: Plan) -> None:
    decision = step(plan, 3, city=SheetState.EXCUSED)
    assert told(decision, "oleg") == ["Берёзовка", "Степная"]
    [letter] = decision.letters
    assert {line["days_overdue"] for line in letter.facts["missing"]} == {2}
    assert letter.facts["asked"] == 2


def test_whom_no_letter_reaches_is_listed_apart_and_not_said_to_be_silent(plan: Plan) -> None:
    dead = {"d@st.example": "5.1.1", "ivan@st.example": "5.1.1", "d@v.example": "5.1.1"}
    decision = step(plan, 3, dead=dead)
    assert told(decision, "oleg") == ["Гимназия", "Берёзовка"], "vera is the next contact there"
    [letter] = decision.letters
    apart = [(line["organisation"], line["why"]) for line in letter.facts["unreachable"]]
    assert apart == [("Степная", "dead")]
    assert letter.facts["asked"] == 3, "it stays in the denominator"
