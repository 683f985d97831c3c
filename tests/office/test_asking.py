"""Asking for approval by letter: once, to another person, with what is decided and where."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from staging import Stage

from models.approval import asking_of
from models.engine import reading, writing
from models.ledger import action_row, decide_action
from models.letter import LetterRow
from models.mail_log import letters
from office.approving import answer, fingerprint
from office.asking import approvers
from office.deploying import deploy
from office.performing import perform
from office.sending import send_due
from vekha.states import LetterState

PAGE = "/runs/flow-run/6f1c"


def ask(stage: Stage, *, now: datetime, worker: str = "a") -> None:
    perform(stage.office, stage.key("thanks/announce"), now=now, worker=worker, page=PAGE)


def asked(stage: Stage) -> list[LetterRow]:
    with reading(stage.office.engine) as session:
        return letters(session, action=asking_of(stage.key("thanks/announce")))


def decide(stage: Stage, *, agreed: bool, now: datetime) -> None:
    key = stage.key("thanks/announce")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    assert answer(
        stage.office, key, fingerprint_seen=seen, agreed=agreed, by="Завуч", note="", now=now
    )


def edited(stage: Stage, files: dict[str, bytes], *, now: datetime) -> None:
    text = files["people.csv"].decode("utf-8-sig")
    old = "director@daryn.petropavlovsk.example"
    assert old in text
    changed = {**files, "people.csv": text.replace(old, "new@daryn.example").encode()}
    deploy(stage.office, changed, by="test", now=now)


def send(stage: Stage, at: datetime) -> None:
    asyncio.run(send_due(stage.office, clock=lambda: at, worker=f"w {at}"))


def test_asks_once_however_often_it_is_looked_at(stage: Stage) -> None:
    now = stage.moment("thanks/announce")
    ask(stage, now=now)
    ask(stage, now=now + timedelta(hours=1), worker="b")
    rows = asked(stage)
    action = stage.plan.action(stage.key("thanks/announce"))
    assert action is not None
    assert {row.person for row in rows} == set(stage.plan.roadmap.file.coordinators)
    assert len(rows) == len(stage.plan.roadmap.file.coordinators)
    for row in rows:
        assert (row.template, row.state) == ("approval", LetterState.QUEUED)
        assert (row.context["recipients"], row.not_after) == (67, action.not_after)


def test_letter_says_what_to_how_many_and_where_and_leaves_at_night(stage: Stage) -> None:
    """The one who is to decide is not made to wait until the morning to learn of it."""
    staged = replace(stage, office=replace(stage.office, prefect_url="http://127.0.0.1:4200"))
    due = stage.moment("thanks/announce")
    night = due.astimezone(ZoneInfo("Asia/Almaty")).replace(hour=23)
    ask(staged, now=night)
    send(staged, night)
    assert {row.state for row in asked(staged)} == {LetterState.SENT}
    path = min(staged.letters.rglob("*.eml"))
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "согласие" in mail["Subject"]
    assert "67 писем" in text
    assert f"http://127.0.0.1:4200{PAGE}" in text
    assert "test" in text, "who deployed, and so does not approve"


def test_changed_recipients_are_asked_about_once_more_and_said_so(
    stage: Stage, files: dict[str, bytes]
) -> None:
    now = stage.moment("thanks/announce")
    ask(stage, now=now)
    edited(stage, files, now=now)
    for worker in ("a", "b"):
        ask(stage, now=now, worker=worker)
    states = {row.context["again"]: (row.state, row.code) for row in asked(stage)}
    assert states == {
        False: (LetterState.CANCELLED, "superseded"),
        True: (LetterState.QUEUED, ""),
    }
    send(stage, now)
    subjects = [
        message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"]
        for path in stage.letters.rglob("*.eml")
    ]
    assert len(subjects) == len(stage.plan.roadmap.file.coordinators)
    assert all("заново" in subject for subject in subjects)


@pytest.mark.parametrize("agreed", [True, False])
def test_decided_meanwhile_is_not_asked_about(stage: Stage, *, agreed: bool) -> None:
    now = stage.moment("thanks/announce")
    ask(stage, now=now)
    decide(stage, agreed=agreed, now=now)
    assert {row.state for row in asked(stage)} == {LetterState.CANCELLED}


def test_skipped_meanwhile_is_not_asked_about(stage: Stage) -> None:
    now, key = stage.moment("thanks/announce"), stage.key("thanks/announce")
    ask(stage, now=now)
    with writing(stage.office.engine) as session:
        decide_action(session, key, "skip", why="рано", by="test", now=now)
    assert {row.state for row in asked(stage)} == {LetterState.CANCELLED}


def test_asked_are_the_others_and_without_others_all(stage: Stage) -> None:
    file = stage.plan.roadmap.file
    only, other = file.coordinators[0], file.coordinators[1]
    one = replace(
        stage.plan,
        roadmap=replace(stage.plan.roadmap, file=file.model_copy(update={"coordinators": (only,)})),
    )
    two = replace(
        stage.plan,
        roadmap=replace(
            stage.plan.roadmap, file=file.model_copy(update={"coordinators": (only, other)})
        ),
    )
    name = stage.plan.roadmap.people[only].name
    assert [who.key for who in approvers(two, first=name)] == [other]
    assert [who.key for who in approvers(two, first="test")] == [only, other]
    assert [who.key for who in approvers(one, first=name)] == [only]
