"""Performing actions: once, in time, from the facts of the moment."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from staging import Stage

from models.engine import reading, writing
from models.event import events
from models.ledger import action_row, decide_action
from models.link import links_of
from models.mail_log import letters
from office import approving
from office.approving import NotSecond, answer, fingerprint, is_same_person, times_asked
from office.deploying import deploy, difference
from office.performing import perform
from office.sending import send_due
from office.upkeep import keep_up
from surveys.intake import Accepted, accept
from surveys.visits import visit_sheet
from vekha.planning import make_plan
from vekha.questionnaire import type_out
from vekha.states import ActionState, LetterState
from vekha.synthetic import answers_of

HOUR = timedelta(hours=1)


def send(stage: Stage, at: datetime) -> None:
    asyncio.run(send_due(stage.office, clock=lambda: at, worker=f"w {at}"))


def submit(stage: Stage, survey: str, organisation: str, *, at: datetime) -> None:
    """Somebody fills the form through the site's own intake."""
    with writing(stage.office.engine) as session:
        visit = visit_sheet(
            session, plan=stage.plan, survey=survey, organisation=organisation, now=at
        )
        given = answers_of(
            1, survey, organisation, asked=visit.asked, wave=1, language="ru", today=at.date()
        )
        taken = accept(session, visit, type_out(given, asked=visit.asked), now=at, language="ru")
    assert isinstance(taken, Accepted)


def queued_for(stage: Stage, action: str) -> list[str]:
    with reading(stage.office.engine) as session:
        return [row.organisation for row in letters(session, action=stage.key(action))]


def test_invitation_asks_everybody_once_however_often_it_is_performed(stage: Stage) -> None:
    now = stage.moment("interim/invite")
    first = perform(stage.office, stage.key("interim/invite"), now=now, worker="a")
    again = perform(stage.office, stage.key("interim/invite"), now=now + HOUR, worker="b")
    assert (first.state, first.queued) == (ActionState.DONE, 54)
    assert (again.state, again.code, again.queued) == (ActionState.DONE, "done", 0)
    with reading(stage.office.engine) as session:
        assert len(links_of(session, edition=stage.plan.edition, survey="interim")) == 54


def test_invitation_is_queued_once_when_many_workers_perform_it_at_the_same_time(
    stage: Stage,
) -> None:
    now, key = stage.moment("interim/invite"), stage.key("interim/invite")
    with ThreadPoolExecutor(8) as pool:
        done = list(
            pool.map(lambda n: perform(stage.office, key, now=now, worker=f"w{n}"), range(8))
        )
    assert sum(performed.queued for performed in done) == 54
    assert len(queued_for(stage, "interim/invite")) == 54


def test_reminder_goes_only_to_those_who_have_not_answered(stage: Stage) -> None:
    opened = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=opened, worker="a")
    answered = ["aksenovka", "daryn", "karatal"]
    for organisation in answered:
        submit(stage, "interim", organisation, at=opened + HOUR)
    due = stage.moment("interim/remind-1")
    done = perform(stage.office, stage.key("interim/remind-1"), now=due, worker="a")
    reminded = queued_for(stage, "interim/remind-1")
    assert done.queued == len(reminded) == 51
    assert not set(reminded) & set(answered)


def test_reminder_that_waits_in_the_outbox_is_cancelled_by_the_answer(stage: Stage) -> None:
    perform(
        stage.office, stage.key("interim/invite"), now=stage.moment("interim/invite"), worker="a"
    )
    send(stage, stage.moment("interim/invite"))
    due = stage.moment("interim/remind-1")
    perform(stage.office, stage.key("interim/remind-1"), now=due, worker="a")
    submit(stage, "interim", "aksenovka", at=due + timedelta(seconds=1))
    send(stage, due + timedelta(seconds=2))
    with reading(stage.office.engine) as session:
        rows = {r.organisation: r for r in letters(session, action=stage.key("interim/remind-1"))}
    assert rows["aksenovka"].state is LetterState.CANCELLED
    assert {r.state for o, r in rows.items() if o != "aksenovka"} == {LetterState.SENT}


def test_action_before_its_time_is_left_alone(stage: Stage) -> None:
    now = stage.moment("interim/invite") - HOUR
    done = perform(stage.office, stage.key("interim/invite"), now=now, worker="a")
    assert (done.state, done.code) == (ActionState.PLANNED, "not-due")


