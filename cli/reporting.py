"""`vekha report`: a document from the answers so far, as of a day."""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli.folders import json_option, language_option, print_json
from cli.planning import plan_or_exit, roadmap_argument

if TYPE_CHECKING:
    from office.assembling import Made
    from reports.formats import Format
    from vekha.planning import Plan
    from wiring.tools import Tools

FORMATS = ("docx", "pdf", "xlsx", "html")


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    del context, parameter
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    if not wanted or not set(wanted) <= set(FORMATS):
        raise click.BadParameter(f"{value!r}: {', '.join(FORMATS)}")
    return wanted


@click.command()
@roadmap_argument
@click.argument("name")
@click.option(
    "--format", "formats", default="docx", callback=_formats, show_default=True,
    help="One or several of docx, pdf, xlsx, html, with commas.",
)  # fmt: skip
@click.option("--as-of", default="", help="A day (its end counts) or a moment; default: now.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder for the files; default: here.",
)
@json_option
@language_option
def report(
    roadmap: Path,
    name: str,
    *,
    formats: tuple[str, ...],
    as_of: str,
    out: Path,
    as_json: bool,
    language: str,
) -> None:
    """Assemble the document NAME of a deployed ROADMAP: a key of its reports, roadmap or passport."""
    from cli.up import open_tools
    from office.on_request import NoSuchDocument, answered, assemble_named, known_documents

    written = plan_or_exit(roadmap, language=language, as_json=as_json)
    made = open_tools()
    plan = _deployed(made, written, language=language)
    moment = _moment(as_of, plan, now=made.clock.now())
    wanted = tuple(cast("Format", one) for one in formats)
    try:
        files = assemble_named(made.office, plan, name, now=moment, formats=wanted)
    except NoSuchDocument:
        known = "\n".join(f"  {k}  {title}".rstrip() for k, title in known_documents(plan).items())
        click.echo(_WORDS["unknown"][language].format(name=name, known=known), err=True)
        sys.exit(1)
    counted = answered(made.office, plan, name, now=moment)
    paths = _write(out, files)
    if as_json:
        print_json(_told(plan, name, moment, counted, files, paths))
    else:
        for path in paths:
            click.echo(path)
    _notes(files, wanted, counted, language)


def _deployed(made: Tools, written: Plan, *, language: str) -> Plan:
    """The plan in force for the roadmap's edition, which the answers belong to; else exit 1."""
    from models.engine import reading
    from office.office import NoRoadmap

    try:
        with reading(made.office.engine) as session:
            plan = made.office.plans.of(session, written.edition)
    except NoRoadmap:
        click.echo(_WORDS["not-deployed"][language].format(edition=written.edition), err=True)
        sys.exit(1)
    if plan.roadmap.digest != written.roadmap.digest:
        click.echo(_WORDS["edited"][language], err=True)
    return plan


def _moment(as_of: str, plan: Plan, *, now: datetime) -> datetime:
    """The end of a day in the roadmap's zone, or the moment given; never later than now."""
    from vekha.calendar import find_zone, to_utc

    if not as_of:
        return now
    zone = plan.roadmap.file.timezone
    try:
        if len(as_of) == len("2024-03-01"):
            after = to_utc(date.fromisoformat(as_of) + timedelta(days=1), time(), zone)
            return min(after - timedelta(seconds=1), now)
        moment = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise click.UsageError(f"--as-of {as_of!r}: 2024-03-01, 2024-03-01T18:00") from error
    return min(moment if moment.tzinfo else moment.replace(tzinfo=find_zone(zone)), now)


def _write(out: Path, files: tuple[Made, ...]) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / one.file_name for one in files]
    for path, one in zip(paths, files, strict=True):
        path.write_bytes(one.content)
    return paths


def _told(
    plan: Plan,
    name: str,
    moment: datetime,
    counted: tuple[int, int] | None,
    files: tuple[Made, ...],
    paths: list[Path],
) -> dict[str, object]:
    from vekha.calendar import to_local

    answers, asked = counted or (None, None)
    return {
        "roadmap": plan.edition,
        "report": name,
        "as_of": to_local(moment, plan.roadmap.file.timezone).isoformat(timespec="seconds"),
        "answered": answers,
        "asked": asked,
        "files": [
            {"format": one.format, "path": str(path), "bytes": len(one.content)}
            for one, path in zip(files, paths, strict=True)
        ],
        "problems": [problem for one in files for problem in one.problems],
    }


def _notes(
    files: tuple[Made, ...],
    wanted: tuple[Format, ...],
    counted: tuple[int, int] | None,
    language: str,
) -> None:
    """What the reader of the document should know, on standard error."""
    if counted is not None and counted[0] == 0:
        click.echo(_WORDS["nobody"][language].format(asked=counted[1]), err=True)
    made = {one.format for one in files}
    if missing := [one for one in wanted if one not in made]:
        click.echo(_WORDS["word-only"][language].format(formats=", ".join(missing)), err=True)
    for one in files:
        for problem in one.problems:
            click.echo(f"{one.file_name}: {problem}", err=True)


_WORDS = {
    "unknown": {
        "ru": "Документа «{name}» нет. Есть:\n{known}",
        "kk": "«{name}» деген құжат жоқ. Барлары:\n{known}",
        "en": "There is no document “{name}”. There are:\n{known}",
    },
    "not-deployed": {
        "ru": "{edition} ещё не развёрнута: отвечать было не на что. Сначала: vekha deploy (или vekha up).",
        "kk": "{edition} әлі іске қосылмаған: жауап беретін ештеңе болмады. Алдымен: vekha deploy (не vekha up).",
        "en": "{edition} is not deployed yet: there was nothing to answer. First: vekha deploy (or vekha up).",
    },
    "edited": {
        "ru": "Файл отличается от развёрнутого: документ собран по развёрнутому.",
        "kk": "Файл іске қосылғаннан өзгеше: құжат іске қосылғаны бойынша жиналды.",
        "en": "The file differs from what is deployed: the document follows what is deployed.",
    },
    "nobody": {
        "ru": "Ответов ещё нет (0 из {asked}): в документе нули.",
        "kk": "Әзірге жауап жоқ ({asked} ішінен 0): құжатта нөлдер тұр.",
        "en": "No answers yet (0 of {asked}): the document shows zeros.",
    },
    "word-only": {
        "ru": "Сборник бывает в Word и, где есть LibreOffice, в PDF; не собрано: {formats}.",
        "kk": "Жинақ Word түрінде, LibreOffice болса PDF түрінде де болады; жиналмады: {formats}.",
        "en": "A volume is a Word file and, with LibreOffice, a PDF; not made: {formats}.",
    },
}
