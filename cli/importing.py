"""`vekha import`: an official document into the folder of a draft roadmap."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.authoring import editor_files
from cli.documents import DocumentRefused, read_document
from cli.folders import issues_json, json_option, language_option, print_issues, print_json
from vekha.importing.draft import Draft
from vekha.importing.drafting import draft_roadmap
from vekha.importing.periods import FoundPeriod
from vekha.importing.settling import settle
from vekha.terms import read_period
from wiring.clock import real_now


@click.command("import")
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--out",
    "out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that is written.",
)
@click.option(
    "--period", default="", help="2023/2024, 2021 or from/until, instead of what is found."
)
@click.option("--force", is_flag=True, help="Write over a roadmap that stands in the folder.")
@json_option
@language_option
def import_(
    document: Path, *, out: Path, period: str, force: bool, as_json: bool, language: str
) -> None:
    """Draft a roadmap from DOCUMENT (.docx or .txt): passport, plan, stages, pairings, people.

    What was not understood is kept in roadmap.yaml as comments at its place.
    """
    given = None
    if period:
        known = read_period(period)
        if known is None:
            raise click.UsageError(
                f"--period {period!r}: write 2023/2024, 2021 or 2019-08-01/2020-07-31"
            )
        given = FoundPeriod(known.label, "указан при импорте")
    target = out / "roadmap.yaml"
    for standing in (target, out / "organisations.csv", out / "people.csv"):
        if standing.exists() and not force:
            click.echo(f"{standing}: уже есть; укажите другую папку или --force.", err=True)
            sys.exit(1)
    try:
        blocks = read_document(document)
    except DocumentRefused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    draft = draft_roadmap(blocks, source=document.name, today=real_now().date(), period=given)
    files, issues = settle(draft)
    _write(out, files | {name: text.decode() for name, text in editor_files().items()})
    if as_json:
        found = found_json(draft, target)
        found["issues"] = issues_json(issues, language=language)
        print_json(found)
        return
    print_issues(issues, language=language, quiet=True)
    click.echo(_summary(draft, target), err=True)


def _write(out: Path, files: dict[str, str]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).parent.mkdir(exist_ok=True)
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"{out}: не записать: {error.strerror}.", err=True)
        sys.exit(1)


def found_json(draft: Draft, target: Path) -> dict[str, object]:
    """What was found and what was not, in the order of the document."""
    return {
        "roadmap": str(target),
        "key": draft.key,
        "title": draft.title,
        "body": draft.body,
        "period": {
            "text": draft.period.text,
            "why": draft.period.why,
            "stated": draft.period.stated,
        },
        "passport": [{"label": r.label, "text": r.texts, "line": r.line} for r in draft.passport],
        "activities": [
            {
                "key": a.key,
                "number": a.number,
                "title": a.title,
                "term": a.term,
                "responsible": a.performers_printed,
                "performers": a.performers,
                "result": a.result,
                "stage": a.stage,
                "line": a.line,
            }
            for a in draft.activities
        ],
        "organisations": [
            {"key": o.key, "name": o.name, "kind": o.kind, "district": o.district, "line": o.line}
            for o in draft.organisations
        ],
        "people": [
            {"key": p.key, "name": p.name, "position": p.position, "role": p.role, "line": p.line}
            for p in draft.people
        ],
        "coordinators": draft.coordinators,
        "orders": [
            {"key": key, "printed": o.printed, "number": o.number, "date": o.date, "line": o.line}
            for key, o in draft.orders
        ],
        "pairings": [
            {
                "key": p.key,
                "kind": p.kind,
                "pairs": [
                    {"district": x.district, "mentor": x.mentor, "mentees": x.mentees}
                    for x in p.pairs
                ],
            }
            for p in draft.pairings
        ],
        "stages": [
            {"key": s.key, "title": s.title, "term": s.term, "line": s.line} for s in draft.stages
        ],
        "not_understood": [
            {"line": r.line, "text": r.text} for r in draft.remarks if not r.understood
        ],
    }


def _summary(draft: Draft, target: Path) -> str:
    left = sum(not r.understood for r in draft.remarks)
    pairs = sum(len(p.pairs) for p in draft.pairings)
    return (
        f"Черновик: {target}\n"
        f"Период {draft.period.text} ({draft.period.why}). Строк паспорта: {len(draft.passport)}, "
        f"мероприятий: {len(draft.activities)}, этапов: {len(draft.stages)}, приказов: "
        f"{len(draft.orders)}, организаций: {len(draft.organisations)}, людей: {len(draft.people)}, "
        f"пар: {pairs}.\n"
        f"Не понято мест: {left}; они стоят в файле комментариями с номером строки документа. "
        "Слово ЗАМЕНИТЕ отмечает то, чего в документе нет."
    )
