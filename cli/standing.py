"""What `vekha status` says: from the ledger, not from Prefect."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from cli.wording_running import say
from models.engine import reading
from models.ledger import action_rows
from models.mail_log import count_letters, letters
from models.mail_search import HELD, Wanted, count_found
from models.roadmap_version import current_version, editions
from vekha.calendar import to_local
from vekha.states import ActionState, LetterState

if TYPE_CHECKING:
    from models.action_row import ActionRow
    from wiring.tools import Tools


def standing(made: Tools, *, days: int) -> dict[str, Any]:
    """Per edition: counts by state, what is coming, what wants a decision, letters in doubt."""
    now = made.clock.now()
    with reading(made.office.engine) as session:
        found = []
        for edition in editions(session):
            rows = action_rows(session, edition=edition)
            version = current_version(session, edition)
            doubted = letters(session, edition=edition, states=[LetterState.IN_DOUBT])
            found.append(
                {
                    "roadmap": edition,
                    "version": version.number if version else 0,
                    "actions": Counter(str(row.state) for row in rows),
                    "letters": {
                        str(state): number
                        for state, number in count_letters(session, edition=edition).items()
                    },
                    "held": count_found(session, Wanted(edition=edition, states=[HELD]))[HELD],
                    "coming": [
                        _line(row)
                        for row in rows
                        if row.state in (ActionState.PLANNED, ActionState.WAITING)
                        and row.due <= now + timedelta(days=days)
                    ],
                    "undecided": [
                        _line(row)
                        for row in rows
                        if row.state in (ActionState.MISSED, ActionState.FAILED)
                    ],
                    "in_doubt": [
                        {"key": one.key, "address": one.address, "code": one.code}
                        for one in doubted
                    ],
                }
            )
    return {"now": now.isoformat(), "roadmaps": found}


def _line(row: ActionRow) -> dict[str, str]:
    return {
        "key": row.key,
        "kind": row.kind,
        "due": to_local(row.due, row.zone).isoformat(),
        "not_after": to_local(row.not_after, row.zone).isoformat(),
        "state": str(row.state),
        "title": row.title,
        "sentence": row.sentence,
    }


def print_standing(found: dict[str, Any], *, language: str) -> None:
    """The same for a person."""
    if not found["roadmaps"]:
        click.echo(say("nothing-deployed", language))
    for one in found["roadmaps"]:
        actions = _counts("action", one["actions"], language)
        sent = _counts("letter", one["letters"], language) or say("no-letters", language)
        if one["held"]:
            sent += f" ({say('held', language, number=one['held'])})"
        head = say("head", language, edition=one["roadmap"], version=one["version"])
        click.secho(head, bold=True)
        click.echo(f"  {say('actions', language)}: {actions}")
        click.echo(f"  {say('letters', language)}: {sent}")
        _print_rows(say("undecided", language), one["undecided"], colour="red")
        doubt = say("letter in doubt", language)
        for letter in one["in_doubt"]:
            click.secho(f"    {doubt}: {letter['key']} → {letter['address']}", fg="yellow")
        _print_rows(say("coming", language), one["coming"], colour="green")


def _counts(what: str, numbers: dict[str, int], language: str) -> str:
    return ", ".join(
        f"{say(f'{what} {state}', language)} {n}" for state, n in sorted(numbers.items())
    )


def _print_rows(head: str, rows: list[dict[str, str]], *, colour: str) -> None:
    if not rows:
        return
    click.echo(f"  {head}:")
    for row in rows:
        when = row["due"][:16].replace("T", " ")
        click.echo(f"    {click.style(when, fg=colour)}  {row['title']}  [{row['key']}]")
        if row["sentence"]:
            click.echo(f"      {row['sentence']}")
