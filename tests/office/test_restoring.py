"""A restored backup sends nothing twice: what may have been done since is held for a decision."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from staging import Stage

from models.engine import open_engine, reading, writing
from models.ledger import action_row, decide_action
from models.mail_log import count_letters, letter
from models.outbox import resolve_doubt
from office.office import Office
from office.performing import perform
from office.restoring import Held, NotABackup, back_up, restore
from office.sending import send_due
from office.upkeep import keep_up
from vekha.states import ActionState, LetterState


def send(office: Office, *, now: datetime) -> None:
    keep_up(office, now=now)
    asyncio.run(send_due(office, clock=lambda: now, worker="sender"))


def delivered(stage: Stage) -> set[str]:
    """File names of the letters that arrived, but for those about what was missed meanwhile."""
    return {path.name for path in stage.letters.iterdir() if "--trouble-" not in path.name}


def database(tmp_path: Path) -> Path:
    return tmp_path / "vekha.db"


def reopen(stage: Stage, tmp_path: Path) -> Office:
    """The office on the file that now stands in the place of the database."""
    stage.office.engine.dispose()
    engine = open_engine(f"sqlite:///{database(tmp_path)}", durable=False)
    return replace(stage.office, engine=engine)


@pytest.fixture
def backup(stage: Stage, tmp_path: Path) -> Path:
    """The invitations are queued, then a backup is taken; none has left."""
    invited = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=invited, worker="w")
    file = tmp_path / "backup.db"
    back_up(database(tmp_path), file, now=invited)
    return file


def put_back(stage: Stage, backup: Path, tmp_path: Path, *, now: datetime) -> tuple[Office, Held]:
    stage.office.engine.dispose()
    held = restore(backup, database(tmp_path), now=now)
    return reopen(stage, tmp_path), held


def test_letters_that_left_after_the_backup_do_not_leave_again(
    stage: Stage, backup: Path, tmp_path: Path
) -> None:
    invited = stage.moment("interim/invite")
    send(stage.office, now=invited)
    sent = delivered(stage)
    assert len(sent) == 54
    now = stage.moment("interim/remind-1", after=timedelta(days=1))
    office, held = put_back(stage, backup, tmp_path, now=now)
    for hours in range(0, 24 * 40, 24):
        send(office, now=now + timedelta(hours=hours))
    assert delivered(stage) == sent
    assert len(held.letters) == 54
    with reading(office.engine) as session:
        action = stage.key("interim/invite")
        assert count_letters(session, action=action) == {LetterState.IN_DOUBT: 54}
    office.engine.dispose()


def test_actions_due_since_the_backup_are_missed_and_later_ones_go_on(
    stage: Stage, backup: Path, tmp_path: Path
) -> None:
    now = stage.moment("interim/remind-1", after=timedelta(days=1))
    office, held = put_back(stage, backup, tmp_path, now=now)
    assert stage.key("interim/remind-1") in held.actions
    assert stage.key("interim/remind-2") not in held.actions
    with reading(office.engine) as session:
        missed = action_row(session, stage.key("interim/remind-1"))
        coming = action_row(session, stage.key("interim/remind-2"))
    assert missed is not None
    assert coming is not None
    assert (missed.state, missed.code) == (ActionState.MISSED, "restored")
    assert coming.state is ActionState.PLANNED
    done = perform(office, stage.key("interim/remind-2"), now=coming.due, worker="w")
    assert (done.state, done.queued) == (ActionState.DONE, 54)
    repeated = perform(office, stage.key("interim/remind-1"), now=coming.due, worker="w")
    assert repeated.queued == 0
    office.engine.dispose()


def test_action_that_was_run_ahead_of_time_is_not_repeated_at_its_time(
    stage: Stage, backup: Path, tmp_path: Path
) -> None:
    """Only the replaced database knows of it; where it can be read, it is asked."""
    early = stage.moment("interim/invite", after=timedelta(days=1))
    with writing(stage.office.engine) as session:
        decide_action(
            session, stage.key("interim/remind-2"), "run-now", why="надо", by="t", now=early
        )
    perform(stage.office, stage.key("interim/remind-2"), now=early, worker="w")
    office, held = put_back(stage, backup, tmp_path, now=early + timedelta(hours=1))
    assert stage.key("interim/remind-2") in held.actions
    assert stage.key("interim/remind-1") not in held.actions
    office.engine.dispose()


def test_letter_held_can_be_decided_either_way(stage: Stage, backup: Path, tmp_path: Path) -> None:
    now = stage.moment("interim/invite", after=timedelta(hours=2))
    office, held = put_back(stage, backup, tmp_path, now=now)
    arrived, lost = held.letters[:2]
    with writing(office.engine) as session:
        assert resolve_doubt(session, arrived, "sent", by="t", why="дошло", now=now)
        assert resolve_doubt(session, lost, "again", by="t", why="не дошло", now=now)
    send(office, now=now)
    with reading(office.engine) as session:
        kept = letter(session, arrived)
    assert kept is not None
    assert kept.sent_at == stage.moment("interim/invite")  # the backup's moment
    assert len(list(stage.letters.iterdir())) == 1
    office.engine.dispose()


def test_replaced_database_is_kept_beside(stage: Stage, backup: Path, tmp_path: Path) -> None:
    send(stage.office, now=stage.moment("interim/invite"))
    office, held = put_back(stage, backup, tmp_path, now=stage.moment("interim/remind-1"))
    assert held.set_aside is not None
    engine = open_engine(f"sqlite:///{held.set_aside}")
    with reading(engine) as session:
        assert count_letters(session, action=stage.key("interim/invite")) == {LetterState.SENT: 54}
    engine.dispose()
    office.engine.dispose()


def test_backup_is_whole_while_others_write(stage: Stage, tmp_path: Path) -> None:
    """The copy is taken within somebody's transaction: it has what was committed, and no more."""
    with writing(stage.office.engine) as session:
        session.connection().exec_driver_sql("DELETE FROM action")
        back_up(database(tmp_path), tmp_path / "copy.db", now=stage.moment("interim/invite"))
        session.rollback()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        (actions,) = copy.execute("SELECT count(*) FROM action").fetchone()
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    assert (actions, verdict) == (len(stage.plan.actions), "ok")
    assert not list(tmp_path.glob(".copy*"))


