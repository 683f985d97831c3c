"""Every diagnostic: its code, its severity, and what it says in Russian, Kazakh and English.

The texts are in vekha/diagnostics.toml, one table per code; placeholders are the issue's facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from vekha.issues import Issue, Severity


class Entry(NamedTuple):
    """One diagnostic. `message` and `hint` are by language; a hint may be missing.

    `of_document`: a contradiction that the source document itself contains, which the coordinator
    cannot mend without changing the document; see docs/decisions/0003-contradictions-in-documents.md.
    """

    code: str
    severity: Severity
    message: Mapping[str, str]
    hint: Mapping[str, str]
    of_document: bool = False


_FILE = Path(__file__).with_name("diagnostics.toml")


def catalogue() -> Mapping[str, Entry]:
    """All diagnostics by code."""
    return {code: _entry(code) for code in _tables()}


@cache
def _entry(code: str) -> Entry:
    """One diagnostic. A check tells a dozen of them; to parse all takes a tenth of its time."""
    row = tomllib.loads(_tables()[code])[code]
    return Entry(
        code,
        Severity(row["severity"]),
        row["message"],
        row.get("hint", {}),
        of_document=row.get("of_document", False),
    )


@cache
def _tables() -> Mapping[str, str]:
    """The text of each diagnostic's table by its code."""
    _, *tables = _FILE.read_text(encoding="utf-8").split('\n["')
    return {table.partition('"]')[0]: f'["{table}' for table in tables}


def severity_of(issue: Issue) -> Severity:
    """The severity that the catalogue gives the issue's code."""
    return _entry(issue.code).severity


def may_be_acknowledged(issue: Issue) -> bool:
    """Whether a reason in the file settles it: W and I always, E only where the document errs."""
    entry = _entry(issue.code)
    return entry.severity is not Severity.ERROR or entry.of_document


def message_of(issue: Issue, *, language: str) -> str:
    """What is wrong, with the person's own words and the facts that clash."""
    return _fill(_entry(issue.code).message, issue, language)


def hint_of(issue: Issue, *, language: str) -> str | None:
    """What to do; None where the message says it all."""
    hints = _entry(issue.code).hint
    if issue.facts.get("nearest"):
        hints = NEAREST
    elif issue.facts.get("times"):
        hints = MULTIPLIED
    # A hint whose fact is not known says nothing.
    if not hints or any(issue.facts.get(name) == "—" for name in _placeholders(hints["ru"])):
        return None
    return _fill(hints, issue, language)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


NEAREST = {
    "ru": "Возможно, имелось в виду «{nearest}».",
    "kk": "Бәлкім, «{nearest}» деп жазғыңыз келген шығар.",
    "en": "Did you mean “{nearest}”?",
}


MULTIPLIED = {
    "ru": "Согласуется {true} %: похоже, одна единица ({one} %) округлена до {rounded} % и умножена "
    "на {times}.",
    "kk": "Сәйкес мән: {true} %; бір бірлік ({one} %) {rounded} %-ға дейін дөңгелектеліп, {times} "
    "есе көбейтілген сияқты.",
    "en": "{true}% agrees: one unit ({one}%) seems to have been rounded to {rounded}% and multiplied "
    "by {times}.",
}


def _fill(texts: Mapping[str, str], issue: Issue, language: str) -> str:
    return (texts.get(language) or texts["ru"]).format_map(issue.facts_in(language))


def issue_json(issue: Issue, *, language: str) -> dict[str, object]:
    """An issue as `vekha check --json` prints it."""
    return {
        "code": issue.code,
        "severity": str(severity_of(issue)),
        "file": issue.place.file,
        "line": issue.place.line,
        "column": issue.place.column,
        "path": issue.path,
        "message": message_of(issue, language=language),
        "hint": hint_of(issue, language=language),
    }


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any issue stops a deployment."""
    return any(severity_of(issue) is Severity.ERROR for issue in issues)
