"""A date that moved after people were told of it: who hears what, once, and what their calendar shows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import update
from staging import Stage

from models.announcing import SUPERSEDED, TOO_LATE
from models.answers import excuse_sheet, oblige_sheet, unlock_sheet
from models.column import table_of
from models.engine import reading, writing
from models.ledger import action_row, action_rows, claim_action, decide_action
from models.letter import LetterRow
from models.letter_copies import letters_with_copies
from models.mail_log import letter_copy, letters
from office.changes import CARRYING, changes_to_tell
from office.deploying import deploy
from office.performing import Performed, perform
from office.sending import send_due
from office.upkeep import keep_up
from surveys.changing import tell_change
from surveys.intake import accept
from surveys.visits import visit_sheet
from vekha.planning import Plan, make_plan
from vekha.questionnaire import type_out
from vekha.states import ActionState, LetterState
from vekha.synthetic import answers_of
from vekha.told import Change

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INTERIM = "    activity: interim\n    stage: interim\n"
LATER = {INTERIM: INTERIM + "    closes: 14 марта\n"}
LAST = {INTERIM: INTERIM + "    closes: 21 марта\n"}


def edited(files: Mapping[str, bytes], changes: Mapping[str, str]) -> dict[str, bytes]:
    """The roadmap's files after an edit of roadmap.yaml or of people.csv."""
    found = {name: content.decode() for name, content in files.items()}
    for old, new in changes.items():
        (name,) = [name for name, text in found.items() if old in text]
        found[name] = found[name].replace(old, new, 1)
    return {name: text.encode() for name, text in found.items()}


def plan_of(files: Mapping[str, bytes]) -> Plan:
    plan, issues = make_plan(files)
    assert plan is not None, issues
    return plan


def send(stage: Stage, at: datetime) -> None:
    asyncio.run(send_due(stage.office, clock=lambda: at, worker=f"w {at}"))


def invite(stage: Stage, action: str = "interim/invite") -> datetime:
    """Invite and send; when."""
    now = stage.moment(action)
    assert perform(stage.office, stage.key(action), now=now, worker="a").queued
    send(stage, now)
    return now


def edit(
    stage: Stage, files: Mapping[str, bytes], changes: Mapping[str, str], *, at: datetime
) -> list[str]:
    """Deploy an edit; the actions that will tell of it, without the edition."""
    deployed = deploy(stage.office, edited(files, changes), by="test", now=at)
    assert deployed.applied is not None, deployed.issues
    return [key.removeprefix(f"{stage.plan.edition}/") for key in deployed.changes]


def tell(stage: Stage, name: str) -> Performed:
    """Perform an action that tells of changes at its hour, and send."""
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key(name))
    assert row is not None
    performed = perform(stage.office, row.key, now=row.due, worker="b")
    send(stage, row.due)
    return performed


def told_by(stage: Stage, name: str) -> dict[str, EmailMessage]:
    """Organisation → the letter that it got from an action."""
    found = {}
    with reading(stage.office.engine) as session:
        for row in letters(session, action=stage.key(name), states=[LetterState.SENT]):
            if row.template == "change":
                copy = letter_copy(session, row.key)
                assert copy is not None
                message = message_from_bytes(copy, policy=policy.default)
                assert isinstance(message, EmailMessage)
                found[row.organisation] = message
    return found


