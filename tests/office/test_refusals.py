"""Letters refused in the conversation come to what a report that came back would have made of them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from smtp_refusing import GONE, Refusing, refusing
from staging import Stage, with_deputy

from models.engine import open_engine, reading, writing
from models.event import events
from models.letter import LetterRow, NewLetter
from models.link import links_of
from models.mail_log import letter, letters
from models.outbox import (
    Outcome,
    claim_letters,
    mark_handed,
    queue_letters,
    record_outcomes,
)
from models.refusals import noted_refusals
from models.returned import dead_addresses
from notifications.dsn import Back, Returned
from office.bounces import BouncesRead, take_back
from office.deploying import deploy
from office.office import Office
from office.pacing import Limits
from office.performing import perform
from office.refusals import pass_on_refused, send_and_pass_on
from office.sending import Sent, send_due
from surveys.reaching import read_tasks
from surveys.refused import read_refused
from vekha.states import LetterState

HERE = Path(__file__).parent
HOUR = timedelta(hours=1)
SCHOOL = "aksenovka"
DEPUTY = "deputy@schools.example"
ONLY = "karatal"  # has one contact


@pytest.fixture
def now(stage: Stage, files: dict[str, bytes]) -> datetime:
    """54 invitations wait; one school has a second contact."""
    due = stage.moment("interim/invite")
    edited = with_deputy(files, SCHOOL)
    assert deploy(stage.office, edited, by="test", now=due - HOUR).applied is not None
    perform(stage.office, stage.key("interim/invite"), now=due, worker="a")
    return due


@pytest.fixture
def server() -> Iterator[Refusing]:
    with refusing() as made:
        yield made


def over(stage: Stage, server: Refusing, **changes: Any) -> Office:
    return replace(stage.office, open_transport=server.open(), **changes)


def send(office: Office, at: datetime, worker: str = "w") -> Sent:
    return asyncio.run(send_and_pass_on(office, clock=lambda: at, worker=worker))


def invitation(stage: Stage, organisation: str) -> LetterRow:
    """The letter that went first."""
    with reading(stage.office.engine) as session:
        found = letters(session, action=stage.key("interim/invite"), organisation=organisation)
    return next(row for row in found if row.person != "deputy")


def dead(stage: Stage) -> dict[str, str]:
    with reading(stage.office.engine) as session:
        return dead_addresses(session)


def told(stage: Stage, kind: str) -> list[dict[str, Any]]:
    with reading(stage.office.engine) as session:
        return [one.detail for one in events(session, kind=kind)]


def left(stage: Stage) -> list[str]:
    with reading(stage.office.engine) as session:
        return list(noted_refusals(session))


def test_next_contact_gets_what_the_server_refused_once_and_with_a_link_of_his_own(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    row = invitation(stage, SCHOOL)
    server.refuses = {row.address: GONE}
    office = over(stage, server)
    sent = send(office, now)
    assert (sent.sent, sent.refused) == (54, 1)
    assert dead(stage) == {row.address: "550 5.1.1 no such user here"}
    assert (server.tried[row.address], server.tried[DEPUTY]) == (1, 1)
    assert server.taken[stage.key("interim/invite/deputy")] == 1
    with reading(office.engine) as session:
        back = letter(session, row.key)
        where = {"edition": stage.plan.edition, "survey": "interim", "organisation": SCHOOL}
        assert {link.person for link in links_of(session, **where)} == {row.person, "deputy"}
    assert back is not None
    assert (back.state, back.code) == (LetterState.REFUSED, "550")
    assert left(stage) == []
    assert send(office, now + HOUR, "again") == Sent()
    due = stage.moment("interim/remind-1")
    perform(office, stage.key("interim/remind-1"), now=due, worker="a")
    with reading(office.engine) as session:
        action = stage.key("interim/remind-1")
        [reminder] = letters(session, action=action, organisation=SCHOOL)
    assert reminder.address == DEPUTY, "later letters go around the dead address"


@dataclass(frozen=True)
class Came:
    """What everything came to; the letter that was refused is left out of the texts."""

    letters: frozenset[tuple[str, str, LetterState]]
    dead: frozenset[str]
    helpless: tuple[str, ...]

    @classmethod
    def to(cls, office: Office) -> Came:
        with reading(office.engine) as session:
            return cls(
                frozenset((one.key, one.address, one.state) for one in letters(session)),
                frozenset(dead_addresses(session)),
                tuple(one.detail["letter"] for one in events(session, kind="no other contact")),
            )


@pytest.mark.parametrize(
    ("reply", "organisation"),
    [
        ("5.1.1 user unknown", SCHOOL),
        ("5.1.1 user unknown", ONLY),
        ("5.2.1 disabled", SCHOOL),
        ("5.2.2 mailbox full", SCHOOL),
    ],
)
def test_both_ways_of_saying_no_end_in_the_same_place(
    stage: Stage, now: datetime, server: Refusing, tmp_path: Path, reply: str, organisation: str
) -> None:
    row = invitation(stage, organisation)
    copy = tmp_path / "copy.db"
    with stage.office.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{copy}'")
    later = over(stage, server)
    at_once = replace(later, engine=open_engine(f"sqlite:///{copy}", durable=False))

    send(later, now)
    report = Returned(Back.BOUNCED, row.address, reply.split()[0], f"550 {reply}", key=row.key)
    with writing(later.engine) as session:
        take_back(session, later, report, BouncesRead(), now=now)
    send(later, now, "v")

    server.refuses = {row.address: f"550 {reply}"}
    send(at_once, now)
    at_once.engine.dispose()
    came = Came.to(at_once)
    assert came == Came.to(later)
    assert came.dead == (set() if "full" in reply else {row.address})
    assert came.helpless == ((row.key,) if organisation == ONLY else ())


def test_sender_that_dies_after_the_record_leaves_the_passing_on_to_others(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    row = invitation(stage, SCHOOL)
    server.refuses = {row.address: GONE}
    office = over(stage, server)
    asyncio.run(send_due(office, clock=lambda: now, worker="dies"))
    assert left(stage) == [row.key]
    assert dead(stage) == {}
    assert send(office, now + HOUR, "another").sent == 1
    assert list(dead(stage)) == [row.address]
    assert server.taken[stage.key("interim/invite/deputy")] == 1
    assert send(office, now + HOUR, "third") == Sent()


@pytest.mark.parametrize("organisation", [SCHOOL, ONLY])
def test_passing_on_that_is_killed_at_any_step_loses_nothing_and_does_nothing_twice(
    stage: Stage, now: datetime, server: Refusing, organisation: str
) -> None:
    row = invitation(stage, organisation)
    server.refuses = {row.address: GONE}
    office = over(stage, server)
    asyncio.run(send_due(office, clock=lambda: now, worker="w"))
    command = [sys.executable, str(HERE / "passer_to_kill.py"), str(office.engine.url)]
    command += [stage.plan.edition, now.isoformat()]
    killed = subprocess.run(command, check=True, timeout=120, stdout=subprocess.PIPE)
    assert int(killed.stdout) > 10
    assert left(stage) == []
    assert list(dead(stage)) == [row.address]
    helpless = [one["letter"] for one in told(stage, "no other contact")]
    assert helpless == ([row.key] if organisation == ONLY else [])
    assert send(office, now, "v").sent == (organisation == SCHOOL)
    assert send(office, now, "u") == Sent()


@pytest.mark.parametrize(
    "reply",
    [
        "552 5.3.4 message too big",
        "550 5.7.1 rejected by policy",
        "550 rejected by policy",
    ],
)
def test_what_says_nothing_of_the_address_does_not_make_it_dead(
    stage: Stage, now: datetime, server: Refusing, reply: str
) -> None:
    row = invitation(stage, SCHOOL)
    server.refuses = {row.address: reply}
    send(over(stage, server), now)
    assert invitation(stage, SCHOOL).state is LetterState.REFUSED
    assert dead(stage) == {}
    assert server.taken[stage.key("interim/invite/deputy")] == 1, "as with a report"


def test_what_may_go_later_goes_to_nobody_else(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    server.refuses = {invitation(stage, SCHOOL).address: "450 4.1.1 user unknown for now"}
    send(over(stage, server), now)
    assert invitation(stage, SCHOOL).state is LetterState.DELAYED
    assert (dead(stage), left(stage), server.tried[DEPUTY]) == ({}, [], 0)


def test_letter_that_cannot_be_written_is_not_passed_on(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    row = invitation(stage, SCHOOL)
    with writing(stage.office.engine) as session:
        lease = {"worker": "w", "now": now, "lease": HOUR}
        claim_letters(session, **lease, limit=100)
        mark_handed(session, [row.key], **lease)
        broken = Outcome(row.key, LetterState.REFUSED, now, "unwritable", "KeyError: place")
        record_outcomes(session, [broken], worker="w")
    assert left(stage) == []


def test_where_nobody_is_left_the_board_says_whom_to_call_and_agrees_with_itself(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    first = invitation(stage, SCHOOL)
    server.refuses = {first.address: GONE, DEPUTY: "550 5.1.1 nor here"}
    office = over(stage, server)
    assert send(office, now).refused == 2
    assert set(dead(stage)) == {first.address, DEPUTY}
    assert [one["letter"] for one in told(stage, "no other contact")] == [
        stage.key("interim/invite/deputy")
    ]
    with reading(office.engine) as session:
        plan = office.plans.of(session, stage.plan.edition)
        [task] = read_tasks(session, plan, now=now)
        refused = read_refused(session, plan, now=now)
    assert (task.organisation.key, task.found.why) == (SCHOOL, "dead")
    assert {(one.letters[0].address, one.after) for one in refused} == {
        (first.address, "nobody"),
        (DEPUTY, "nobody"),
    }


def test_letter_does_not_go_round_in_a_circle(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    """The director's mailbox is full, the deputy's does not exist: nobody can get it now."""
    first = invitation(stage, SCHOOL)
    server.refuses = {first.address: "552 5.2.2 mailbox full", DEPUTY: GONE}
    send(over(stage, server), now)
    assert list(dead(stage)) == [DEPUTY]
    assert server.tried[first.address] == 1
    assert len(told(stage, "no other contact")) == 1


@pytest.mark.parametrize(("errors", "batch"), [(25, 50), (25, 10), (5, 4), (0, 50)], ids=str)
def test_server_that_refuses_everybody_makes_nobody_dead(
    stage: Stage, now: datetime, server: Refusing, errors: int, batch: int
) -> None:
    server.everybody = "550 5.1.1 no such user here"
    office = over(stage, server, limits=Limits(errors=errors), batch=batch)
    at = now
    for hour in range(12):  # it stays so for half a day, pause after pause
        at = now + hour * HOUR
        send(office, at, f"w{hour}")
    assert dead(stage) == {}
    assert server.tried[DEPUTY] == 0
    assert left(stage) == []
    doubted = [key for one in told(stage, "refusals not believed") for key in one["letters"]]
    with reading(office.engine) as session:
        refused = [one.key for one in letters(session) if one.state is LetterState.REFUSED]
    assert sorted(doubted) == sorted(refused)
    lost = invitation(stage, SCHOOL).address
    server.everybody, server.refuses = "", {lost: GONE}
    due = stage.moment("interim/remind-1")
    perform(office, stage.key("interim/remind-1"), now=due, worker="a")
    assert send(office, due, "later").sent == 54, "the next letter goes to all of them"
    assert list(dead(stage)) == [lost], "and what the server says then is believed"


def test_stretch_that_led_to_a_pause_is_not_believed_what_came_before_is(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    """The second letter of all is refused; after thirty, the server begins to refuse everybody."""
    office = over(stage, server, limits=Limits(errors=5), batch=2, lines=1)
    with reading(office.engine) as session:
        every = [one for one in letters(session) if one.state is LetterState.QUEUED]
    every.sort(key=lambda one: (one.position, one.key))
    server.refuses = {every[1].address: GONE} | {one.address: GONE for one in every[30:]}
    moments = (now + timedelta(milliseconds=number) for number in range(100_000))
    stopped = asyncio.run(
        send_and_pass_on(office, clock=lambda: next(moments), worker="w")  # time goes on
    )
    assert "неудач" in stopped.paused
    assert list(dead(stage)) == [every[1].address]
    assert left(stage) == []


def test_nothing_is_believed_while_others_still_send(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    row = invitation(stage, SCHOOL)
    server.refuses = {row.address: GONE}
    office = over(stage, server)
    with writing(office.engine) as session:
        held = claim_letters(session, worker="slow", now=now, lease=HOUR, limit=3)
    assert row.key not in {one.key for one in held}
    asyncio.run(send_due(office, clock=lambda: now, worker="w"))
    assert pass_on_refused(office, now=now).bounced == []
    assert left(stage) == [row.key]
    with writing(office.engine) as session:
        keys = [one.key for one in held]
        mark_handed(session, keys, worker="slow", now=now, lease=HOUR)
        ended = [Outcome(key, LetterState.SENT, now, "250") for key in keys]
        record_outcomes(session, ended, worker="slow")
    assert pass_on_refused(office, now=now).passed_on == [stage.key("interim/invite/deputy")]


def test_receipt_goes_the_same_way_and_keeps_the_school_in_its_key(
    stage: Stage, now: datetime, server: Refusing
) -> None:
    office = over(stage, server)
    send(office, now)
    row = invitation(stage, SCHOOL)
    action = stage.key("interim/receipt-1")
    receipt = replace_letter(row, key=f"{action}/{SCHOOL}/{row.person}", action=action)
    with writing(office.engine) as session:
        assert queue_letters(session, [receipt], now=now) == 1
    server.refuses = {row.address: GONE}
    send(office, now, "v")
    with reading(office.engine) as session:
        passed = letter(session, f"{action}/{SCHOOL}/deputy")
    assert passed is not None
    assert (passed.address, passed.state) == (DEPUTY, LetterState.SENT)


def replace_letter(row: LetterRow, **values: Any) -> NewLetter:
    same = {one.name: getattr(row, one.name) for one in fields(NewLetter)}
    return NewLetter(**same | {"message_id": "", "next_try": None, "joins": False} | values)