def test_action_after_its_time_is_missed_and_sends_nothing_until_somebody_decides(
    stage: Stage,
) -> None:
    key = stage.key("interim/remind-1")
    opened = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=opened, worker="a")
    late = stage.moment("interim/remind-2") + HOUR
    done = perform(stage.office, key, now=late, worker="a")
    keep_up(stage.office, now=late)
    assert (done.state, done.queued) == (ActionState.MISSED, 0)
    assert "vekha run" in done.sentence
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
    assert row is not None
    assert row.state is ActionState.MISSED
    assert queued_for(stage, "interim/remind-1") == []
    with writing(stage.office.engine) as session:
        decide_action(session, key, "run-now", why="нужно", by="test", now=late)
    assert perform(stage.office, key, now=late, worker="b").queued == 54


def test_nobody_is_reminded_or_reported_when_the_invitation_was_missed(stage: Stage) -> None:
    late = stage.moment("interim/remind-3") + HOUR
    keep_up(stage.office, now=late)
    reminded = perform(stage.office, stage.key("interim/remind-3"), now=late, worker="a")
    at = stage.moment("interim/escalate")
    told = perform(stage.office, stage.key("interim/escalate"), now=at, worker="a")
    assert (reminded.state, reminded.code) == (ActionState.DONE, "not-invited")
    assert (told.state, told.code) == (ActionState.DONE, "not-invited")
    assert f"vekha run {stage.key('interim/invite')} --now" in reminded.sentence
    assert queued_for(stage, "interim/remind-3") == queued_for(stage, "interim/escalate") == []


def test_mass_letter_waits_for_approval_and_a_changed_one_is_asked_for_again(stage: Stage) -> None:
    key, now = stage.key("thanks/announce"), stage.moment("thanks/announce")
    assert perform(stage.office, key, now=now, worker="a").state is ActionState.WAITING
    assert queued_for(stage, "thanks/announce") == []
    assert perform(stage.office, key, now=now + HOUR, worker="b").state is ActionState.WAITING
    with reading(stage.office.engine) as session:
        waiting = action_row(session, key)
        noted = [e.kind for e in events(session, edition=stage.plan.edition) if e.action == key]
    assert waiting is not None
    assert (waiting.state, waiting.code) == (ActionState.WAITING, "needs-approval")
    assert "67" in waiting.sentence
    assert noted.count("action waiting") == 1, "looked at twice, noted once"
    agreed = {"agreed": True, "by": "second", "note": "", "now": now}
    assert not answer(stage.office, key, fingerprint_seen="another text", **agreed)
    assert perform(stage.office, key, now=now, worker="a").code == "needs-approval"
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    assert answer(stage.office, key, fingerprint_seen=seen, **agreed)
    assert perform(stage.office, key, now=now, worker="a").queued == 67


def test_mass_letter_that_was_refused_is_skipped(stage: Stage) -> None:
    key, now = stage.key("thanks/announce"), stage.moment("thanks/announce")
    perform(stage.office, key, now=now, worker="a")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    answer(
        stage.office, key, fingerprint_seen=seen, agreed=False, by="second", note="рано", now=now
    )
    assert perform(stage.office, key, now=now, worker="a").state is ActionState.SKIPPED


@pytest.mark.parametrize("who", ["test", "Test, методист", "  "])
def test_whoever_deployed_does_not_approve(stage: Stage, who: str) -> None:
    """A second person means another one, by name; what did not count is noted and asked again."""
    key, now = stage.key("thanks/announce"), stage.moment("thanks/announce")
    perform(stage.office, key, now=now, worker="a")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
        assert times_asked(session, key, seen) == 0
    told = {"fingerprint_seen": seen, "note": "", "now": now}
    with pytest.raises(NotSecond):
        answer(stage.office, key, agreed=True, by=who, **told)
    with reading(stage.office.engine) as session:
        assert times_asked(session, key, seen) == 1
    assert perform(stage.office, key, now=now, worker="a").code == "needs-approval"
    assert answer(stage.office, key, agreed=True, by="Завуч", **told)
    assert perform(stage.office, key, now=now, worker="a").queued == 67