def event_in(message: EmailMessage) -> tuple[str, Event]:
    """The method and the event that a letter carries; part and file are the same."""
    parts = [
        p for p in message.walk() if p.get_content_type() in ("text/calendar", "application/ics")
    ]
    assert len(parts) == 2
    first, file = (part.get_payload(decode=True) for part in parts)
    assert first == file
    assert isinstance(first, bytes)
    calendar = Calendar.from_ical(first)
    assert parts[0].get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return str(calendar["METHOD"]), event


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def invitation_to(stage: Stage, organisation: str, survey: str = "interim") -> EmailMessage:
    with reading(stage.office.engine) as session:
        (found,) = letters_with_copies(
            session,
            edition=stage.plan.edition,
            templates=("invitation", "collection", "meeting"),
            subjects=[survey],
            organisation=organisation,
        )
    assert found[1] is not None
    message = message_from_bytes(found[1], policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def submit(stage: Stage, organisation: str, *, at: datetime) -> None:
    with writing(stage.office.engine) as session:
        visit = visit_sheet(
            session, plan=stage.plan, survey="interim", organisation=organisation, now=at
        )
        given = answers_of(
            1, "interim", organisation, asked=visit.asked, wave=1, language="ru", today=at.date()
        )
        accept(session, visit, type_out(given, asked=visit.asked), now=at, language="ru")


def test_moved_closing_moves_in_the_calendar_of_those_who_owe_an_answer(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    submit(stage, "daryn", at=invited + HOUR)
    with reading(stage.office.engine) as session:
        coming = changes_to_tell(session, plan_of(edited(files, LATER)), now=invited + 2 * HOUR)
    assert {news.change for news in coming} == {Change.MOVED}
    assert "daryn" not in {news.told.organisation for news in coming}

    assert edit(stage, files, LATER, at=invited + 2 * HOUR) == ["interim/change-2"]
    assert tell(stage, "interim/change-2").queued == 53
    told = told_by(stage, "interim/change-2")
    assert set(told) == {news.told.organisation for news in coming}

    first, moved = invitation_to(stage, "karatal"), told["karatal"]
    assert moved["Subject"] == "Срок перенесён, ответ до 14 марта: Промежуточный мониторинг"
    assert moved["In-Reply-To"] == moved["References"] == first["Message-ID"]
    text = text_of(moved)
    assert "Было: до 29 февраля 2024 г." in text
    assert "Стало: до 14 марта 2024 г." in text
    (method, was), (again, becomes) = event_in(first), event_in(moved)
    assert (method, again) == ("REQUEST", "REQUEST")
    assert was["uid"] == becomes["uid"]
    assert (was["sequence"], becomes["sequence"]) == (0, 1)
    assert becomes.decoded("dtend") == datetime(2024, 3, 14, 13, tzinfo=UTC)
    assert becomes["url"] == was["url"]
    assert str(becomes["url"]) in text


def test_each_school_has_an_event_of_its_own(stage: Stage) -> None:
    invite(stage)
    uids = {event_in(invitation_to(stage, o))[1]["uid"] for o in ("karatal", "daryn", "aksenovka")}
    assert len(uids) == 3


def test_change_is_told_once_however_often_it_is_performed_or_deployed(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    edit(stage, files, LATER, at=invited + HOUR)
    tell(stage, "interim/change-2")
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("interim/change-2"))
    assert row is not None
    again = perform(stage.office, row.key, now=row.due + HOUR, worker="c")
    assert (again.code, again.queued) == ("done", 0)
    assert edit(stage, files, LATER, at=row.due + HOUR) == []
    wording = {"По ответам будет видно": "По ответам станет видно"}
    assert edit(stage, files, {**LATER, **wording}, at=row.due + 2 * HOUR) == []


def test_worker_that_dies_while_telling_leaves_it_to_the_next(
    stage: Stage, files: dict[str, bytes]
) -> None:
    """The claim's lease ends, the action is performed by another, nobody is told twice."""
    invited = invite(stage)
    edit(stage, files, LATER, at=invited + HOUR)
    key = stage.key("interim/change-2")
    with writing(stage.office.engine) as session:
        row = action_row(session, key)
        assert row is not None
        due = row.due
        assert claim_action(session, key, worker="dead", now=due, lease=timedelta(minutes=10))
    keep_up(stage.office, now=due + timedelta(minutes=11))
    assert perform(stage.office, key, now=due + timedelta(minutes=11), worker="b").queued == 54


def test_there_and_back_again_tells_nothing(stage: Stage, files: dict[str, bytes]) -> None:
    invited = invite(stage)
    assert edit(stage, files, LATER, at=invited + HOUR) == ["interim/change-2"]
    assert edit(stage, files, {}, at=invited + HOUR + timedelta(minutes=5)) == []
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("interim/change-2"))
    assert row is not None
    assert (row.state, row.code) == (ActionState.CANCELLED, SUPERSEDED)
    assert told_by(stage, "interim/change-2") == {}


def test_moved_twice_before_the_letters_left_tells_only_the_last(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    edit(stage, files, LATER, at=invited + HOUR)
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("interim/change-2"))
    assert row is not None
    perform(stage.office, row.key, now=row.due, worker="b")  # queued, and not sent yet
    assert edit(stage, files, LAST, at=row.due) == ["interim/change-3"]
    tell(stage, "interim/change-3")
    with reading(stage.office.engine) as session:
        states = {r.state for r in letters(session, action=row.key)}
    assert states == {LetterState.CANCELLED}
    told = told_by(stage, "interim/change-3")
    assert len(told) == 54
    assert "Было: до 29 февраля 2024 г." in text_of(told["karatal"])
    assert "Стало: до 21 марта 2024 г." in text_of(told["karatal"])


def test_moved_twice_with_letters_between_counts_up(stage: Stage, files: dict[str, bytes]) -> None:
    invited = invite(stage)
    edit(stage, files, LATER, at=invited + HOUR)
    tell(stage, "interim/change-2")
    edit(stage, files, LAST, at=invited + 2 * DAY)
    tell(stage, "interim/change-3")
    edit(stage, files, {}, at=invited + 4 * DAY)
    tell(stage, "interim/change-4")
    second, third = (told_by(stage, f"interim/change-{n}")["karatal"] for n in (3, 4))
    assert "Было: до 14 марта 2024 г." in text_of(second)
    assert "Было: до 21 марта 2024 г." in text_of(third)
    assert [event_in(m)[1]["sequence"] for m in (second, third)] == [2, 3]
    first = invitation_to(stage, "karatal")["Message-ID"]
    assert second["In-Reply-To"] == third["In-Reply-To"] == first
    assert len({m["Message-ID"] for m in (second, third)}) == 2


def test_nobody_is_told_of_a_move_who_never_heard_of_the_date(
    stage: Stage, files: dict[str, bytes]
) -> None:
    """Refused, cancelled, in doubt or still waiting: the invitation was not heard."""
    invited = invite(stage)
    letter = table_of(LetterRow)
    with writing(stage.office.engine) as session:
        rows = letters(session, action=stage.key("interim/invite"))[:4]
        for row, state in zip(
            rows,
            [
                LetterState.REFUSED,
                LetterState.CANCELLED,
                LetterState.IN_DOUBT,
                LetterState.DELAYED,
            ],
            strict=True,
        ):
            session.execute(update(letter).where(letter.c.key == row.key).values(state=state))
    deaf = {row.organisation for row in rows}
    edit(stage, files, LATER, at=invited + HOUR)
    assert tell(stage, "interim/change-2").queued == 50
    assert deaf.isdisjoint(told_by(stage, "interim/change-2"))


def test_move_before_anybody_was_invited_tells_nobody(
    stage: Stage, files: dict[str, bytes]
) -> None:
    assert edit(stage, files, LATER, at=stage.moment("interim/invite") - HOUR) == []


def test_letters_keep_to_sending_hours(stage: Stage, files: dict[str, bytes]) -> None:
    invited = invite(stage)  # a Thursday, 09:00
    edit(stage, files, LATER, at=invited + 12 * HOUR)
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("interim/change-2"))
    assert row is not None
    assert row.wall == "2024-02-02T09:00"
    assert row.shifted
    early = perform(stage.office, row.key, now=invited + 13 * HOUR, worker="b")
    assert early.code == "not-due"


