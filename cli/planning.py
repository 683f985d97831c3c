"""`vekha plan` and `vekha diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.folders import (
    issues_json,
    json_option,
    language_option,
    print_count,
    print_issues,
    print_json,
    read_plan,
)
from vekha.actions.action import Action
from vekha.calendar import to_local
from vekha.planning import Plan

roadmap_argument = click.argument("roadmap", type=click.Path(path_type=Path))


def plan_or_exit(roadmap: Path, *, language: str, as_json: bool) -> Plan:
    """The plan; with issues E it is printed why not, and the command ends with 1."""
    plan, issues = read_plan(roadmap)
    if plan is None:
        if as_json:
            print_json({"issues": issues_json(issues, language=language)})
        else:
            print_issues(issues, language=language)
        sys.exit(1)
    print_count(issues, roadmap, language=language)
    return plan


def action_json(action: Action) -> dict[str, object]:
    """An action as `vekha plan --json` prints it; times with the offset of the roadmap's zone."""
    return {
        "key": action.key,
        "kind": str(action.kind),
        "due": to_local(action.due, action.zone).isoformat(),
        "not_after": to_local(action.not_after, action.zone).isoformat(),
        "stage": action.stage,
        "title": action.title,
        "letters": action.letters,
    }


@click.command()
@roadmap_argument
@json_option
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Write a calendar.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a Gantt page.")
@language_option
def plan(
    roadmap: Path, *, as_json: bool, ics: Path | None, html: Path | None, language: str
) -> None:
    """Show every dated action of ROADMAP's year, before anything is sent."""
    made = plan_or_exit(roadmap, language=language, as_json=as_json)
    if ics is not None:
        from vekha.picturing.calendar import plan_calendar

        ics.write_bytes(plan_calendar(made))
        click.echo(f"{ics}", err=True)
    if html is not None:
        from vekha.picturing.gantt import plan_page

        html.write_text(plan_page(made, language=language), encoding="utf-8")
        click.echo(f"{html}", err=True)
    if as_json:
        print_json(
            {
                "roadmap": made.edition,
                "timezone": made.roadmap.file.timezone,
                "actions": [action_json(action) for action in made.actions],
            }
        )
    elif ics is None and html is None:
        _table(made, language)


_HEADS = {
    "ru": ("Когда", "Что", "Писем", "Ключ", "Перенос"),
    "kk": ("Қашан", "Не", "Хат", "Кілт", "Ауыстыру"),
    "en": ("When", "What", "Letters", "Key", "Moved"),
}


def _table(made: Plan, language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{made.roadmap.file.title.to(language)} · {made.edition}")
    for head in _HEADS[language]:
        table.add_column(head, overflow="fold")
    for action in made.actions:
        key = action.key.removeprefix(made.edition + "/")
        when = action.wall.replace("T", " ")
        table.add_row(when, action.title, str(action.letters or ""), key, action.shifted)
    width = None if sys.stdout.isatty() else 160
    Console(width=width).print(table)
    total = sum(action.letters for action in made.actions)
    click.echo(_TOTAL[language].format(actions=len(made.actions), letters=total))


_TOTAL = {
    "ru": "Действий: {actions}, писем не более {letters}.",
    "kk": "Әрекет: {actions}, хат саны {letters} артық емес.",
    "en": "Actions: {actions}, letters at most {letters}.",
}


@click.command()
@roadmap_argument
@json_option
@language_option
def diff(roadmap: Path, *, as_json: bool, language: str) -> None:
    """Show what deploying ROADMAP would change: added, moved, dropped, and what is already done."""
    made = plan_or_exit(roadmap, language=language, as_json=as_json)
    from cli.changes import changes_json, print_changes
    from models.reconciliation import compare
    from office.changes import changes_to_tell
    from wiring.tools import read_ledger, tools

    with read_ledger() as session:
        found = compare(session, made.edition, made.actions)
        news = changes_to_tell(session, made, now=tools().clock.now())
    moved = [(move.was, move.becomes) for move in found.moved]
    if as_json:
        print_json(
            {
                "roadmap": made.edition,
                "added": [action_json(a) for a in found.added],
                "moved": [
                    {"key": new.key, "from": action_json(old), "to": action_json(new)}
                    for old, new in moved
                ],
                "dropped": [action_json(a) for a in found.dropped],
                "done": list(found.done),
                "told": changes_json(made, news),
            }
        )
        return
    words = _DIFF[language]
    for action in found.added:
        click.secho(f"+ {_when(action)}  {action.title}  [{action.key}]", fg="green")
    for old, new in moved:
        same = old.wall == new.wall
        change = words["changed"] if same else f"{_when(old)} → {_when(new)}"
        click.secho(f"~ {change}  {new.title}  [{new.key}]", fg="yellow")
    for action in found.dropped:
        click.secho(f"- {_when(action)}  {action.title}  [{action.key}]", fg="red")
    click.echo(
        words["total"].format(
            added=len(found.added),
            moved=len(moved),
            dropped=len(found.dropped),
            done=len(found.done),
        )
    )
    print_changes(made, news, language=language)


def _when(action: Action) -> str:
    return action.wall.replace("T", " ")


_DIFF = {
    "ru": {
        "changed": "меняется",
        "total": "Добавится {added}, сдвинется {moved}, снимется {dropped}; уже сделано и не повторится {done}.",
    },
    "kk": {
        "changed": "өзгереді",
        "total": "Қосылады {added}, жылжиды {moved}, алынады {dropped}; жасалған, қайталанбайды {done}.",
    },
    "en": {
        "changed": "changes",
        "total": "{added} added, {moved} moved, {dropped} dropped; {done} done and never repeated.",
    },
}
