"""`vekha new`: a commented skeleton, or another roadmap taken over into a new period."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import click

from cli.folders import (
    issues_json,
    json_option,
    language_option,
    print_issues,
    print_json,
    read_letters,
)
from vekha.catalogue import has_errors
from vekha.issues import Issue
from vekha.planning import make_plan
from vekha.reading.reader import ROADMAP
from vekha.renewing.period import NotRenewable, renew, school_year_of
from vekha.renewing.remarks import Remark, remarks_on
from vekha.schema import FILE_NAME, schema_text
from vekha.terms import read_period
from wiring.clock import real_now

SKELETON = (ROADMAP, "organisations.csv", "people.csv")
TAKEN = {".yaml", ".yml", ".csv", ".xlsx"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--period", default="", help="2026/2027, 2026, or from/until; default: this year's.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="A roadmap to take over, with all its words and comments.",
)
@json_option
@language_option
def new(folder: Path, *, period: str, source: Path | None, as_json: bool, language: str) -> None:
    """Start a roadmap in DIR: a skeleton with comments, or a copy of another for a new period."""
    period = period or school_year_of(real_now().date())
    if read_period(period) is None:
        raise click.UsageError(f"--period {period!r}: 2026/2027, 2026, 2025-08-01/2026-07-31")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        click.echo(_WORDS["taken"][language].format(folder=folder), err=True)
        sys.exit(1)
    remarks: tuple[Remark, ...] = ()
    if source is None:
        files = _skeleton(folder, period=period, language=language)
        issues = make_plan(files, folder=f"{folder}/")[1]
    else:
        try:
            files, issues, remarks = _take_over(source, folder, period=period, language=language)
        except NotRenewable as refusal:
            told = _WORDS["unreadable"][language].format(source=source, why=refusal)
            click.echo(told, err=True)
            sys.exit(1)
    _write(folder, files)
    if as_json:
        print_json(_told(folder, period, files, issues, remarks, language))
    else:
        _tell(folder, period, issues, remarks, language, copied=source is not None)
    sys.exit(1 if has_errors(issues) else 0)


def _skeleton(folder: Path, *, period: str, language: str) -> dict[str, bytes]:
    kept = resources.files("cli") / "skeletons" / language
    files = {name: (kept / name).read_bytes() for name in SKELETON}
    text = files[ROADMAP].decode().replace("@PERIOD@", period.ljust(8))
    text = text.replace("@KEY@", _key(folder.absolute().name))
    return {**files, ROADMAP: text.encode(), **editor_files()}


def editor_files() -> dict[str, bytes]:
    """The schema, and what makes VS Code offer the extension that reads it."""
    extensions = {"recommendations": ["redhat.vscode-yaml"]}
    options = {
        "yaml.schemas": {f"./{FILE_NAME}": ROADMAP},
        "yaml.schemaStore.enable": False,
        "[yaml]": {
            "editor.tabSize": 2,
            "editor.quickSuggestions": {"other": True, "strings": True},
        },
        "files.encoding": "utf8",
    }
    written = {".vscode/extensions.json": extensions, ".vscode/settings.json": options}
    texts = {name: json.dumps(value, indent=2) + "\n" for name, value in written.items()}
    return {FILE_NAME: schema_text().encode(), **{n: t.encode() for n, t in texts.items()}}


def _key(name: str) -> str:
    """The folder's name as a key where it can be one."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    return found or "programme"


def _take_over(
    source: Path, folder: Path, *, period: str, language: str
) -> tuple[dict[str, bytes], tuple[Issue, ...], tuple[Remark, ...]]:
    """The files of another roadmap, its period and the years of its plan changed."""
    place = source.parent if source.is_file() else source
    files = {
        found.name: found.read_bytes()
        for found in sorted(place.iterdir())
        if found.is_file() and (found.suffix.lower() in TAKEN or found.stem == "README")
    }
    files |= read_letters(place)
    written = source.name if source.is_file() else ROADMAP
    if written not in files:
        raise NotRenewable(f"{place / ROADMAP}?")
    renewed = renew(files.pop(written), period=period, file=str(place / written))
    files[ROADMAP] = renewed.content
    if FILE_NAME.encode() in renewed.content:
        files |= editor_files()
    plan, issues = make_plan(files, folder=f"{folder}/")
    remarks = () if plan is None else remarks_on(plan, renewed, issues, language=language)
    return files, issues, remarks


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _told(
    folder: Path,
    period: str,
    files: dict[str, bytes],
    issues: Iterable[Issue],
    remarks: Iterable[Remark],
    language: str,
) -> dict[str, object]:
    return {
        "folder": str(folder),
        "period": period,
        "files": sorted(files),
        "issues": issues_json(issues, language=language),
        "look_at": [{"code": r.code, **r.place._asdict(), "message": r.sentence} for r in remarks],
    }


def _tell(
    folder: Path,
    period: str,
    issues: tuple[Issue, ...],
    remarks: tuple[Remark, ...],
    language: str,
    *,
    copied: bool,
) -> None:
    print_issues(issues, language=language, quiet=copied)
    if remarks:
        click.secho(_WORDS["look"][language], bold=True)
        for remark in remarks:
            click.echo(f"  {remark.place}: {remark.sentence}")
    click.echo(_WORDS["written"][language].format(folder=folder, period=period))
    click.echo(_WORDS["next"][language].format(folder=folder))


_WORDS = {
    "taken": {
        "ru": "{folder}: папка не пуста. Ничего не записано; назовите другую папку.",
        "kk": "{folder}: қалта бос емес. Ештеңе жазылмады; басқа қалтаны атаңыз.",
        "en": "{folder} is not empty. Nothing was written; name another folder.",
    },
    "unreadable": {
        "ru": "{source}: перенести нельзя ({why}). Ничего не записано; проверьте: vekha check {source}",
        "kk": "{source}: көшіруге болмайды ({why}). Ештеңе жазылмады; тексеріңіз: vekha check {source}",
        "en": "{source} cannot be taken over ({why}). Nothing was written; try: vekha check {source}",
    },
    "look": {
        "ru": "Что посмотреть человеку:",
        "kk": "Адам қарайтын жерлер:",
        "en": "For a person to look at:",
    },
    "written": {
        "ru": "Готово: {folder}, период {period}.",
        "kk": "Дайын: {folder}, кезең {period}.",
        "en": "Done: {folder}, period {period}.",
    },
    "next": {
        "ru": "Дальше: vekha check {folder}   и   vekha plan {folder}",
        "kk": "Әрі қарай: vekha check {folder}   және   vekha plan {folder}",
        "en": "Next: vekha check {folder}   and   vekha plan {folder}",
    },
}
