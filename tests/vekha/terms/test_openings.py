"""What a word cannot open, or lacks its words, is passed by: the tables leave out nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vekha.terms import clock, figures, parsing, read_period, reader, relative, repetition, years
from vekha.terms.context import Context
from vekha.terms.forms import forms
from vekha.terms.roman import read_roman
from vekha.terms.sense import Role, Unit

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
    for ways in (parsing._TAKERS, relative.RELATIVE_WAYS, repetition.REPETITION_WAYS):
        every = tuple(way.read for way in ways._ways)
        monkeypatch.setattr(ways, "at", lambda role, roles, every=every: every)
    for module, name in (
        (clock, "CLOCK_OPENS"),
        (clock, "CLOCK_NEEDS"),
        (figures, "_WITHIN_DATE"),
        (relative, "_AMOUNT_OPENS"),
        (years, "_YEAR_OPENS"),
    ):
        monkeypatch.setattr(module, name, EVERY)
    found = [read(phrase, context, "ru") for phrase, context in known]
    assert found == expected


def test_a_word_of_the_lexicon_is_no_numeral() -> None:
    """So a known word is taken as it stands, before numerals are looked for."""
    assert [form for form in forms() if read_roman(form) is not None] == []


def test_only_units_have_a_unit_for_their_value() -> None:
    """So the value alone tells «год»: its role need not be asked."""
    assert {s.role for s in forms().values() if isinstance(s.value, Unit)} == {Role.UNIT}
