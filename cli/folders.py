"""Reading a roadmap's folder from the disk, and printing issues; what they mean is in vekha."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vekha.catalogue import hint_of, issue_json, message_of, severity_of
from vekha.issues import Issue, Severity

if TYPE_CHECKING:
    from vekha.planning import Inspection, Plan

ROADMAP = "roadmap.yaml"
LETTERS = "letters"
LARGEST = 64 * 1024 * 1024
TABLES = {".csv", ".xlsx", ".yaml", ".yml"}

LANGUAGES = ("ru", "kk", "en")


def default_language() -> str:
    """VEKHA_LANG, of the environment or of `.env`, as the settings have it; else Russian.

    Read here by hand: the light commands do not load the settings, and a wrong value is told by
    the commands that do.
    """
    given = os.environ.get("VEKHA_LANG", "")
    if not given and (file := Path(".env")).is_file():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition("=")
            if name.strip().removeprefix("export ").upper() == "VEKHA_LANG":
                given = value.partition("#")[0].strip().strip("'\"")
    return given if given in LANGUAGES else "ru"


language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=default_language,
    help="Language; without it that of VEKHA_LANG, else Russian.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of a roadmap by name. `path` is the folder or its roadmap.yaml."""
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise click.UsageError(f"{path}: no such folder")
    files: dict[str, bytes] = {}
    for found in sorted(folder.iterdir()):
        if found.is_file() and found.suffix.lower() in TABLES:
            files[ROADMAP if found == path else found.name] = _read_file(found)
    return {**files, **read_letters(folder)}


def read_letters(folder: Path) -> dict[str, bytes]:
    """The roadmap's own templates of letters: all that is in its folder `letters`, by name."""
    return {
        found.relative_to(folder).as_posix(): _read_file(found)
        for found in sorted((folder / LETTERS).rglob("*"))
        if found.is_file() and not _left_by_a_program(found.name)
    }


def _read_file(path: Path) -> bytes:
    with path.open("rb") as stream:  # a file too large is cut: the reader says so
        return stream.read(LARGEST)


def _left_by_a_program(name: str) -> bool:
    """What editors and file managers leave behind; nobody put it there."""
    return name.startswith((".", "~")) or name.endswith("~") or name in ("Thumbs.db", "desktop.ini")


def read_plan(path: Path) -> tuple[Plan | None, tuple[Issue, ...]]:
    """The plan of a folder and its issues."""
    found = inspect_folder(path)
    return found.plan, found.issues


def inspect_folder(path: Path) -> Inspection:
    """The plan of a folder, its issues, and those that its file acknowledges."""
    _load_core()
    from vekha.planning import inspect  # here: `vekha terms` and --help need no model

    folder = path.parent if path.is_file() else path
    shown = f"{folder}/" if str(folder) != "." else ""
    files = read_folder(path)
    return inspect(files, folder=shown, beside=_letter_issues(files, folder=shown))


def _letter_issues(files: Mapping[str, bytes], *, folder: str) -> tuple[Issue, ...]:
    """What is wrong with the own templates; where there are none, nothing of letters is loaded."""
    if not any(name.startswith(f"{LETTERS}/") for name in files):
        return ()
    from notifications.judging import judge_letters

    return judge_letters(files, folder=folder)


def _load_core() -> None:
    """Import the core without looking for garbage in it: all that it makes stays until the end.

    The collector would walk the classes again and again, which costs a tenth of `vekha check`.
    """
    # Without it pydantic reads the metadata of every installed package, in search of its plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if "vekha.planning" in sys.modules or not gc.isenabled():
        return
    gc.disable()
    try:
        importlib.import_module("vekha.planning")
    finally:
        gc.freeze()
        gc.enable()


def print_issues(issues: Iterable[Issue], *, language: str, quiet: bool = False) -> None:
    """Issues to standard error, one after another; `quiet` leaves out information."""
    for issue in issues:
        severity = severity_of(issue)
        if quiet and severity is Severity.INFORMATION:
            continue
        colour = {"E": "red", "W": "yellow", "I": "blue"}[severity]
        head = click.style(f"{severity} {issue.code}", fg=colour, bold=severity == "E")
        click.echo(f"{issue.place}: {head}: {message_of(issue, language=language)}", err=True)
        hint = hint_of(issue, language=language)
        if hint:
            click.echo(f"    {hint}", err=True)


def print_count(issues: Iterable[Issue], roadmap: Path, *, language: str) -> None:
    """One line to standard error: how many warnings there are, and the command that shows them."""
    found = sum(severity_of(issue) is Severity.WARNING for issue in issues)
    if found:
        click.secho(_COUNT[language].format(found=found, roadmap=roadmap), fg="yellow", err=True)


_COUNT = {
    "ru": "Предупреждений: {found}. Какие именно: vekha check {roadmap}",
    "kk": "Ескерту: {found}. Толық тізімі: vekha check {roadmap}",
    "en": "Warnings: {found}. To read them: vekha check {roadmap}",
}


def print_acknowledged(settled: Iterable[tuple[Issue, str]], *, language: str) -> None:
    """Acknowledged issues to standard error, each with the reason that the file gives."""
    for issue, reason in settled:
        head = click.style(f"{severity_of(issue)} {issue.code}", dim=True)
        click.echo(f"{issue.place}: {head}: {message_of(issue, language=language)}", err=True)
        click.echo(f"    {_ACCEPTED[language]}: {reason}", err=True)


_ACCEPTED = {"ru": "Принято", "kk": "Қабылданды", "en": "Acknowledged"}


def print_json(value: Mapping[str, object] | list[object]) -> None:
    """The one JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def issues_json(issues: Iterable[Issue], *, language: str) -> list[dict[str, object]]:
    """Issues as the contract has them."""
    return [issue_json(issue, language=language) for issue in issues]
