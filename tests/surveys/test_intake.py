"""Taking answers without HTTP, as the rehearsal does: one transaction, all or nothing."""

from __future__ import annotations

import threading

import pytest

from models.answers import sheet, submissions
from models.engine import reading, writing
from models.event import events
from models.mail_log import letters
from surveys.intake import Accepted, Refused, accept
from surveys.visits import visit_sheet
from vekha.states import SheetState

WHERE = {"edition": "gorod/2023-2024", "survey": "interim", "organisation": "berezovka"}
FIELDS = {
    "teachers": ["1 200"],
    "young": ["12"],
    "quality": ["45,5"],
    "connection": ["sometimes"],
    "forms": ["lessons"],
    "courses": ["not-held"],
    "meeting": ["2024-02-10"],
}


def take(town, fields=FIELDS, **more):
    with writing(town.engine) as session:
        visit = visit_sheet(
            session, plan=town.plan, survey="interim", organisation="berezovka", now=town.clock
        )
        return accept(session, visit, fields, now=town.clock, language="ru", **more)


def test_the_journal_has_the_answers_themselves(town) -> None:
    assert take(town) == Accepted(1, late=False)
    with reading(town.engine) as session:
        (kept,) = events(session, kind="answers kept")
        (version,) = submissions(session, **WHERE)
    assert kept.at == town.clock
    assert kept.detail == {
        "survey": "interim",
        "organisation": "berezovka",
        "version": 1,
        "answers": version.answers,
    }


def test_wrong_answers_leave_a_draft_and_nothing_else(town) -> None:
    outcome = take(town, FIELDS | {"teachers": ["много"]})
    assert isinstance(outcome, Refused)
    assert [problem.question for problem in outcome.problems] == ["teachers"]
    with reading(town.engine) as session:
        assert submissions(session, **WHERE) == []
        assert letters(session) == []
        assert sheet(session, **WHERE).draft["fields"]["teachers"] == ["много"]


def test_too_late_is_told_apart_from_wrong(town) -> None:
    town.move("2024-02-29T18:00:00+06:00")
    assert take(town) == Refused()
    assert take(town, by="eltsova") == Accepted(1, late=True)


def test_a_failure_in_the_middle_leaves_nothing(town) -> None:
    with writing(town.engine) as session:
        session.connection().exec_driver_sql("DROP TABLE letter")
    with pytest.raises(Exception, match="no such table"):
        take(town)
    with reading(town.engine) as session:
        assert submissions(session, **WHERE) == []
        assert sheet(session, **WHERE).state is SheetState.ASKED


def test_answers_that_come_at_once_get_versions_of_their_own(town) -> None:
    outcomes: list[object] = []
    workers = [threading.Thread(target=lambda: outcomes.append(take(town))) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcome.version for outcome in outcomes) == list(range(1, 9))
    with reading(town.engine) as session:
        assert [row.version for row in submissions(session, **WHERE)] == list(range(1, 9))
        assert len(letters(session)) == 8
