"""What the board says of an address that refuses letters: two pages, one account."""

from __future__ import annotations

import re
from datetime import timedelta

from answering import visible

from models.engine import writing
from models.letter import NewLetter
from models.outbox import Outcome, claim_letters, mark_handed, queue_letters, record_outcomes
from models.returned import mark_dead
from vekha.states import LetterState

EDITION = "gorod/2023-2024"


def refused_letter(town, person: str) -> NewLetter:
    """A letter to somebody of the roster, which the server refused."""
    one = town.plan.roadmap.people[person]
    row = NewLetter(
        key=f"{EDITION}/interim/remind-1/{person}",
        edition=EDITION,
        action=f"{EDITION}/interim/remind-1",
        template="reminder",
        person=person,
        name=one.label,
        address=one.email,
        organisation=one.organisation,
        subject_key="interim",
        not_after=town.clock + timedelta(days=9),
    )
    lease = timedelta(minutes=1)
    with writing(town.engine) as session:
        queue_letters(session, [row], now=town.clock)
        claim_letters(session, worker="w", now=town.clock, lease=lease, limit=5)
        mark_handed(session, [row.key], worker="w", now=town.clock, lease=lease)
        no = Outcome(row.key, LetterState.REFUSED, town.clock, "550", "no such mailbox")
        record_outcomes(session, [no], worker="w")
    return row


def trust_again(coordinator, person: str) -> None:
    where = f"/board/{EDITION}/reach"
    word = re.search(r'name="csrf" value="([^"]+)"', coordinator.get(where).text)
    assert word is not None
    coordinator.post(where, data={"csrf": word[1], "act": "alive", "person": person})


def pages(coordinator) -> tuple[str, str]:
    """Decisions, and whom to call."""
    decisions, reach = (
        visible(coordinator.get(f"/board/{EDITION}/{name}").text) for name in ("decisions", "reach")
    )
    return decisions, reach


def test_decisions_and_whom_to_call_say_the_same_of_a_refused_address(town, coordinator) -> None:
    row = refused_letter(town, "d-berezovka")
    decisions, reach = pages(coordinator)
    assert "Адресу верим" in decisions
    assert "Письма не доходят (0)" in reach
    assert "Не принято или вернулось писем: 1" in reach
    with writing(town.engine) as session:
        mark_dead(session, row.address, why="550 no such mailbox", now=town.clock)
    decisions, reach = pages(coordinator)
    assert "больше некому" in decisions
    assert "Письма не доходят (1)" in reach
    assert "адрес не принимает писем: 550 no such mailbox" in reach
    assert "Неверные адреса" not in reach, "it is said once"
    trust_again(coordinator, row.person)
    decisions, reach = pages(coordinator)
    assert "Адресу верим" in decisions
    assert "Письма не доходят (0)" in reach


def test_dead_address_beside_a_living_one_is_on_both_pages_and_can_be_trusted_again(
    town, coordinator
) -> None:
    """Of the centre's two coordinators one has a wrong address: nobody need be called."""
    people = town.plan.roadmap.people
    wrong, other = people["second"], people["eltsova"]
    refused_letter(town, wrong.key)
    with writing(town.engine) as session:
        mark_dead(session, wrong.email, why="550 no such mailbox", now=town.clock)
    decisions, reach = pages(coordinator)
    for page in (decisions, reach):
        assert f"письма получает {other.label}" in page
    assert "Письма не доходят (0)" in reach
    assert "Неверные адреса (1)" in reach
    trust_again(coordinator, wrong.key)
    decisions, reach = pages(coordinator)
    assert "Адресу верим" in decisions
    assert "Неверные адреса" not in reach
