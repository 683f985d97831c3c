"""`vekha mail`: look into the outbox, see letters before they go, decide about those in doubt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.doctor import doctor
from cli.folders import json_option, language_option, print_json, read_folder
from cli.mail_log import log, show
from cli.planning import plan_or_exit, roadmap_argument
from cli.wording_mail import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from office.previewing import Previewed


@click.group()
def mail() -> None:
    """Examine, preview, test, log and decide about letters."""


mail.add_command(doctor)
mail.add_command(log)
mail.add_command(show)


@mail.command()
@roadmap_argument
@click.option("--person", default="", help="All letters of the year to this person (key or name).")
@click.option("--organisation", default="", help="All about this organisation (key or name).")
@click.option("--survey", default="", help="Only about this survey, meeting, announcement, report.")
@click.option("--action", default="", help="Only of this action: a key or its end.")
@click.option(
    "--letters", "told", type=click.Choice(["ru", "kk", "en"]), help="All of them in this language."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write .eml, .html, .txt files."
)
@json_option
@language_option
def preview(
    roadmap: Path,
    *,
    person: str,
    organisation: str,
    survey: str,
    action: str,
    told: str | None,
    out: Path | None,
    as_json: bool,
    language: str,
) -> None:
    """Show ROADMAP's letters before the year begins: a person's ladder, or one of each action."""
    from office.previewing import preview as preview_letters

    plan = plan_or_exit(roadmap, language=language, as_json=as_json)
    people, organisations = plan.roadmap.people, plan.roadmap.organisations
    found = preview_letters(
        read_folder(roadmap),
        plan,
        person=_meant(
            person,
            {word: key for key, one in people.items() for word in (one.email, one.name, key)},
            "unknown-person",
            language,
        ),
        organisation=_meant(
            organisation,
            {word: k for k, one in organisations.items() for word in (one.label, one.name, k)},
            "unknown-organisation",
            language,
        ),
        survey=_meant(
            survey, {a.subject: a.subject for a in plan.actions}, "unknown-subject", language
        ),
        language=told or "",
        action=_meant(action, _ends(a.key for a in plan.actions), "unknown-action", language),
    )
    if out is not None:
        _write(out, found)
    if as_json:
        print_json([_preview_json(one) for one in found])
    elif out is None:
        for one in found:
            _show(one, plan.roadmap.file.timezone)
    if not as_json:
        click.echo(say("previewed", language, number=len(found)), err=True)


def _meant(given: str, known: Mapping[str, str], problem: str, language: str) -> str:
    """The key that is meant by a key or a name; exit 1 with the nearest ones for neither."""
    from cli.nearest import nearest

    if not given:
        return ""
    if given in known:
        return known[given]
    near = nearest(given, known)
    click.echo(say(problem, language, given=given, near=near), err=True)
    sys.exit(1)


def _ends(keys: Iterable[str]) -> dict[str, str]:
    """Whole keys, and every end of one: interim/remind-1, remind-1."""
    parted = [key.split("/") for key in keys]
    ends = ("/".join(parts[start:]) for parts in parted for start in range(len(parts)))
    return {end: end for end in ends}


def _preview_json(one: Previewed) -> dict[str, Any]:
    return {
        "key": one.key,
        "at": one.at.isoformat(),
        "because": one.because,
        "to": one.address,
        "subject": one.words.subject,
        "text": one.words.text,
    }


def _show(one: Previewed, zone: str) -> None:
    from vekha.calendar import to_local

    at = to_local(one.at, zone)
    click.secho(f"── {at:%Y-%m-%d %H:%M}  {one.because}  → {one.name} <{one.address}>", fg="cyan")
    click.secho(one.words.subject, bold=True)
    click.echo(f"\n{one.words.text.strip()}\n")


def _write(out: Path, found: list[Previewed]) -> None:
    from notifications.folder import name_of_key

    out.mkdir(parents=True, exist_ok=True)
    for one in found:
        stem = f"{one.at:%Y-%m-%d}--{name_of_key(one.key)}"
        (out / f"{stem}.eml").write_bytes(one.mime)
        (out / f"{stem}.html").write_text(one.words.html, encoding="utf-8")
        (out / f"{stem}.txt").write_text(
            f"{one.words.subject}\n\n{one.words.text}", encoding="utf-8"
        )


@mail.command()
@click.argument("keys", metavar="KEY…", nargs=-1, required=True)
@click.option("--sent", "decision", flag_value="sent", help="It arrived: count it as sent.")
@click.option("--again", "decision", flag_value="again", help="It did not: send it again.")
@click.option("--why", required=True, help="How you know; kept in the journal.")
@language_option
def resolve(keys: tuple[str, ...], decision: str | None, *, why: str, language: str) -> None:
    """Decide about letters in doubt; `vekha mail log --state in-doubt` lists them."""
    from cli.up import open_tools
    from models.engine import writing
    from models.mail_log import letter
    from models.outbox import resolve_doubt

    if decision not in ("sent", "again"):
        raise click.UsageError("give --sent or --again")
    made, failed = open_tools(), False
    for key in keys:
        with writing(made.office.engine) as session:
            by, now = made.settings.operator, made.clock.now()
            done = resolve_doubt(
                session,
                key,
                "sent" if decision == "sent" else "again",
                by=by,
                why=why,
                now=now,
            )
            row = letter(session, key)
        if done:
            click.echo(say(f"resolved-{decision}", language, key=key))
        elif row is None:
            click.echo(say("unknown-letter", language, key=key), err=True)
        else:
            state = say(str(row.state), language)
            click.echo(say("not-in-doubt", language, key=key, state=state), err=True)
        failed = failed or not done
    sys.exit(1 if failed else 0)


@mail.command()
@language_option
def resume(*, language: str) -> None:
    """Go on sending after a pause, without waiting for its end."""
    from cli.up import open_tools
    from models.engine import writing
    from models.setting import drop_setting, setting
    from office.sending import PAUSED

    with writing(open_tools().office.engine) as session:
        found = setting(session, PAUSED)
        drop_setting(session, PAUSED)
    if found:
        click.echo(say("resumed", language, why=found["why"]))
    else:
        click.echo(say("not-paused", language))


@mail.command()
@click.argument("address")
@click.option("--sender", default="", help="Sender's address; default: that of a deployed roadmap.")
@language_option
def test(address: str, *, sender: str, language: str) -> None:
    """Send one letter to ADDRESS as letters are sent here; the outbox is not touched."""
    import asyncio

    from cli.up import open_tools
    from notifications.delivery import MailFailure
    from office.trial import NoSender, send_trial

    made = open_tools()
    try:
        delivery = asyncio.run(
            send_trial(
                made.office,
                address,
                sender=sender,
                language=language,
                now=made.clock.now(),
            )
        )
    except NoSender:
        click.echo(say("no-sender", language), err=True)
        sys.exit(1)
    except MailFailure as failure:
        code = type(failure).__name__
        click.echo(say(code, language, failure=failure, mode=str(made.settings.mail)), err=True)
        sys.exit(1)
    words = "trial-held" if delivery.held else "trial-sent"
    click.echo(say(words, language, reply=f"{delivery.code} {delivery.text}"))