def test_whoever_deployed_may_refuse(stage: Stage) -> None:
    key, now = stage.key("thanks/announce"), stage.moment("thanks/announce")
    perform(stage.office, key, now=now, worker="a")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    told = {"fingerprint_seen": seen, "note": "рано", "now": now}
    assert answer(stage.office, key, agreed=False, by="test", **told)


def test_names_of_one_person_are_known_in_both_forms() -> None:
    assert is_same_person("Ельцова Л.Ф.", "Ельцова Л.Ф., методист ЦМРиИТО")
    assert is_same_person("ЕЛЬЦОВА", "Ельцова Л.Ф.")
    assert not is_same_person("Ельцова Л.Ф.", "Ельцова И.Б., директор")
    assert not is_same_person("", "Завуч")
    assert not is_same_person("root", "Рутов")


EDITS = {
    "an address": ("people.csv", "director@daryn.petropavlovsk.example", "new@daryn.example"),
    "the text": ("roadmap.yaml", "Благодарим", "Сердечно благодарим"),
    "whom to ask": ("people.csv", "eltsova@cmrito.example", "other@cmrito.example"),
}


@pytest.mark.parametrize("edit", list(EDITS))
def test_edit_after_approval_asks_again(stage: Stage, files: dict[str, bytes], edit: str) -> None:
    """Approved, then deployed with another text or recipient: what goes out must be approved anew."""
    key, now = stage.key("thanks/announce"), stage.moment("thanks/announce")
    perform(stage.office, key, now=now, worker="a")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    told = {"fingerprint_seen": seen, "agreed": True, "by": "Завуч", "note": "", "now": now}
    assert answer(stage.office, key, **told)
    name, old, new = EDITS[edit]
    text = files[name].decode("utf-8-sig")
    assert old in text
    deploy(stage.office, {**files, name: text.replace(old, new).encode()}, by="test", now=now)
    waiting = perform(stage.office, key, now=now, worker="a")
    assert (waiting.code, waiting.queued) == ("needs-approval", 0)
    assert not answer(stage.office, key, **told), "a form that shows the old letter is stale"


def test_edit_of_a_template_asks_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("thanks/announce"))
    assert row is not None
    before = fingerprint(stage.plan, row)
    monkeypatch.setattr(approving, "wording_of", lambda template: f"another {template}")
    assert fingerprint(stage.plan, row) != before


def test_moved_closing_moves_what_is_planned_and_repeats_nothing(
    stage: Stage, files: dict[str, bytes]
) -> None:
    opened = stage.moment("materials/invite")
    perform(stage.office, stage.key("materials/invite"), now=opened, worker="a")
    text = files["roadmap.yaml"].decode().replace("closes: 24 мая", "closes: 28 мая")
    edited = {**files, "roadmap.yaml": text.encode()}
    plan, _ = make_plan(edited)
    assert plan is not None
    found = difference(stage.office, plan)
    moved = {move.becomes.key.removeprefix(stage.plan.edition + "/") for move in found.moved}
    assert {"materials/remind-1", "materials/remind-2", "materials/remind-3"} <= moved
    assert {"materials/escalate", "materials/close"} <= moved
    assert "materials/invite" not in moved
    assert stage.key("materials/invite") in found.done
    deploy(stage.office, edited, by="test", now=opened + HOUR)
    again = perform(stage.office, stage.key("materials/invite"), now=opened + HOUR, worker="b")
    assert again.queued == 0
    assert len(queued_for(stage, "materials/invite")) == 13


def test_wrong_roadmap_changes_nothing(stage: Stage, files: dict[str, bytes]) -> None:
    text = files["roadmap.yaml"].decode().replace("closes: 24 мая", "closes: 24 апреля")
    done = deploy(
        stage.office,
        {**files, "roadmap.yaml": text.encode()},
        by="test",
        now=stage.moment("interim/invite"),
    )
    assert done.applied is None
    assert "closes-before-opens" in {issue.code for issue in done.issues}
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("materials/close"))
    assert row is not None
    assert row.wall == "2024-05-24T18:00"


def test_unknown_action_is_a_lookup_error(stage: Stage) -> None:
    with pytest.raises(LookupError):
        perform(stage.office, "nowhere/2023-2024/x", now=stage.moment("interim/invite"), worker="a")
