"""Opening the database, its transactions, and the column of moments."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pendulum
import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from models.engine import open_engine, reading, writing
from models.event import events, record_event
from models.setting import drop_setting, put_setting, setting, settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

NOW = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)


def test_moment_comes_back_in_utc_with_its_microseconds(engine: Engine) -> None:
    almaty = NOW.astimezone(timezone(timedelta(hours=6)))
    with writing(engine) as session:
        record_event(session, edition="e", kind="k", now=almaty)
    with reading(engine) as session:
        [found] = events(session)
    assert found.at == NOW
    assert found.at.tzinfo is UTC
    assert found.at.microsecond == 123456


def test_moment_of_pendulum_is_kept(engine: Engine) -> None:
    with writing(engine) as session:
        record_event(session, edition="e", kind="k", now=pendulum.instance(NOW, tz="Asia/Almaty"))
    with reading(engine) as session:
        assert [found.at for found in events(session)] == [NOW]


def test_naive_moment_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="naive"), writing(engine) as session:
        record_event(session, edition="e", kind="k", now=NOW.replace(tzinfo=None))


def test_writing_takes_everything_back_when_something_is_raised(engine: Engine) -> None:
    def break_off() -> None:
        with writing(engine) as session:
            put_setting(session, "paused", {"why": "quota"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with reading(engine) as session:
        assert setting(session, "paused") is None


def test_setting_is_put_over_an_earlier_one_and_dropped(engine: Engine) -> None:
    with writing(engine) as session:
        put_setting(session, "paused/gorod-selu", {"why": "квота"})
        put_setting(session, "paused/gorod-selu", {"why": "приостановлено"})
        put_setting(session, "mailbox", 17)
    with reading(engine) as session:
        assert settings(session, "paused/") == {"paused/gorod-selu": {"why": "приостановлено"}}
        assert setting(session, "mailbox") == 17
    with writing(engine) as session:
        drop_setting(session, "mailbox")
        assert setting(session, "mailbox") is None


def test_writers_that_read_first_wait_for_each_other(sqlite: Engine) -> None:
    """Read, then write: on SQLite this fails at once unless the lock is taken at the start."""
    with writing(sqlite) as session:
        put_setting(session, "count", 0)

    def count(_: int) -> None:
        with writing(sqlite) as session:
            put_setting(session, "count", setting(session, "count") + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    with reading(sqlite) as session:
        assert setting(session, "count") == 80


def test_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with writing(engine) as writer:
        put_setting(writer, "name", "new")
        with reading(engine) as session:
            assert setting(session, "name") is None


def test_sqlite_is_durable_and_makes_its_folder(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/state/deep/vekha.db")
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_goes_through_psycopg_3(scheme: str) -> None:
    engine = open_engine(f"{scheme}://vekha:secret@localhost/vekha")
    assert engine.url.drivername == "postgresql+psycopg"


def test_other_database_is_refused() -> None:
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        open_engine("mysql://localhost/vekha")


def test_postgresql_waits_for_its_disk_whatever_its_server_is_set_to(postgresql_url: str) -> None:
    """What was handed over must be known after a power cut, or it would go out again."""
    careless = open_engine(postgresql_url)
    with careless.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        isolation = "ALTER DATABASE \"%s\" SET default_transaction_isolation = 'serializable'"
        connection.execute(text(isolation % name))
        connection.commit()
    careless.dispose()
    engine = open_engine(postgresql_url)
    try:
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW synchronous_commit")) == "on"
            assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" RESET ALL'))
            connection.commit()
        engine.dispose()
