"""The steps of the schema lead to exactly the tables that the program has."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from models.engine import open_engine
from models.migrating import VERSION_TABLE, _config, current, newest, upgrade
from models.schema import TABLES, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/bare.db"
        return
    url = request.getfixturevalue("postgresql_url")
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS bare"))
        connection.execute(text("CREATE DATABASE bare"))
    engine.dispose()
    yield url.replace("/postgres?", "/bare?")


def test_migrations_make_the_tables_of_the_program(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    assert current(engine) == newest()
    assert {str(table.__tablename__) for table in TABLES} == set(metadata.tables)


def test_upgrade_of_a_new_database_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert current(engine) == newest()


UPGRADE_WHEN_TOLD = """
import sys
import alembic.ddl, models.schema
from models.engine import open_engine
from models.migrating import newest, upgrade
engine = open_engine(sys.argv[1])
newest()
print("ready", flush=True)
sys.stdin.readline()
upgrade(engine)
"""


def test_processes_that_upgrade_at_once_all_succeed(bare_url: str) -> None:
    upgrading = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE_WHEN_TOLD, bare_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for process in upgrading:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in upgrading:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1].decode() for process in upgrading]
    assert [process.returncode for process in upgrading] == [0, 0, 0, 0], errors
    engine = open_engine(bare_url)
    assert current(engine) == newest()
    engine.dispose()


def test_downgrade_leaves_no_table(bare_url: str) -> None:
    engine = open_engine(bare_url)
    upgrade(engine)
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {VERSION_TABLE}
    assert current(engine) is None
    engine.dispose()


def test_empty_database_has_no_revision(bare_url: str) -> None:
    engine = open_engine(bare_url)
    assert current(engine) is None
    engine.dispose()
