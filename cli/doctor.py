"""`vekha mail doctor`: look at everything on which letters depend, and send none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.folders import json_option, language_option, print_json
from cli.wording_doctor import say

if TYPE_CHECKING:
    from notifications.doctor.finding import Finding
    from notifications.doctor.premises import Premises
    from wiring.settings import Settings
    from wiring.tools import Tools

_MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "error": ("✗", "red")}


@click.command()
@click.argument("roadmaps", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="Also say why what is right matters.")
@json_option
@language_option
def doctor(roadmaps: tuple[Path, ...], *, every: bool, as_json: bool, language: str) -> None:
    """Examine domain, server, limits and addresses before the first letter. Sends nothing.

    Of ROADMAPS, or of those that are deployed. Exit 1 when something would lose letters.
    """
    from cli.up import load_settings
    from wiring.clock import read_clock
    from wiring.examining import examine

    settings = load_settings()
    now = read_clock(settings.clock).now()
    editions = _of_folders(roadmaps, language) if roadmaps else _of_deployed(settings)
    if not as_json:
        click.echo(say("looking", language), err=True)
    found = examine(settings, editions, now=now)
    counts = count(found)
    if as_json:
        from notifications.doctor.finding import finding_json

        told = [finding_json(one, language=language) for one in found]
        print_json({"findings": told, "counts": counts})
    else:
        show(found, language=language, every=every)
        click.echo(say("counts", language, **counts))
    sys.exit(1 if counts["error"] else 0)


def _of_folders(roadmaps: tuple[Path, ...], language: str) -> list[Premises]:
    from cli.planning import plan_or_exit
    from notifications.doctor.premises import premises_of
    from wiring.clock import read_clock
    from wiring.settings import Settings

    now = read_clock(Settings().clock).now()
    plans = [plan_or_exit(one, language=language, as_json=False) for one in roadmaps]
    return [premises_of(plan, now=now) for plan in plans]


def _of_deployed(settings: Settings) -> list[Premises]:
    """Of the ledger, if there is one: looking makes none."""
    from cli.up import open_tools

    if settings.database_url is None and not (settings.folder / "vekha.db").exists():
        return []
    return deployed_premises(open_tools())


def deployed_premises(made: Tools) -> list[Premises]:
    """What every deployed edition says of its mail."""
    from models.engine import reading
    from models.roadmap_version import editions
    from notifications.doctor.premises import premises_of
    from office.office import NoRoadmap

    found = []
    with reading(made.office.engine) as session:
        for edition in editions(session):
            try:
                plan = made.office.plans.of(session, edition)
            except NoRoadmap:
                continue  # deployed by an older Vekha, not readable now
            found.append(premises_of(plan, now=made.clock.now()))
    return found


def count(found: list[Finding]) -> dict[str, int]:
    """How many findings of each level."""
    counts = dict.fromkeys(_MARKS, 0)
    for one in found:
        counts[str(one.level)] += 1
    return counts


def show(found: list[Finding], *, language: str, every: bool) -> None:
    """By check, in the order of reading; reasons and remedies where something is wrong."""
    from notifications.doctor.finding import do_of, seen_of, title_of, why_of

    checks = dict.fromkeys(one.check for one in found)
    for check in checks:
        mine = [one for one in found if one.check == check]
        wrong = any(one.level != "ok" for one in mine)
        click.secho(title_of(check, language=language), bold=True)
        for one in mine:
            mark, colour = _MARKS[str(one.level)]
            click.echo(f"  {click.style(mark, fg=colour)} {seen_of(one, language=language)}")
            remedy = do_of(one, language=language)
            if remedy:
                click.echo(f"    → {remedy}")
        if wrong or every:
            click.secho(f"    {why_of(check, language=language)}", dim=True)


def first_look(settings: Settings, editions: list[Premises], *, language: str) -> None:
    """Before the first letter: the doctor's errors, shown by `up` and `deploy`.

    Exits 1 where VEKHA_MAIL_DOCTOR=block.
    """
    from notifications.doctor.finding import do_of, seen_of, title_of
    from wiring.clock import read_clock
    from wiring.examining import examine

    found = examine(settings, editions, now=read_clock(settings.clock).now())
    wrong = [one for one in found if one.level == "error"]
    if not wrong:
        return
    click.secho(say("errors", language, number=len(wrong)), fg="red", bold=True, err=True)
    for one in wrong:
        title = title_of(one.check, language=language).partition(":")[0]
        click.echo(f"  ✗ {title}: {seen_of(one, language=language)}", err=True)
        click.echo(f"    → {do_of(one, language=language)}", err=True)
    click.echo(say("whole", language), err=True)
    if settings.mail_doctor == "block":
        click.secho(say("blocked", language), fg="red", err=True)
        sys.exit(1)


def looks_first(settings: Settings) -> bool:
    """Whether `up` and `deploy` have the doctor look: letters may leave, and it is not `off`."""
    from wiring.settings import MailMode

    return settings.mail is not MailMode.CAPTURE and settings.mail_doctor != "off"
