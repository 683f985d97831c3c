"""Phrases by kind, whose readings were decided by hand before they were read; one table a kind.

An empty `kind` is not compared. `expected` is written as in `terms.tsv`: windows, then the rule.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader, Shower

_TABLES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.stem)
def test_phrases_are_read_as_decided(table: Path, read: Reader, shown: Shower) -> None:
    differing = []
    for row in _rows(table):
        phrase = row["phrase"].replace("\\n", "\n")
        reading = shown(phrase, row["period"]).replace("—", "unresolvable")
        kind = str(read(phrase, row["period"]).kind)
        if reading != row["expected"] or row["kind"] not in ("", kind):
            differing.append((row, reading, kind))
    assert differing == []


def test_every_kind_has_its_table() -> None:
    assert {table.stem for table in _TABLES} >= {
        "days", "ranges", "months", "quarters", "deadlines", "recurrences", "continuous",
        "several", "offsets", "undated", "slips",
    }  # fmt: skip
