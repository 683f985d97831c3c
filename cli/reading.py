"""`vekha check` and `vekha terms`."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import click

from cli.folders import (
    inspect_folder,
    issues_json,
    json_option,
    language_option,
    print_acknowledged,
    print_issues,
    print_json,
)
from vekha.catalogue import has_errors, issue_json, severity_of
from vekha.issues import Issue


@click.command()
@click.argument("roadmaps", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@language_option
def check(roadmaps: tuple[Path, ...], *, as_json: bool, language: str) -> None:
    """Say everything that is wrong with ROADMAPS; exit 1 if anything stops a deployment."""
    # Without it pydantic reads the metadata of every installed package, in search of its plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    found: list[Issue] = []
    settled: list[tuple[Issue, str]] = []
    for roadmap in roadmaps:
        inspected = inspect_folder(roadmap)
        found += inspected.issues
        settled += inspected.acknowledged
    if as_json:
        shown = [
            *({**row, "acknowledged": None} for row in issues_json(found, language=language)),
            *(
                {**issue_json(issue, language=language), "acknowledged": reason}
                for issue, reason in settled
            ),
        ]
        print_json({"issues": shown})
    else:
        print_acknowledged(settled, language=language)
        print_issues(found, language=language)
        counts = {s: sum(severity_of(i) == s for i in found) for s in ("E", "W", "I")}
        line = _SUMMARY[language].format(**counts)
        click.echo(line + _SETTLED[language].format(settled=len(settled)), err=True)
    sys.exit(1 if has_errors(found) else 0)


_SUMMARY = {
    "ru": "Ошибок: {E}, предупреждений: {W}, сведений: {I}.",
    "kk": "Қате: {E}, ескерту: {W}, мәлімет: {I}.",
    "en": "Errors: {E}, warnings: {W}, notes: {I}.",
}


_SETTLED = {
    "ru": " Принято с причиной: {settled}.",
    "kk": " Себебімен қабылданды: {settled}.",
    "en": " Acknowledged with a reason: {settled}.",
}


@click.command()
@click.argument("phrase", required=False)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TSV with the columns phrase and context_year.",
)
@click.option("--period", default="", help="School year 2023/2024, year 2021, or from/until.")
@json_option
@language_option
def terms(
    phrase: str | None, file: Path | None, *, period: str, as_json: bool, language: str
) -> None:
    """Show how PHRASE, or each phrase of a TSV file, is read as a term."""
    if (phrase is None) == (file is None):
        raise click.UsageError("give one PHRASE, or --file F.tsv")
    if file is not None:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        if rows and not {"phrase", "context_year"} <= set(rows[0]):
            raise click.UsageError(f"{file}: needs the columns phrase and context_year")
        read = [
            _read(row["phrase"].replace("\\n", "\n"), row["context_year"] or period, language)
            for row in rows
        ]
    else:
        assert phrase is not None
        read = [_read(phrase, period, language)]
    if as_json:
        print_json([*read] if file is not None else read[0])
        return
    for one in read:
        click.echo(_line(one))


def _read(phrase: str, period: str, language: str) -> dict[str, object]:
    from vekha.terms import read_period, read_term, term_json

    if not period:
        raise click.UsageError("--period is needed: 2023/2024, 2021, or 2019-08-01/2020-07-31")
    known = read_period(period)
    if known is None:
        raise click.UsageError(
            f"--period {period!r}: write 2023/2024, 2021 or 2019-08-01/2020-07-31"
        )
    return term_json(read_term(phrase, period=known, language=language))


def _line(read: dict[str, object]) -> str:
    windows = read["windows"]
    assert isinstance(windows, list)
    days = "; ".join(f"{w['from'] or '…'} – {w['until']}" for w in windows) or "—"
    rule = f" {read['rrule']}" if read["rrule"] else ""
    notes = read["notes"]
    assert isinstance(notes, list)
    tail = f"  ({' '.join(notes)})" if notes else ""
    return f"{read['phrase']!r}: {read['kind']}: {days}{rule} [{read['certainty']}]{tail}"
