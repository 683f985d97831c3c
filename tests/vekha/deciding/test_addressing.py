"""Whom letters reach: acting people by their period, the next contact, those who want calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from vekha.deciding.addressing import Reach, address, standing_in, unreached
from vekha.deciding.decision import LetterDraft
from vekha.planning import Plan

PEOPLE = """\
key;name;position;role;organisation;email;phone;acting;since;until
anna;Анна Иванова;методист;coordinator;north;anna@office.example;;;;
boris;Борис Петров;директор;director;city;boris@city.example;1;;;
ivan;Иван Ли;и.о. директора;director;city;ivan@city.example;2;да;2023-10-10;20.10.2023
zarina;Зарина Ким;заместитель;deputy;city;zarina@city.example;3;;;
vera;Вера Ким;директор;director;village;vera@village.example;4;;;2023-10-15
dana;Дана Омарова;директор;director;village;dana@village.example;5;;2023-10-16;
"""
MONDAY = date(2023, 10, 9)


@pytest.fixture(scope="module")
def plan(small: Callable[..., dict[str, bytes]], plan_of: Callable[..., Plan]) -> Plan:
    return plan_of(small(people=PEOPLE))


def drafts(*people: str, template: str = "reminder") -> list[LetterDraft]:
    home = {"boris": "city", "ivan": "city", "vera": "village", "dana": "village"}
    return [
        LetterDraft(f"e/s/remind-1/{p}", template, p, home.get(p, "north"), "s") for p in people
    ]


def reached(plan: Plan, day: date, *people: str, **known: dict[str, str]) -> list[str]:
    found = address(
        plan.roadmap,
        drafts(*people),
        people=plan.roadmap.people,
        reach=Reach(**known),
        day=day,
    )
    assert all(draft.key == f"e/s/remind-1/{draft.person}" for draft in found.drafts)
    return [draft.person for draft in found.drafts]


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (date(2023, 10, 9), "boris"),
        (date(2023, 10, 10), "ivan"),
        (date(2023, 10, 20), "ivan"),
        (date(2023, 10, 21), "boris"),
    ],
)
def test_acting_person_gets_the_letters_of_their_period_and_of_no_other_day(
    plan: Plan, day: date, who: str
) -> None:
    assert reached(plan, day, "boris") == [who]
    assert reached(plan, day, "boris", "ivan") == [who], (
        "a letter to all directors is one for each school"
    )


def test_new_holder_takes_over_on_their_first_day(plan: Plan) -> None:
    assert reached(plan, date(2023, 10, 15), "vera") == ["vera"]
    assert reached(plan, date(2023, 10, 16), "vera") == ["dana"]
    assert standing_in(plan.roadmap, plan.roadmap.people["vera"], date(2023, 10, 16)).phone == "5"


def test_contacts_are_tried_in_the_order_of_the_table(plan: Plan) -> None:
    dead = {"boris@city.example": "5.1.1"}
    assert reached(plan, MONDAY, "boris", dead=dead) == ["zarina"], "ivan's days have not begun"
    assert reached(plan, date(2023, 10, 12), "boris", dead={"ivan@city.example": "x"}) == ["zarina"]


def test_who_wants_calls_is_not_written_to_and_nobody_instead(plan: Plan) -> None:
    known = Reach(calls={"boris@city.example": "2023-10-01"})
    found = address(
        plan.roadmap, drafts("boris", "vera"), people=plan.roadmap.people, reach=known, day=MONDAY
    )
    assert [draft.person for draft in found.drafts] == ["vera"]
    assert [(one.person.key, one.why) for one in found.unreached] == [("boris", "calls")]
    receipt = address(
        plan.roadmap,
        drafts("boris", template="receipt"),
        people=plan.roadmap.people,
        reach=known,
        day=MONDAY,
    )
    assert len(receipt.drafts) == 1


def test_organisation_without_a_living_address_is_told_with_the_reason(plan: Plan) -> None:
    dead = {"vera@village.example": "5.1.1 unknown"}
    known = {"reach": Reach(dead=dead), "day": MONDAY}
    found = unreached(plan.roadmap, plan.roadmap.people["vera"], "village", **known)  # type: ignore[arg-type]
    assert found is not None
    assert (found.why, found.words) == ("dead", "5.1.1 unknown")
    assert reached(plan, MONDAY, "vera", dead=dead) == []
