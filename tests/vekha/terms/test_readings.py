"""Some six hundred phrases in three languages against their readings, which were read by eye.

After a wanted change: `VEKHA_GOLDEN=1 pytest tests/vekha/terms/test_readings.py`, and read
the diff.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader

    from vekha.terms import Term, Window

_GOLDEN = Path(__file__).parent / "readings.tsv"
_COLUMNS = ("phrase", "period", "kind", "reading", "certainty")


def _rows() -> list[dict[str, str]]:
    with _GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _days(window: Window) -> str:
    if window.start == window.until:
        return window.until.isoformat()
    return f"{window.start or ''}/{window.until}"


def _reading(term: Term) -> str:
    parts = [";".join(_days(window) for window in term.windows) or "—"]
    if term.rrule:
        parts.append(term.rrule)
    if term.offset:
        working = "working " if term.offset.working else ""
        parts.append(f"{term.offset.days:+d} {working}from {term.offset.event}")
    return " ".join(parts)


def _read_row(read: Reader, row: dict[str, str]) -> dict[str, str]:
    term = read(row["phrase"].replace("\\n", "\n"), row["period"])
    return {
        "phrase": row["phrase"],
        "period": row["period"],
        "kind": str(term.kind),
        "reading": _reading(term),
        "certainty": str(term.certainty),
    }


def test_every_phrase_is_read_as_before(read: Reader) -> None:
    rows = _rows()
    now = [_read_row(read, row) for row in rows]
    if os.environ.get("VEKHA_GOLDEN"):
        lines = ["\t".join(_COLUMNS), *("\t".join(row[c] for c in _COLUMNS) for row in now)]
        _GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pytest.skip("the golden file was rewritten: read the diff")
    assert [row for row in now if row not in rows] == []


def test_a_reading_with_days_is_certain_and_one_without_says_why(read: Reader) -> None:
    for row in _rows():
        term = read(row["phrase"].replace("\\n", "\n"), row["period"])
        assert term.resolvable == (term.certainty != "none"), row
        assert term.resolvable or term.notes, row
        assert term.certainty != "assumed" or term.notes, row
