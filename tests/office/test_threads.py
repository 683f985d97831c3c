"""Letters about one matter stand under the first one that the person got."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from email import message_from_bytes

from sqlalchemy import update
from staging import Stage

from models.answers import return_sheet
from models.column import table_of
from models.engine import reading, writing
from models.letter import LetterRow
from models.link import links_of
from models.mail_log import letter_copy, letters
from models.outbox import queue_letters
from office.performing import perform
from office.sending import send_due
from surveys.handing import hand_to
from surveys.intake import accept
from surveys.letters import returned
from surveys.visits import visit_sheet
from vekha.questionnaire import type_out
from vekha.states import LetterState
from vekha.synthetic import answers_of

HOUR = timedelta(hours=1)


def act(stage: Stage, action: str) -> datetime:
    now = stage.moment(action)
    perform(stage.office, stage.key(action), now=now, worker="a")
    send(stage, now)
    return now


def send(stage: Stage, at: datetime) -> None:
    asyncio.run(send_due(stage.office, clock=lambda: at, worker=f"w {at}"))


def thread_of(stage: Stage, organisation: str) -> list[tuple[str, str, str | None, str | None]]:
    """(template, Message-ID, In-Reply-To, References) of what went out, in order."""
    found = []
    with reading(stage.office.engine) as session:
        rows = letters(session, organisation=organisation, states=[LetterState.SENT])
        for row in sorted(rows, key=lambda one: (one.sent_at, one.key)):
            copy = letter_copy(session, row.key)
            assert copy is not None
            message = message_from_bytes(copy)
            ids = (message["Message-ID"], message["In-Reply-To"], message["References"])
            found.append((row.template, *ids))
    return found


def test_reminder_receipt_and_returned_answers_stand_under_the_invitation(stage: Stage) -> None:
    act(stage, "interim/invite")
    now = act(stage, "interim/remind-1") + HOUR
    with writing(stage.office.engine) as session:
        (link,) = links_of(
            session, edition=stage.plan.edition, survey="interim", organisation="karatal"
        )
        visit = visit_sheet(
            session, plan=stage.plan, survey="interim", organisation="karatal", now=now, link=link
        )
        given = answers_of(
            1, "interim", "karatal", asked=visit.asked, wave=1, language="ru", today=now.date()
        )
        accept(session, visit, type_out(given, asked=visit.asked), now=now, language="ru")
    send(stage, now)
    with writing(stage.office.engine) as session:
        assert visit.until is not None
        where = {"edition": stage.plan.edition, "survey": "interim", "organisation": "karatal"}
        return_sheet(session, **where, remark="уточните", by="test", now=now)
        letter = returned(visit, remark="уточните", until=visit.until, now=now)
        queue_letters(session, [letter], now=now)
    send(stage, now + HOUR)

    (first, *later) = thread_of(stage, "karatal")
    assert [template for template, *_ in later] == ["reminder", "receipt", "returned"]
    assert first[2] is first[3] is None
    assert {(answers, chain) for _, _, answers, chain in later} == {(first[1], first[1])}
    assert len({own for _, own, _, _ in (first, *later)}) == 4


def test_reminder_to_a_colleague_answers_the_letter_that_the_colleague_got(stage: Stage) -> None:
    now = act(stage, "interim/invite") + HOUR
    with writing(stage.office.engine) as session:
        (link,) = links_of(
            session, edition=stage.plan.edition, survey="interim", organisation="karatal"
        )
        visit = visit_sheet(
            session, plan=stage.plan, survey="interim", organisation="karatal", now=now, link=link
        )
        colleague = {"name": "Завуч З.З.", "position": "завуч", "email": "zavuch@karatal.example"}
        hand_to(session, visit, colleague, secret=stage.office.secret, now=now)
    send(stage, now)
    act(stage, "interim/remind-1")

    first, handed, reminder = thread_of(stage, "karatal")
    assert [one[0] for one in (first, handed, reminder)] == ["invitation", "invitation", "reminder"]
    assert handed[2] is None
    assert reminder[2] == reminder[3] == handed[1]


def test_reminder_whose_invitation_is_in_doubt_answers_it_nevertheless(stage: Stage) -> None:
    act(stage, "interim/invite")
    letter = table_of(LetterRow)
    with writing(stage.office.engine) as session:
        (row,) = letters(session, organisation="karatal")
        values = {"state": LetterState.IN_DOUBT}
        session.execute(update(letter).where(letter.c.key == row.key).values(**values))
    act(stage, "interim/remind-1")
    ((template, _, answers, _),) = thread_of(stage, "karatal")
    with reading(stage.office.engine) as session:
        copy = letter_copy(session, row.key)
    assert copy is not None
    assert (template, answers) == ("reminder", message_from_bytes(copy)["Message-ID"])
