"""`vekha up`, `deploy`, `status`, `run` and `skip`: run everything, register, look, decide."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.folders import (
    issues_json,
    json_option,
    language_option,
    print_issues,
    print_json,
    read_folder,
)
from cli.wording_running import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.action_row import ActionRow
    from vekha.planning import Plan
    from wiring.settings import Settings
    from wiring.tools import Tools

roadmaps_argument = click.argument("roadmaps", nargs=-1, type=click.Path(path_type=Path))


@click.command()
@roadmaps_argument
@language_option
def up(roadmaps: tuple[Path, ...], *, language: str) -> None:
    """Run everything on this machine: Prefect, the site, the mailbox. ROADMAPS are deployed first.

    Ctrl-C stops all; started again, it goes on where it stopped.
    """
    from deployments.exclusive import AlreadyRunning, PortTaken
    from deployments.supervisor import ChildFailed, running, stop_on_signals

    settings = load_settings()
    deploy_all(roadmaps, language=language)
    if not roadmaps:
        _look_at_mail(settings, {}, language=language)
    click.echo(say("starting", language), err=True)
    try:
        with (
            stop_on_signals() as stop,
            running(settings, say=_say, language=language) as system,
        ):
            print_addresses(settings, language=language)
            system.run_until(stop)
            click.echo(say("stopping", language), err=True)
    except (AlreadyRunning, PortTaken, ChildFailed) as refusal:
        click.secho(str(refusal), fg="red", err=True)
        sys.exit(1)


def _say(text: str) -> None:
    click.echo(f"  {text}", err=True)


def load_settings() -> Settings:
    """The settings, or what is wrong with them and exit 2."""
    from pydantic import ValidationError

    from wiring.settings import PREFIX, Settings

    try:
        return Settings()
    except ValidationError as wrong:
        for error in wrong.errors():
            name = "".join(f"{PREFIX}{part}: " for part in error["loc"][:1]).upper()
            message = error["msg"].removeprefix("Value error, ")
            click.secho(f"{name}{message}", fg="red", err=True)
        sys.exit(2)


def open_tools() -> Tools:
    """The tools, or why there are none and exit 1."""
    from wiring.secret import SecretUnusableError
    from wiring.tools import tools

    load_settings()
    try:
        return tools()
    except (SecretUnusableError, ValueError) as wrong:
        click.secho(str(wrong), fg="red", err=True)
        sys.exit(1)


def print_addresses(settings: Settings, *, language: str) -> None:
    """Where to look, once, on standard output."""
    from wiring.tools import board_address, captures

    rows = [
        (say("prefect", language), settings.prefect_api.removesuffix("/api")),
        (say("board", language), board_address(settings)),
    ]
    if captures(settings):
        rows.append((say("mailbox", language), f"{settings.site}/mailbox"))
    rows.append((say("state", language), str(settings.folder)))
    width = max(len(name) for name, _ in rows)
    click.echo()
    for name, address in rows:
        click.echo(f"  {name:<{width}}  {click.style(address, bold=True)}")
    click.echo(f"\n  {say('ctrl-c', language)}\n")


@click.command()
@click.argument("roadmaps", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@language_option
def deploy(roadmaps: tuple[Path, ...], *, as_json: bool, language: str) -> None:
    """Bring the ledger in line with ROADMAPS. An issue E in any of them changes nothing at all."""
    found = deploy_all(roadmaps, language=language, as_json=as_json)
    if found:
        wake_prefect(say("after-edit", language), language=language)


def deploy_all(
    roadmaps: tuple[Path, ...], *, language: str, as_json: bool = False
) -> list[dict[str, object]]:
    """Check all, then apply all; exits 1 when one has an issue E, before anything is changed."""
    from cli.folders import read_plan
    from office.deploying import deploy as apply

    if not roadmaps:
        return []
    read = {roadmap: read_plan(roadmap) for roadmap in roadmaps}
    wrong = any(plan is None for plan, _ in read.values())
    for _, issues in read.values():
        if not as_json:
            print_issues(issues, language=language, quiet=True)
    if wrong:
        if as_json:
            found = [issue for _, issues in read.values() for issue in issues]
            print_json({"issues": issues_json(found, language=language), "applied": []})
        else:
            click.secho(say("not-deployed", language), fg="red", err=True)
        sys.exit(1)
    _look_at_mail(load_settings(), read, language=language)
    made = open_tools()
    results: list[dict[str, object]] = []
    for roadmap in roadmaps:
        now = made.clock.now()
        deployed = apply(made.office, read_folder(roadmap), by=made.settings.operator, now=now)
        assert deployed.applied is not None
        assert deployed.plan is not None
        applied = deployed.applied
        counts: dict[str, object] = {
            "roadmap": deployed.plan.edition,
            "version": applied.version,
            "added": applied.added,
            "moved": applied.moved,
            "dropped": applied.dropped,
            "done": applied.kept_done,
            "missed": applied.missed,
            "changes": list(deployed.changes),
        }
        results.append(counts)
        if not as_json:
            click.echo(
                say(
                    "deployed",
                    language,
                    edition=deployed.plan.edition,
                    version=applied.version,
                    added=len(applied.added),
                    moved=len(applied.moved),
                    dropped=len(applied.dropped),
                    done=len(applied.kept_done),
                    missed=len(applied.missed),
                ),
                err=True,
            )
            for key in deployed.changes:
                click.echo("  " + say("change-told", language, key=key), err=True)
    if as_json:
        print_json({"issues": [], "applied": results})
    return results


def _look_at_mail(
    settings: Settings, read: Mapping[Path, tuple[Plan | None, object]], *, language: str
) -> None:
    """Where letters may leave: what would lose them, of what is to be deployed or already is."""
    from cli.doctor import deployed_premises, first_look, looks_first

    if not looks_first(settings):
        return
    if not read:
        first_look(settings, deployed_premises(open_tools()), language=language)
        return
    from notifications.doctor.premises import premises_of
    from wiring.clock import read_clock

    now = read_clock(settings.clock).now()
    plans = [plan for plan, _ in read.values() if plan is not None]
    first_look(settings, [premises_of(plan, now=now) for plan in plans], language=language)


def wake_prefect(why: str, *, language: str) -> None:
    """Ask a running Prefect to reconcile at once; without one, it happens at the next `up`."""
    from deployments.waking import wake

    if not wake(load_settings(), why=why):
        click.echo(say("prefect-away", language), err=True)


@click.command()
@json_option
@click.option("--days", default=30, show_default=True, help="How far ahead to show.")
@language_option
def status(*, as_json: bool, days: int, language: str) -> None:
    """Show what is done, coming, missed and in doubt."""
    from cli.standing import print_standing, standing

    found = standing(open_tools(), days=days)
    if as_json:
        print_json(found)
    else:
        print_standing(found, language=language)


@click.command()
@click.argument("key")
@click.option("--now", "at_once", is_flag=True, help="Do it now, whatever its due time.")
@click.option("--why", default="", help="The reason, for the journal.")
@language_option
def run(key: str, *, at_once: bool, why: str, language: str) -> None:
    """Do the missed, failed or waiting action KEY. Without --now, only look at it."""
    made = open_tools()
    row = find_action(made, key, language=language)
    if not at_once:
        state = say(f"action {row.state}", language)
        click.echo(f"{row.key}: {row.title}\n{state}: {row.sentence or '—'}")
        click.echo(say("add-now", language))
        return
    why = why or say("decided-now", language)
    _decide(made, row.key, skip=False, why=why, language=language)


@click.command()
@click.argument("key")
@click.option("--why", required=True, help="The reason, for the journal.")
@language_option
def skip(key: str, *, why: str, language: str) -> None:
    """Decide that the action KEY is not done."""
    made = open_tools()
    row = find_action(made, key, language=language)
    _decide(made, row.key, skip=True, why=why, language=language)


def find_action(made: Tools, key: str, *, language: str) -> ActionRow:
    """The action with this key or, if it is unambiguous, this end of a key; else exit 1."""
    from models.engine import reading
    from models.ledger import action_rows

    with reading(made.office.engine) as session:
        rows = action_rows(session)
    exact = [row for row in rows if row.key == key]
    found = exact or [row for row in rows if row.key.endswith("/" + key)]
    if len(found) == 1:
        return found[0]
    if not found:
        click.secho(say("no-action", language, key=key), fg="red", err=True)
    else:
        listed = "\n".join(f"  {row.key}" for row in found)
        click.secho(f"{say('several', language)}\n{listed}", fg="red", err=True)
    sys.exit(1)


def _decide(made: Tools, key: str, *, skip: bool, why: str, language: str) -> None:
    from models.engine import writing
    from models.ledger import NotDecidable, decide_action

    try:
        with writing(made.office.engine) as session:
            row = decide_action(
                session,
                key,
                "skip" if skip else "run-now",
                why=why,
                by=made.settings.operator,
                now=made.clock.now(),
            )
    except NotDecidable as refusal:
        state = say(f"action {refusal.state}", language)
        click.secho(say("decided-before", language, key=key, state=state), fg="red", err=True)
        sys.exit(1)
    click.echo(f"{row.key}: {say('skipping' if skip else 'doing', language)}. {why}")
    wake_prefect(say("after-decision", language), language=language)
