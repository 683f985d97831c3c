"""Backup and restore of an installation's SQLite ledger, so that nothing goes out twice.

A restored ledger is older than the world: letters that it believes to be waiting may have been
sent, actions that it believes to be planned may have been done. Both are held for a person's
decision before the file takes the place of the other one.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from models.engine import open_engine, reading, writing
from models.holding import begun_actions, hold_letters, last_moment, miss_undone
from models.migrating import VERSION_TABLE, upgrade
from models.setting import drop_setting, setting

TAKEN = "backup-taken"
_WHY_LETTER = "Восстановлено из резервной копии: неизвестно, ушло ли письмо после неё."
_WHY_ACTION = "Восстановлено из резервной копии: неизвестно, выполнено ли действие после неё."


class NotABackup(ValueError):
    """The file is not a whole database of Vekha: look for another copy; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Held:
    """What waits for a decision after a restore: keys of letters in doubt and of missed actions.

    `moment` is when the backup was taken (aware, UTC); None when it holds nothing at all.
    """

    moment: datetime | None
    letters: tuple[str, ...]
    actions: tuple[str, ...]
    set_aside: Path | None = None


def back_up(source: Path, target: Path, *, now: datetime) -> int:
    """Copy a database while others write to it, whole and as of one moment; its size in bytes.

    The copy notes when it was taken. An existing target is replaced only by a whole copy.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        _copy(source, draft)
        with closing(sqlite3.connect(draft)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without its companions
            copy.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                (TAKEN, json.dumps({"at": now.isoformat()})),
            )
            copy.commit()
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore(backup: Path, target: Path, *, now: datetime) -> Held:
    """Put a backup in the place of the database, with everything open in it held.

    The replaced database is kept beside it. Nobody may use the database meanwhile. Raises
    NotABackup before anything is changed.
    """
    check_backup(backup)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.restoring")
    _remove(draft)
    try:
        _copy(backup, draft)
        engine = open_engine(f"sqlite:///{draft}")
        try:
            upgrade(engine)
            held = hold(engine, now=now, begun=_begun(target))
        finally:
            engine.dispose()
        with closing(sqlite3.connect(draft)) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copy.execute("PRAGMA journal_mode=DELETE")
        aside = _set_aside(target, now)
        draft.replace(target)
    finally:
        _remove(draft)
    return Held(held.moment, held.letters, held.actions, aside)


def hold(engine: Engine, *, now: datetime, begun: Collection[str] = ()) -> Held:
    """Put open letters in doubt and due actions among the missed, in one transaction.

    `begun`: actions known to have been begun since the backup, due or not.
    """
    with writing(engine) as session:
        taken = setting(session, TAKEN)
        moment = datetime.fromisoformat(taken["at"]) if taken else last_moment(session)
        drop_setting(session, TAKEN)
        letters = hold_letters(session, moment=moment or now, why=_WHY_LETTER, now=now)
        actions = miss_undone(session, why=_WHY_ACTION, now=now, begun=begun)
    return Held(moment, tuple(letters), tuple(actions))


def check_backup(backup: Path) -> None:
    """Raise NotABackup unless the file is a whole SQLite database with Vekha's tables."""
    try:
        with closing(_open_to_read(backup)) as found:
            (verdict,) = found.execute("PRAGMA integrity_check").fetchone()
            tables = {row[0] for row in found.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise NotABackup(f"{backup}: {error}") from error
    if verdict != "ok":
        raise NotABackup(f"{backup}: {verdict}")
    if not {VERSION_TABLE, "letter", "action"} <= tables:
        raise NotABackup(f"{backup}: {VERSION_TABLE}?")


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _copy(source: Path, target: Path) -> None:
    with closing(_open_to_read(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _begun(target: Path) -> list[str]:
    """What the database that is replaced knows to have been begun; nothing if it cannot be read."""
    if not target.exists():
        return []
    try:
        check_backup(target)
    except NotABackup:
        return []
    engine = open_engine(f"sqlite:///{target}")
    try:
        with reading(engine) as session:
            return begun_actions(session)
    finally:
        engine.dispose()


def _set_aside(target: Path, now: datetime) -> Path | None:
    """Move the replaced database, with its companions, out of the way."""
    if not target.exists():
        return None
    aside = target.with_name(f"{target.stem}-before-{now:%Y%m%dT%H%M%SZ}{target.suffix}")
    for end in ("", "-wal", "-shm"):
        part = target.with_name(target.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    return aside


def _remove(draft: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + end).unlink(missing_ok=True)
