"""One letter a day to one person, whatever asks for it; every duty keeps its own account of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from staging import FIRST_DAY, Stage

from models.carrying import carried_by
from models.engine import reading, writing
from models.ledger import action_row
from models.letter import LetterRow
from models.mail_log import handed_since, letter, letter_copy, letters
from models.outbox import (
    cancel_letters,
    claim_letters,
    doubt_expired,
    expire_letters,
    mark_handed,
)
from notifications.dsn import Back, Returned
from office.bounces import BouncesRead, take_back
from office.deploying import deploy
from office.pacing import Limits
from office.performing import perform
from office.sending import send_due
from vekha.states import LetterState

OTHER = "vtoroy/2023-2024"
HOUR = timedelta(hours=1)
SCHOOL = "karatal"


@pytest.fixture
def two(stage: Stage, files: dict[str, bytes]) -> Stage:
    """A second roadmap of the same schools, which asks at the same times."""
    deploy(stage.office, another(files), by="test", now=FIRST_DAY)
    return stage


def another(files: dict[str, bytes], **changes: str) -> dict[str, bytes]:
    text = files["roadmap.yaml"].decode().replace("\nkey: gorod-selu", "\nkey: vtoroy")
    for old, new in changes.items():
        assert old in text
        text = text.replace(f"{old}:", f"{new}:", 1)
    return {**files, "roadmap.yaml": text.encode()}


def run(stage: Stage, key: str, at: datetime) -> int:
    return perform(stage.office, key, now=at, worker="a").queued


def send(stage: Stage, at: datetime) -> int:
    return asyncio.run(send_due(stage.office, clock=lambda: at, worker="w")).sent


def outbox(stage: Stage, organisation: str = SCHOOL) -> dict[str, LetterRow]:
    with reading(stage.office.engine) as session:
        return {row.edition: row for row in letters(session, organisation=organisation)}


def arrived(stage: Stage) -> list[EmailMessage]:
    made = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(stage.letters.glob("*.eml"))
    ]
    return [one for one in made if isinstance(one, EmailMessage)]


def both_asked(stage: Stage) -> datetime:
    now = stage.moment("interim/invite")
    for edition in (stage.plan.edition, OTHER):
        assert run(stage, f"{edition}/interim/invite", now) == 54
    return now


def test_two_roadmaps_that_ask_at_the_same_time_send_one_letter_to_each(two: Stage) -> None:
    now = both_asked(two)
    assert send(two, now) == 54
    got = arrived(two)
    assert max(Counter(one["To"].addresses[0].addr_spec for one in got).values()) == 1
    rows = outbox(two)
    assert {row.state for row in rows.values()} == {LetterState.SENT}
    [one] = [o for o in got if o["X-Vekha-Key"] in {row.key for row in rows.values()}]
    assert "2 запроса в одном письме" in one["Subject"] or "2 сұрау" in one["Subject"]
    text = one.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.count("http://site.test/a/") == 2, "each duty has its own link"
    html = one.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert html.count('class="button"') == 2
    calendars = [p.get_payload(decode=True) for p in one.walk() if "ics" in str(p.get_filename())]
    assert [part.count(b"BEGIN:VEVENT") for part in calendars] == [1, 1]  # type: ignore[union-attr]


def test_common_letter_has_the_own_words_of_the_roadmap_that_asks_first(
    stage: Stage, files: dict[str, bytes]
) -> None:
    own = '{% extends "shipped/ru/together.j2" %}{% block ask %}Спросите методиста.{% endblock %}'
    worded = {**files, "letters/ru/together.j2": own.encode()}
    for one in (worded, another(worded)):
        assert deploy(stage.office, one, by="test", now=FIRST_DAY).applied is not None
    send(stage, both_asked(stage))
    got = [one for one in arrived(stage) if "запроса в одном письме" in one["Subject"]]
    assert got
    for one in got:
        assert "Спросите методиста." in one.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_every_duty_has_the_time_the_message_and_the_copy_of_the_letter_it_went_in(
    two: Stage,
) -> None:
    now = both_asked(two)
    send(two, now)
    own, other = outbox(two).values()
    assert (own.sent_at, own.message_id, own.code) == (other.sent_at, other.message_id, "250")
    assert {own.carrier, other.carrier} == {"", (own if not own.carrier else other).key}
    with reading(two.office.engine) as session:
        assert letter_copy(session, own.key) == letter_copy(session, other.key) is not None
    assert send(two, now + HOUR) == 0
    for edition in (two.plan.edition, OTHER):
        assert run(two, f"{edition}/interim/invite", now + HOUR) == 0, "never twice"


def test_letters_do_not_wait_for_an_action_that_never_comes(two: Stage) -> None:
    now = two.moment("interim/invite")
    run(two, two.key("interim/invite"), now)
    assert send(two, now) == 0, "the other roadmap asks at this very minute"
    assert send(two, now + timedelta(seconds=31)) == 54


def test_second_letter_of_the_day_waits_until_the_next_working_morning(two: Stage) -> None:
    now = two.moment("interim/invite")
    late = now + timedelta(minutes=20)
    run(two, two.key("interim/invite"), now)
    send(two, now + timedelta(minutes=1))
    run(two, f"{OTHER}/interim/invite", late)
    assert send(two, late) == 0
    assert send(two, now + 12 * HOUR) == 0
    assert outbox(two)[OTHER].next_try == now + timedelta(days=1), "Thursday, so Friday at nine"
    assert send(two, now + timedelta(days=1)) == 54


def test_reminder_of_the_last_day_goes_although_there_was_a_letter_today(two: Stage) -> None:
    send(two, both_asked(two))
    last = two.moment("interim/close", after=-9 * HOUR)
    assert run(two, two.key("interim/remind-3"), last) == 54
    assert send(two, last) == 54
    assert run(two, f"{OTHER}/interim/remind-3", last + HOUR) == 54
    assert send(two, last + HOUR) == 54


def test_what_is_answered_before_the_letter_goes_is_not_in_it(two: Stage) -> None:
    now = both_asked(two)
    rows = outbox(two)
    carrier = next(row for row in rows.values() if not row.carrier)
    carried = next(row for row in rows.values() if row.carrier)
    with writing(two.office.engine) as session:
        cancel_letters(
            session, edition=carrier.edition, survey="interim", organisation=SCHOOL, why="", now=now
        )
    assert outbox(two)[carried.edition].state is LetterState.QUEUED
    assert send(two, now) == 54
    [got] = [one for one in arrived(two) if one["X-Vekha-Key"] == carried.key]
    assert "в одном письме" not in got["Subject"]


def test_carrier_that_was_written_with_what_is_answered_meanwhile_is_written_anew(
    two: Stage,
) -> None:
    now = both_asked(two)
    carried = next(row for row in outbox(two).values() if row.carrier)
    with writing(two.office.engine) as session:
        claim_letters(session, worker="slow", now=now, lease=HOUR, limit=500)
    with writing(two.office.engine) as session:
        cancel_letters(
            session, edition=carried.edition, survey="interim", organisation=SCHOOL, why="", now=now
        )
    with writing(two.office.engine) as session:
        handed = mark_handed(session, [carried.carrier], worker="slow", now=now, lease=HOUR)
    assert handed == [], "the slow worker has the old text"
    assert send(two, now) == 1


def test_worker_that_dies_leaves_all_that_was_in_the_letter_in_doubt(two: Stage) -> None:
    now = both_asked(two)
    with writing(two.office.engine) as session:
        [row] = claim_letters(session, worker="dead", now=now, lease=HOUR, limit=1)
        mark_handed(session, [row.key], worker="dead", now=now, lease=HOUR)
        [within] = carried_by(session, [row.key])[row.key]
    with writing(two.office.engine) as session:
        doubt_expired(session, now + 2 * HOUR)
        states = {key: letter(session, key) for key in (row.key, within.key)}
    assert {one.state for one in states.values() if one} == {LetterState.IN_DOUBT}


def test_letter_that_comes_back_takes_every_duty_with_it(two: Stage) -> None:
    now = both_asked(two)
    send(two, now)
    rows = outbox(two)
    carrier = next(row for row in rows.values() if not row.carrier)
    back = Returned(Back.BOUNCED, carrier.address, "5.1.1", "no such user", carrier.message_id)
    found = BouncesRead()
    with writing(two.office.engine) as session:
        take_back(session, two.office, back, found, now=now + HOUR)
    assert sorted(found.bounced) == sorted(row.key for row in rows.values())
    assert sorted(found.helpless) == sorted(found.bounced)
    assert {row.state for row in outbox(two).values()} == {LetterState.REFUSED}


def test_roadmap_that_does_not_want_it_sends_letters_of_its_own(
    stage: Stage, files: dict[str, bytes]
) -> None:
    text = another(files)["roadmap.yaml"].decode()
    text = text.replace("  digest: weekly", "  one_letter_a_day: false\n  digest: weekly")
    deploy(stage.office, {**files, "roadmap.yaml": text.encode()}, by="test", now=FIRST_DAY)
    now = both_asked(stage)
    assert send(stage, now + timedelta(minutes=1)) == 108


NIGHT = datetime(2024, 2, 2, 17, tzinfo=UTC)  # Friday, 23:00 in Petropavlovsk
MONDAY = datetime(2024, 2, 5, 3, tzinfo=UTC)


def test_letters_that_are_late_do_not_leave_at_night_or_on_a_day_off(stage: Stage) -> None:
    run(stage, stage.key("interim/invite"), NIGHT)
    assert send(stage, NIGHT) == 0
    assert send(stage, NIGHT + 12 * HOUR) == 0, "Saturday"
    assert {row.next_try for row in outbox(stage).values()} == {MONDAY}
    assert send(stage, MONDAY) == 54


def test_letter_that_would_be_too_late_in_the_morning_leaves_at_night(stage: Stage) -> None:
    now = stage.moment("interim/invite")
    run(stage, stage.key("interim/invite"), now)
    send(stage, now)
    last = stage.moment("interim/remind-3")
    run(stage, stage.key("interim/remind-3"), last)
    with writing(stage.office.engine) as session:
        session.execute(
            LetterRow.metadata.tables["letter"].update().values(not_after=last + 20 * HOUR)
        )
    assert send(stage, last + 18 * HOUR) == 54


def end_carried(stage: Stage, at: datetime) -> list[str]:
    """Let what goes within other letters be of use until then only; its keys."""
    letter = LetterRow.metadata.tables["letter"]
    ends = letter.update().where(letter.c.carrier != "").values(not_after=at)
    with writing(stage.office.engine) as session:
        return list(session.scalars(ends.returning(letter.c.key)))


def test_common_letter_leaves_at_night_for_one_duty_that_would_be_too_late_in_the_morning(
    two: Stage,
) -> None:
    now = both_asked(two)
    end_carried(two, now + 20 * HOUR)
    assert send(two, now + 14 * HOUR) == 54
    assert {row.state for row in outbox(two).values()} == {LetterState.SENT}


def test_duty_that_is_over_is_not_asked_for_within_another_letter(two: Stage) -> None:
    now = both_asked(two)
    late = end_carried(two, now + timedelta(minutes=1))
    assert send(two, now + timedelta(minutes=2)) == 54
    assert all("в одном письме" not in one["Subject"] for one in arrived(two))
    with writing(two.office.engine) as session:
        assert expire_letters(session, now + timedelta(minutes=2)) == sorted(late)


def test_common_letter_counts_once_within_the_limits(two: Stage) -> None:
    now = both_asked(two)
    limited = replace(two.office, limits=Limits(per_day=54))
    assert asyncio.run(send_due(limited, clock=lambda: now, worker="w")).sent == 54
    with reading(two.office.engine) as session:
        assert len(handed_since(session, now - HOUR)) == 54
        assert len(letters(session, states=[LetterState.SENT])) == 108


def test_deadline_that_was_told_within_another_letter_is_moved_too(
    two: Stage, files: dict[str, bytes]
) -> None:
    """Whose letter carried whose is chance; each roadmap's change reaches all who were asked."""
    now = both_asked(two)
    send(two, now)
    activity = "    activity: interim\n    stage: interim\n"
    for number, asked in enumerate((files, another(files)), start=1):
        text = asked["roadmap.yaml"].decode().replace(activity, activity + "    closes: 14 марта\n")
        moved = {**asked, "roadmap.yaml": text.encode()}
        deployed = deploy(two.office, moved, by="test", now=now + number * HOUR)
        [change] = deployed.changes
        with reading(two.office.engine) as session:
            row = action_row(session, change)
        assert row is not None
        assert run(two, change, row.due) == 54