def test_backup_without_its_moment_is_dated_by_what_it_holds(stage: Stage, tmp_path: Path) -> None:
    """Somebody copied the file by hand: the last thing it knows of is taken."""
    invited = stage.moment("interim/invite")
    perform(stage.office, stage.key("interim/invite"), now=invited, worker="w")
    with (
        closing(sqlite3.connect(database(tmp_path))) as old,
        closing(sqlite3.connect(tmp_path / "by-hand.db")) as copy,
    ):
        old.backup(copy)
    office, held = put_back(
        stage, tmp_path / "by-hand.db", tmp_path, now=invited + timedelta(days=30)
    )
    assert held.moment == invited
    office.engine.dispose()


@pytest.mark.parametrize("content", [b"", b"not a database at all, only some text" * 99, None])
def test_what_is_no_backup_changes_nothing(
    stage: Stage, tmp_path: Path, content: bytes | None
) -> None:
    wrong = tmp_path / "wrong.db"
    if content is None:  # a database, but another program's
        with closing(sqlite3.connect(wrong)) as other:
            other.execute("CREATE TABLE letter (key TEXT)")
    else:
        wrong.write_bytes(content)
    before = database(tmp_path).read_bytes()
    with pytest.raises(NotABackup):
        restore(wrong, database(tmp_path), now=stage.moment("interim/invite"))
    assert database(tmp_path).read_bytes() == before
    assert not list(tmp_path.glob("*restoring*"))


def test_torn_backup_is_refused(stage: Stage, backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(NotABackup):
        restore(backup, database(tmp_path), now=stage.moment("interim/remind-1"))
