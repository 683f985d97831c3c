"""An office over a real SQLite file, with «Город-селу» deployed and letters going into a folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from staging import COMPOSER, FIRST_DAY, Stage, roadmap_files

from models.engine import open_engine
from models.migrating import upgrade
from notifications.folder import FolderTransport
from office.deploying import deploy
from office.materials import make_material
from office.office import Office
from office.rehearsal import Rehearsed, rehearse
from vekha.planning import Plan, make_plan


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The roadmap's files."""
    return roadmap_files()


@pytest.fixture(scope="session")
def plan(files: dict[str, bytes]) -> Plan:
    """The plan of the example roadmap."""
    made, _ = make_plan(files)
    assert made is not None
    return made


@pytest.fixture(scope="session")
def year(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], plan: Plan
) -> tuple[Path, Rehearsed]:
    """«Город-селу» rehearsed with the seed 1."""
    out = tmp_path_factory.mktemp("year")
    return out, rehearse(files, plan, out, seed=1, make_file=make_material)


@pytest.fixture
def stage(tmp_path: Path, files: dict[str, bytes], plan: Plan) -> Iterator[Stage]:
    """The roadmap deployed on 1 September 2023."""
    engine = open_engine(f"sqlite:///{tmp_path / 'vekha.db'}", durable=False)
    upgrade(engine)
    letters = tmp_path / "letters"
    transport = FolderTransport(letters)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[FolderTransport]:
        yield transport

    office = Office(engine, b"s" * 32, "http://site.test", open_transport, composer=COMPOSER)
    deploy(office, files, by="test", now=FIRST_DAY)
    yield Stage(office, plan, letters)
    engine.dispose()
