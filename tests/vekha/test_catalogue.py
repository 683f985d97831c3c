"""The catalogue and the code agree: each code is used, told in three languages, and can be filled."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from vekha.catalogue import Entry, catalogue, hint_of, issue_json, message_of
from vekha.catalogue_page import catalogue_page
from vekha.issues import Issue, Place
from vekha.planning import make_plan

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "kk", "en")
# Functions that make issues, and where the code stands among their arguments.
MAKERS = {"Issue": 0, "add": 0, "_stop": 0, "_add": 1, "_issue": 1, "issue_at": 1}
PACKAGES = ("reading", "dating", "checking")


def literals() -> Iterator[str]:
    """Every string literal of the core, and of the letters, which judge their templates."""
    for file in (f for name in ("vekha", "notifications") for f in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def made_codes() -> Iterator[tuple[str, str]]:
    """The codes with which issues are made, each with its file and line."""
    for file in (f for name in PACKAGES for f in (ROOT / "vekha" / name).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = MAKERS.get(name)
            if at is None or len(node.args) <= at:
                continue
            given = node.args[at]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value, f"{file.name}:{node.lineno}"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


ENTRIES = list(catalogue().values())


def test_tables_parsed_one_by_one_are_those_of_the_file() -> None:
    whole = tomllib.loads((ROOT / "vekha" / "diagnostics.toml").read_text(encoding="utf-8"))
    assert list(catalogue()) == list(whole)
    for code, row in whole.items():
        entry = catalogue()[code]
        assert (str(entry.severity), entry.message) == (row["severity"], row["message"])
        assert (entry.hint, entry.of_document) == (
            row.get("hint", {}),
            row.get("of_document", False),
        )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_diagnostic_is_told_in_three_languages(entry: Entry) -> None:
    assert set(entry.message) == set(LANGUAGES)
    assert not entry.hint or set(entry.hint) == set(LANGUAGES)
    assert len(set(entry.message.values())) == 3
    for text in (*entry.message.values(), *entry.hint.values()):
        assert text == text.strip()
        assert text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_diagnostic_names_the_same_facts_in_every_language(entry: Entry) -> None:
    assert len({frozenset(placeholders(text)) for text in entry.message.values()}) == 1
    assert len({frozenset(placeholders(text)) for text in entry.hint.values()} or {None}) == 1


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_diagnostic_speaks_the_language_that_it_says(entry: Entry) -> None:
    for texts in filter(None, (entry.message, entry.hint)):
        assert re.search("[а-яё]", texts["ru"])
        assert re.search("[а-яёәғқңөұүһі]", texts["kk"])
        plain = re.sub(r"[“`«][^”`»]*[”`»]|\{\w+\}", "", texts["en"])
        assert re.search("[a-z]", plain)


def test_every_code_with_which_an_issue_is_made_is_in_the_catalogue() -> None:
    missing = sorted((code, at) for code, at in made_codes() if code not in catalogue())
    assert missing == []


def test_every_code_of_the_catalogue_is_used() -> None:
    used = set(literals())
    assert sorted(set(catalogue()) - used) == []


def test_issues_of_the_real_roadmap_are_filled_in_every_language(
    gorod_selu_files: Mapping[str, bytes],
) -> None:
    issues = make_plan(gorod_selu_files)[1]
    assert issues
    for issue in issues:
        for language in LANGUAGES:
            told = issue_json(issue, language=language)
            assert not re.search(r"[{}]", f"{told['message']}{told['hint'] or ''}")


def test_nearest_name_takes_the_place_of_the_hint() -> None:
    facts = {"key": "x", "file": "o.csv", "nearest": "y"}
    issue = Issue("unknown-organisation", Place("roadmap.yaml", 1, 1), "", facts)
    assert hint_of(issue, language="ru") == "Возможно, имелось в виду «y»."
    assert message_of(issue, language="en") == "There is no organisation “x” in o.csv."


def test_language_that_is_not_there_is_told_in_russian() -> None:
    issue = Issue("file-empty", Place("roadmap.yaml", 1, 1))
    assert message_of(issue, language="de") == message_of(issue, language="ru")


def test_json_of_an_issue_has_what_the_contract_names() -> None:
    issue = Issue("tab", Place("roadmap.yaml", 3, 1), "roles", {"text": "x"})
    assert list(issue_json(issue, language="ru")) == [
        "code", "severity", "file", "line", "column", "path", "message", "hint",
    ]  # fmt: skip


def test_page_of_diagnostics_is_that_of_the_catalogue() -> None:
    """Written by `python -m cli.schema`."""
    page = Path(__file__).parents[2] / "docs" / "diagnostics.md"
    assert page.read_text(encoding="utf-8") == catalogue_page()
    assert page.read_text(encoding="utf-8").count("\n| `") == len(catalogue())
