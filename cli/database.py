"""`vekha db`: bring the schema up to date, back the ledger up, restore it without re-sending."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.folders import json_option, language_option, print_json
from cli.wording_database import say

if TYPE_CHECKING:
    from office.restoring import Held
    from wiring.settings import Settings

SHOWN = 20  # so many keys are listed; the rest is in `vekha mail log` and `vekha status`


@click.group()
def db() -> None:
    """Upgrade, back up and restore the database."""


@db.command()
@language_option
def upgrade(*, language: str) -> None:
    """Bring the database to the newest schema; `vekha up` and `deploy` do it by themselves."""
    from cli.up import load_settings
    from models.engine import open_engine
    from models.migrating import current, newest
    from models.migrating import upgrade as bring_up

    engine = open_engine(load_settings().database)
    try:
        was = current(engine)
        bring_up(engine)
        became = newest()
    finally:
        engine.dispose()
    words = "newest" if was == became else "upgraded"
    click.echo(say(words, language, was=was or "—", becomes=became))


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@language_option
def backup(file: Path, *, force: bool, language: str) -> None:
    """Write the whole ledger to FILE; others may go on working meanwhile."""
    from cli.up import load_settings
    from office.restoring import back_up
    from wiring.clock import read_clock

    settings = load_settings()
    source = _sqlite_or_exit(settings, language, how="pg-backup", file=file)
    if not source.exists():
        click.echo(say("no-database", language, place=source), err=True)
        sys.exit(1)
    if file.exists() and not force:
        click.echo(say("exists", language, file=file), err=True)
        sys.exit(1)
    file.parent.mkdir(parents=True, exist_ok=True)
    size = back_up(source, file, now=read_clock(settings.clock).now())
    click.echo(say("backed-up", language, file=file, megabytes=f"{size / 2**20:.1f}"))
    if settings.secret is None:
        click.echo(say("secret-too", language, secret=settings.folder / "secret"), err=True)


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@language_option
def restore(file: Path, *, as_json: bool, language: str) -> None:
    """Put the backup FILE in the place of the ledger; what is open in it is held, not sent."""
    from cli.up import load_settings
    from deployments.exclusive import AlreadyRunning, only_one
    from office.restoring import NotABackup
    from office.restoring import restore as put_back
    from wiring.clock import read_clock

    settings = load_settings()
    target = _sqlite_or_exit(settings, language, how="pg-restore", file=file)
    try:
        with only_one(settings.folder, language=language):
            held = put_back(file, target, now=read_clock(settings.clock).now())
    except AlreadyRunning as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except NotABackup as refusal:
        click.echo(say("not-a-backup", language, why=refusal), err=True)
        sys.exit(1)
    _tell(held, as_json=as_json, language=language)


@db.command()
@json_option
@language_option
def hold(*, as_json: bool, language: str) -> None:
    """After a restore by other means (pg_restore): hold what may have gone out since."""
    from cli.up import open_tools
    from office.restoring import hold as hold_open

    made = open_tools()
    held = hold_open(made.office.engine, now=made.clock.now())
    _tell(held, as_json=as_json, language=language)


def _sqlite_or_exit(settings: Settings, language: str, *, how: str, file: Path) -> Path:
    """The SQLite file; for PostgreSQL the exact command is said, and the command ends with 1."""
    from sqlalchemy import URL, make_url

    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).expanduser().absolute()
    # Built anew: url.set(password=None) would keep the password.
    shown = URL.create(
        "postgresql", url.username, host=url.host, port=url.port, database=url.database
    )
    plain = shown.render_as_string()
    click.echo(say(how, language, file=file, url=plain), err=True)
    sys.exit(1)


def _tell(held: Held, *, as_json: bool, language: str) -> None:
    if as_json:
        print_json(
            {
                "backup_taken": held.moment.isoformat() if held.moment else None,
                "letters_in_doubt": list(held.letters),
                "actions_missed": list(held.actions),
                "replaced_database": str(held.set_aside) if held.set_aside else None,
            }
        )
        return
    moment = f"{held.moment:%Y-%m-%d %H:%MZ}" if held.moment else "—"
    click.echo(say("restored", language, moment=moment))
    if held.set_aside:
        click.echo(say("set-aside", language, place=held.set_aside))
    for words, keys in (("letters-held", held.letters), ("actions-held", held.actions)):
        if keys:
            click.echo(say(words, language, number=len(keys)))
            for key in keys[:SHOWN]:
                click.echo(f"  {key}")
            if len(keys) > SHOWN:
                click.echo(f"  … (+{len(keys) - SHOWN})")
