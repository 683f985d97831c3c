"""`vekha mail log` and `vekha mail show`: which letters there are, and one of them word for word."""

from __future__ import annotations

import csv
import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.folders import json_option, language_option, print_json
from cli.wording_mail import say

if TYPE_CHECKING:
    from models.letter import LetterRow
    from vekha.planning import Plan
    from wiring.tools import Tools

STATES = ("queued", "sending", "sent", "held", "refused", "delayed", "in-doubt", "cancelled")
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M"])
COLUMNS = ("at", "state", "key", "action", "template", "person", "name", "address",
           "organisation", "survey", "code", "reply", "attempts")  # fmt: skip


@click.command()
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Repeatable.")
@click.option("--person", default="", help="To this person (key).")
@click.option("--address", default="", help="To this address.")
@click.option("--organisation", default="", help="About this organisation (key or name).")
@click.option("--district", default="", help="About organisations of this district (key or name).")
@click.option("--survey", default="", help="About this survey, meeting, announcement or report.")
@click.option("--action", default="", help="Of this action: a key or its end, interim/remind-1.")
@click.option("--template", default="", help="invitation, reminder, digest …")
@click.option("--code", default="", help="With this code of the server, 550, or ours, too-late.")
@click.option("--text", default="", help="With these words in key, name, address or reply.")
@click.option("--since", type=DAY, help="Sent or queued on this day or later (roadmap's zone).")
@click.option("--until", type=DAY, help="… on this day or earlier.")
@click.option("--roadmap", "edition", default="", help="Of this edition: gorod-selu/2023-2024.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help="A table for Excel, without a limit.")
@json_option
@language_option
def log(
    *,
    states: tuple[str, ...],
    organisation: str,
    district: str,
    survey: str,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    as_csv: bool,
    as_json: bool,
    language: str,
    **plain: str,
) -> None:
    """Show letters and what became of them; counts are of all that fit, whatever the limit.

    Letters that stayed on this machine (capture, not a guest) are «held», never «sent».
    """
    from cli.up import open_tools
    from models.engine import reading
    from models.mail_search import Wanted, count_found, find_letters

    made = open_tools()
    plans = _plans(made, plain["edition"])
    zone = next((plan.roadmap.file.timezone for plan in plans), "UTC")
    wanted = Wanted(
        states=[state.replace("-", " ") for state in states],
        subject_key=survey,
        organisations=_organisations(plans, organisation, district, language),
        since=_moment(since, zone),
        until=_moment(until, zone, after=True),
        **plain,
    )
    with reading(made.office.engine) as session:
        counts = count_found(session, wanted)
        rows = find_letters(session, wanted, limit=None if as_csv else limit)
    if as_csv:
        click.echo(_table(rows, zone), nl=False)
    elif as_json:
        print_json({"letters": [letter_json(row) for row in rows], "counts": counts})
    else:
        _print(rows, counts, zone=zone, language=language)


def _plans(made: Tools, edition: str) -> list[Plan]:
    """The plans in force of one edition, or of all that can be read."""
    from models.engine import reading
    from models.roadmap_version import editions
    from office.office import NoRoadmap

    found = []
    with reading(made.office.engine) as session:
        for one in editions(session):
            if edition in ("", one):
                try:
                    found.append(made.office.plans.of(session, one))
                except NoRoadmap:
                    continue  # deployed by an older Vekha
    return found


def _organisations(
    plans: list[Plan], organisation: str, district: str, language: str
) -> list[str] | None:
    """Keys of the organisations that are meant; exit 1 with the nearest names for an unknown one."""
    from cli.nearest import nearest

    if not organisation and not district:
        return None
    known = {key: one for plan in plans for key, one in plan.roadmap.organisations.items()}
    named = {word: key for key, one in known.items() for word in (key, one.name, one.label)}
    given = organisation or district
    key = named.get(given)
    if key is None:
        close = nearest(given, named)
        click.echo(say("unknown-organisation", language, given=given, near=close), err=True)
        sys.exit(1)
    if organisation:
        return [key]
    return [key, *(one.key for one in known.values() if one.district == key)]


def _moment(day: datetime | None, zone: str, *, after: bool = False) -> datetime | None:
    """A day's beginning, or its end, where the roadmap is; an hour that is given counts as such."""
    from zoneinfo import ZoneInfo

    if day is None:
        return None
    whole = (day.hour, day.minute) == (0, 0)
    if after:
        day += timedelta(days=1) if whole else timedelta(minutes=1)
    return day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def letter_json(row: LetterRow) -> dict[str, Any]:
    """A letter as `--json` prints it; times in UTC."""
    from models.mail_search import state_of

    return {
        "key": row.key,
        "action": row.action,
        "person": row.person,
        "name": row.name,
        "address": row.address,
        "organisation": row.organisation,
        "survey": row.subject_key,
        "template": row.template,
        "state": state_of(row),
        "code": row.code,
        "reply": row.reply,
        "attempts": row.attempts,
        "queued_at": row.queued_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "next_try": row.next_try.isoformat(),
        "not_after": row.not_after.isoformat(),
        "message_id": row.message_id,
    }


_COLOURS = {"sent": "green", "refused": "red", "in doubt": "yellow", "delayed": "yellow",
            "held": "cyan"}  # fmt: skip


def _print(rows: list[LetterRow], counts: dict[str, int], *, zone: str, language: str) -> None:
    from models.mail_search import state_of
    from vekha.calendar import to_local

    total = sum(counts.values())
    if total > len(rows):
        click.echo(say("earlier", language, number=total - len(rows)))
    for row in rows:
        at = to_local(row.sent_at or row.queued_at, zone)
        named = state_of(row)
        state = click.style(f"{say(named, language):<12}", fg=_COLOURS.get(named))
        reply = f"  {row.code} {row.reply}".rstrip() if named not in ("sent", "held") else ""
        click.echo(f"{at:%Y-%m-%d %H:%M}  {state}  {row.key}  <{row.address}>{reply}")
    told = ", ".join(f"{say(name, language)} {n}" for name, n in counts.items() if n)
    click.echo(told or say("no-letters", language))


def _table(rows: list[LetterRow], zone: str) -> str:
    """Semicolons and a byte order mark, as Excel in Russian and Kazakh wants them."""
    from models.mail_search import state_of
    from vekha.calendar import to_local

    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        at = to_local(row.sent_at or row.queued_at, zone)
        told = {"at": f"{at:%Y-%m-%d %H:%M}", "state": state_of(row), "survey": row.subject_key}
        table.writerow(_cell(told.get(name, getattr(row, name, ""))) for name in COLUMNS)
    return "\ufeff" + written.getvalue()


def _cell(value: object) -> str:
    """A server's reply must not become a formula in a spreadsheet."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


@click.command()
@click.argument("key")
@click.option("--eml", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a file.")
@click.option("--html", is_flag=True, help="Its HTML instead of its text.")
@json_option
@language_option
def show(key: str, *, eml: Path | None, html: bool, as_json: bool, language: str) -> None:
    """Show letter KEY word for word as it was sent, and everything that happened to it.

    One that was not sent yet is shown as it would be now.
    """
    from cli.up import open_tools
    from models.engine import reading
    from models.mail_log import letter
    from models.mail_search import keys_like, timeline
    from office.showing import text_of

    made = open_tools()
    with reading(made.office.engine) as session:
        row = letter(session, key)
        if row is None:
            near = ", ".join(keys_like(session, key)) or "—"
            click.echo(say("no-such-letter", language, key=key, near=near), err=True)
            sys.exit(1)
        events = timeline(session, row)
        told = text_of(made.office, session, row, now=made.clock.now())
    if eml is not None:
        eml.write_bytes(told.mime)
        click.echo(str(eml), err=True)
    if as_json:
        print_json(
            {
                **letter_json(row),
                "as_sent": told.as_sent,
                "problem": told.problem,
                "headers": dict(told.headers),
                "text": told.text,
                "html": told.html,
                "timeline": [
                    {"at": one.at.isoformat(), "kind": one.kind, "detail": one.detail}
                    for one in events
                ],
            }
        )
        return
    _history(row, [(one.at, one.kind, one.detail) for one in events], language)
    if told.problem:
        click.secho(told.problem, fg="red")
        return
    click.secho(say("as-sent" if told.as_sent else "as-now", language), bold=True)
    for name, value in told.headers:
        click.echo(f"{name}: {value}")
    click.echo()
    click.echo((told.html if html else told.text).strip())


def _history(
    row: LetterRow, events: list[tuple[datetime, str, dict[str, Any]]], language: str
) -> None:
    from models.mail_search import state_of

    click.secho(f"{row.key}  {say(state_of(row), language)}", bold=True)
    lines = [(row.queued_at, say("was-queued", language, address=row.address))]
    if row.handed_at is not None:
        lines.append((row.handed_at, say("was-handed", language, attempts=row.attempts)))
    for at, kind, detail in events:
        shown = {name: value for name, value in detail.items() if name != "letter" and value}
        lines.append((at, f"{kind}  {'; '.join(f'{n}: {v}' for n, v in shown.items())}"))
    if row.sent_at is not None:
        lines.append((row.sent_at, f"{say(state_of(row), language)}  {row.code} {row.reply}"))
    for at, words in sorted(lines, key=lambda line: line[0]):
        click.echo(f"  {at:%Y-%m-%d %H:%M:%SZ}  {words}")
    click.echo()