def test_change_for_which_no_hour_is_left_comes_up_for_a_decision(
    stage: Stage, files: dict[str, bytes]
) -> None:
    """At night the round table of the next morning is put an hour earlier: somebody must decide."""
    invite(stage, "round-table/invite")
    night = stage.plan.schedule.meetings["round-table"].starts.at - 13 * HOUR
    earlier = {'    day: 26 апреля\n    at: "10:00"': '    day: 26 апреля\n    at: "09:00"'}
    assert edit(stage, files, earlier, at=night) == ["round-table/change-2"]
    key = stage.key("round-table/change-2")
    with reading(stage.office.engine) as session:
        row = action_row(session, key)
    assert row is not None
    assert (row.state, row.code) == (ActionState.MISSED, TOO_LATE)
    assert "vekha run" in row.sentence
    with writing(stage.office.engine) as session:
        decide_action(session, key, "run-now", why="завтра утром", by="test", now=night)
    assert perform(stage.office, key, now=night, worker="a").queued > 50


def test_moved_meeting_tells_its_people_and_place(stage: Stage, files: dict[str, bytes]) -> None:
    now = invite(stage, "round-table/invite")
    changes = {
        "    day: 26 апреля": "    day: 29 апреля",
        "ЦМРиИТО, конференц-зал (офлайн)": "ЦМРиИТО, актовый зал",
    }
    assert edit(stage, files, changes, at=now + HOUR) == ["round-table/change-2"]
    tell(stage, "round-table/change-2")
    message = told_by(stage, "round-table/change-2")["karatal"]
    text = text_of(message)
    assert "Было: 26 апреля 2024 г." in text
    assert "Стало: 29 апреля 2024 г." in text
    assert "Где было: г. Петропавловск, ЦМРиИТО, конференц-зал (офлайн)" in text
    method, event = event_in(message)
    assert method == "REQUEST"
    assert event["location"] == "г. Петропавловск, ЦМРиИТО, актовый зал"
    assert event["uid"] == event_in(invitation_to(stage, "karatal", "round-table"))[1]["uid"]
    assert event["sequence"] == 1
    assert event["attendee"].params["RSVP"] == "TRUE"


