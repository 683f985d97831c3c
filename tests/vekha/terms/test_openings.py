"""What a word cannot open is passed by unread: the tables of openings leave out nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vekha.terms import clock, dates, parsing, read_period, reader, relative, repetition
from vekha.terms.context import Context
from vekha.terms.sense import Role

HERE = Path(__file__).parent
EVERY = frozenset(Role)


def phrases() -> list[tuple[str, str]]:
    """Every phrase of the tables with its period."""
    found = []
    for path in (HERE / "terms.tsv", HERE / "readings.tsv", *sorted((HERE / "cases").iterdir())):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append((row["phrase"], row.get("context_year") or row["period"]))
    return found


def test_reading_is_the_same_when_every_word_may_open_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contexts = [(phrase, read_period(label)) for phrase, label in phrases()]
    known = [(phrase, Context(period)) for phrase, period in contexts if period is not None]
    assert len(known) > 2000
    read = reader._read.__wrapped__  # without what earlier readings left behind
    expected = [read(phrase, context, "ru") for phrase, context in known]
    takers = tuple(take for take, _ in parsing._TAKERS)
    monkeypatch.setattr(parsing, "_takers", lambda role: takers)
    monkeypatch.setattr(parsing, "RELATIVE_OPENS", EVERY)
    monkeypatch.setattr(clock, "CLOCK_OPENS", EVERY)
    monkeypatch.setattr(dates, "POINT_OPENS", EVERY)
    monkeypatch.setattr(relative, "_AMOUNT_OPENS", EVERY)
    for module in (relative, repetition):
        opened = tuple((read_one, EVERY) for read_one, _ in module._READERS)
        monkeypatch.setattr(module, "_READERS", opened)
    found = [read(phrase, context, "ru") for phrase, context in known]
    assert found == expected
