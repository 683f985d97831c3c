"""Bringing a database to the newest schema; the steps are in `models/migrations/versions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

if TYPE_CHECKING:
    from sqlalchemy import Engine

VERSION_TABLE = "vekha_schema"
"""Not Alembic's own name: Prefect keeps its versions under that one, maybe in the same database."""

MIGRATIONS_LOCK = 7_846_110
"""The advisory lock that lets one process at a time migrate a PostgreSQL database."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, in one transaction; safe from several processes.

    On SQLite the transaction begins with the write lock, on PostgreSQL with an advisory one: the
    second process waits, and then finds nothing to do.
    """
    if current(engine) == newest():
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATIONS_LOCK)))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current(engine: Engine) -> str | None:
    """The revision that the database has, or None when it is empty."""
    with engine.execution_options(vekha_reads=True).connect() as connection:
        options = {"version_table": VERSION_TABLE}
        return MigrationContext.configure(connection, opts=options).get_current_revision()


def newest() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    # A per cent sign in the path would be read as an interpolation.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