def test_reminder_of_a_moved_meeting_carries_the_date_that_was_told(
    stage: Stage, files: dict[str, bytes]
) -> None:
    now = invite(stage, "round-table/invite")
    edit(stage, files, {"    day: 26 апреля": "    day: 29 апреля"}, at=now + HOUR)
    tell(stage, "round-table/change-2")
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("round-table/remind"))
    assert row is not None
    perform(stage.office, row.key, now=row.due, worker="b")
    send(stage, row.due)
    with reading(stage.office.engine) as session:
        reminder = next(
            mime
            for r, mime in letters_with_copies(
                session,
                edition=stage.plan.edition,
                templates=CARRYING,
                subjects=["round-table"],
                organisation="karatal",
            )
            if r.action == row.key
        )
    assert reminder is not None
    message = message_from_bytes(reminder, policy=policy.default)
    assert isinstance(message, EmailMessage)
    _, event = event_in(message)
    assert event["sequence"] == 1
    assert event.decoded("dtstart") == datetime(2024, 4, 29, 5, tzinfo=UTC)


def test_dropped_meeting_goes_from_the_calendar(stage: Stage, files: dict[str, bytes]) -> None:
    now = invite(stage, "round-table/invite")
    text = files["roadmap.yaml"].decode()
    start = text.index("meetings:\n  round-table:")
    end = text.index("\n\n\n", start)
    changes = {text[start:end]: "meetings: {}"}
    found = edit(stage, files, changes, at=now + HOUR)
    assert found == ["round-table/change-2"]
    tell(stage, "round-table/change-2")
    message = told_by(stage, "round-table/change-2")["karatal"]
    assert message["Subject"].startswith("Отменяется: Круглый стол")
    assert "Встреча не состоится" in text_of(message)
    method, event = event_in(message)
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event["uid"] == event_in(invitation_to(stage, "karatal", "round-table"))[1]["uid"]
    # Told once: the next edit says nothing more, and the meeting that comes back is told again.
    assert (
        edit(stage, files, {**changes, INTERIM: INTERIM + "    closes: 28 февраля\n"}, at=now + DAY)
        == []
    )
    assert edit(stage, files, {}, at=now + 2 * DAY) == ["round-table/change-4"]
    tell(stage, "round-table/change-4")
    back = told_by(stage, "round-table/change-4")["karatal"]
    assert back["Subject"].startswith("Отмена снята: Круглый стол")
    method, event = event_in(back)
    assert (method, event["sequence"]) == ("REQUEST", 2)


def test_survey_closed_before_its_day_tells_those_who_owe(stage: Stage) -> None:
    invited = invite(stage)
    submit(stage, "daryn", at=invited + HOUR)
    with writing(stage.office.engine) as session:
        decide_action(
            session,
            stage.key("interim/close"),
            "run-now",
            why="хватит",
            by="test",
            now=invited + DAY,
        )
    done = perform(stage.office, stage.key("interim/close"), now=invited + DAY, worker="a")
    send(stage, invited + DAY)
    told = told_by(stage, "interim/close")
    assert done.queued == len(told) + 2  # and the coordinators
    assert len(told) == 53
    assert "daryn" not in told
    method, event = event_in(told["karatal"])
    assert (method, event["sequence"]) == ("CANCEL", 1)
    assert told["karatal"]["Subject"].startswith("Приём ответов закрыт раньше срока")


def test_survey_closed_on_its_day_tells_nobody_but_the_coordinators(stage: Stage) -> None:
    invite(stage)
    closes = stage.moment("interim/close")
    assert perform(stage.office, stage.key("interim/close"), now=closes, worker="a").queued == 2


def test_person_who_is_no_longer_asked_is_told_so_at_the_old_address(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    people = files["people.csv"].decode()
    line = next(one for one in people.splitlines() if ";karatal;" in one)
    cells = line.split(";")
    new = ";".join(["dir-karatal-2", "Новый Н.Н.", *cells[2:5], "new@karatal.example", *cells[6:]])
    edit(stage, files, {line: new}, at=invited + HOUR)
    assert tell(stage, "interim/change-2").queued == 1
    message = told_by(stage, "interim/change-2")["karatal"]
    assert message["To"].addresses[0].addr_spec == cells[5]
    assert message["Subject"].startswith("Ваше участие больше не требуется")
    assert event_in(message)[0] == "CANCEL"


def test_new_director_who_reads_the_same_mailbox_keeps_the_event(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    people = files["people.csv"].decode()
    line = next(one for one in people.splitlines() if ";karatal;" in one)
    cells = line.split(";")
    new = ";".join(["dir-karatal-2", "Новый Н.Н.", *cells[2:]])
    assert edit(stage, files, {line: new}, at=invited + HOUR) == []


def _board(stage: Stage, organisation: str, at: datetime) -> Any:
    return {
        "edition": stage.plan.edition,
        "survey": "interim",
        "organisation": organisation,
        "by": "test",
        "now": at,
    }


def excuse(stage: Stage, organisation: str, *, at: datetime, back: bool = False) -> list[str]:
    """What the board does; the open actions that tell of it."""
    with writing(stage.office.engine) as session:
        visit = visit_sheet(
            session, plan=stage.plan, survey="interim", organisation=organisation, now=at
        )
        if back:
            oblige_sheet(session, **_board(stage, organisation, at))
        else:
            excuse_sheet(session, why="карантин", **_board(stage, organisation, at))
        tell_change(session, visit, until=visit.until, now=at)
        rows = action_rows(session, edition=stage.plan.edition, states=[ActionState.PLANNED])
        return [
            row.key.removeprefix(f"{stage.plan.edition}/") for row in rows if row.kind == "change"
        ]


def test_excused_school_is_told_and_its_deadline_goes(stage: Stage) -> None:
    invited = invite(stage)
    (name,) = excuse(stage, "karatal", at=invited + HOUR)
    assert tell(stage, name).queued == 1
    message = told_by(stage, name)["karatal"]
    assert message["Subject"] == "Вы освобождены от ответа: Промежуточный мониторинг"
    method, event = event_in(message)
    assert (method, event["sequence"]) == ("CANCEL", 1)
    (back,) = excuse(stage, "karatal", at=invited + DAY, back=True)
    tell(stage, back)
    again = told_by(stage, back)["karatal"]
    assert again["Subject"].startswith("Ответ снова нужен до 29 февраля")
    method, event = event_in(again)
    assert (method, event["sequence"]) == ("REQUEST", 2)


def test_excuse_that_is_taken_back_at_once_tells_nothing(stage: Stage) -> None:
    invited = invite(stage)
    names = excuse(stage, "karatal", at=invited + HOUR)
    names += excuse(stage, "karatal", at=invited + HOUR + timedelta(minutes=2), back=True)
    assert {tell(stage, name).code for name in set(names)} == {"nothing-changed"}


def test_school_that_was_never_invited_is_excused_in_silence(stage: Stage) -> None:
    at = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=at, worker="a")  # queued only
    assert excuse(stage, "karatal", at=at + HOUR) == []


def test_exception_for_one_school_moves_its_deadline_only(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    until = datetime(2024, 3, 5, 13, tzinfo=UTC)
    with writing(stage.office.engine) as session:
        visit = visit_sheet(
            session, plan=stage.plan, survey="interim", organisation="karatal", now=invited
        )
        unlock_sheet(session, until=until, **_board(stage, "karatal", invited))
        tell_change(session, visit, until=until, now=invited)
        (row,) = [r for r in action_rows(session, edition=stage.plan.edition) if r.kind == "change"]
    name = row.key.removeprefix(f"{stage.plan.edition}/")
    assert tell(stage, name).queued == 1
    assert event_in(told_by(stage, name)["karatal"])[1].decoded("dtend") == until
    edit(stage, files, {INTERIM: INTERIM + "    closes: 1 марта\n"}, at=invited + 2 * DAY)
    assert tell(stage, "interim/change-2").queued == 53  # karatal's own day is later


def test_reminder_after_a_move_says_the_day_that_holds(
    stage: Stage, files: dict[str, bytes]
) -> None:
    invited = invite(stage)
    edit(stage, files, LATER, at=invited + HOUR)
    tell(stage, "interim/change-2")
    with reading(stage.office.engine) as session:
        row = action_row(session, stage.key("interim/remind-1"))
        assert row is not None
    assert row.wall == "2024-02-28T09:00"  # ten working days before 14 March
    perform(stage.office, row.key, now=row.due, worker="b")
    send(stage, row.due)
    with reading(stage.office.engine) as session:
        found = next(r for r in letters(session, action=row.key) if r.organisation == "karatal")
        copy = letter_copy(session, found.key)
    assert copy is not None
    message = message_from_bytes(copy, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert "до 14 марта 2024 г." in text_of(message)
    assert message["In-Reply-To"] == invitation_to(stage, "karatal")["Message-ID"]


def test_withdrawn_survey_is_told_to_those_who_owe(stage: Stage) -> None:
    invited = invite(stage)
    submit(stage, "daryn", at=invited + HOUR)
    kept = {key: one for key, one in stage.plan.schedule.surveys.items() if key != "interim"}
    without = replace(stage.plan, schedule=stage.plan.schedule._replace(surveys=kept))
    with reading(stage.office.engine) as session:
        news = changes_to_tell(session, without, now=invited + DAY)
    assert {one.change for one in news} == {Change.DROPPED}
    assert len(news) == 53
