"""Laws: what was formatted is read back, and no text at all makes the reader fail."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.terms import TermKind, Window, read_period, read_term, term_json

if TYPE_CHECKING:
    from vekha.terms import Period, Term

_RUSSIAN = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_KAZAKH = (
    ("қаңтар", "қаңтардан", "қаңтарға"), ("ақпан", "ақпаннан", "ақпанға"),
    ("наурыз", "наурыздан", "наурызға"), ("сәуір", "сәуірден", "сәуірге"),
    ("мамыр", "мамырдан", "мамырға"), ("маусым", "маусымнан", "маусымға"),
    ("шілде", "шілдеден", "шілдеге"), ("тамыз", "тамыздан", "тамызға"),
    ("қыркүйек", "қыркүйектен", "қыркүйекке"), ("қазан", "қазаннан", "қазанға"),
    ("қараша", "қарашадан", "қарашаға"), ("желтоқсан", "желтоқсаннан", "желтоқсанға"),
)  # fmt: skip

_DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2098, 12, 31))
_PERIOD = read_period("2023/2024")
_PIECES = """
    с по до к не позднее ежегодно ежемесячно каждый первый четверг месяца 5 31 2024 1.09 15.00
    сентябрь мая понедельник квартал II полугодие учебного года в течение ( ) , ; - . / жылғы
    қыркүйектен дейін сайын айдың соңғы бастап отчетным следующего за рабочих дней закрытия
    before May within раз 2 и № __ 00 XII конца 99999999999999999999
"""
_WORDS = st.sampled_from([*_PIECES.split(), "\n"])


def _period() -> Period:
    assert _PERIOD is not None
    return _PERIOD


def _read(phrase: str) -> Term:
    return read_term(phrase, period=_period())


def _russian(day: date) -> str:
    return f"{day.day} {_RUSSIAN[day.month - 1]} {day.year} года"


def _kazakh(day: date, case: int = 0) -> str:
    return f"{day.year} жылғы {day.day} {_KAZAKH[day.month - 1][case]}"


@given(_DAYS)
def test_formatted_day_is_read_back(day: date) -> None:
    for phrase in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year} г.",
        _russian(day),
        _kazakh(day),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        term = _read(phrase)
        assert (term.kind, term.windows) == (TermKind.DAY, (Window(day, day),)), phrase


@given(_DAYS, st.integers(min_value=1, max_value=600))
def test_formatted_range_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for phrase in (
        f"{first}/{last}",
        f"с {first:%d.%m.%Y} по {last:%d.%m.%Y}",
        f"{first:%d.%m.%Y} – {last:%d.%m.%Y}",
        f"с {_russian(first)} по {_russian(last)} включительно",
        f"{_kazakh(first, 1)} бастап {_kazakh(last, 2)} дейін",
        f"{_kazakh(first)} – {_kazakh(last)}",
    ):
        assert _read(phrase).windows == (Window(first, last),), phrase


@given(_DAYS)
def test_formatted_deadline_is_read_back(day: date) -> None:
    for phrase in (
        f"до {_russian(day)}",
        f"не позднее {day:%d.%m.%Y}",
        f"{_kazakh(day, 2)} дейін",
        f"/{day}",
    ):
        assert _read(phrase).windows == (Window(None, day),), phrase


@given(st.text(max_size=80))
@settings(max_examples=300)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    term = _read(text)
    assert term.phrase == text
    assert term.resolvable or term.notes
    assert term_json(term)["phrase"] == text


@given(st.lists(_WORDS, max_size=12).map(" ".join))
@settings(max_examples=500)
def test_no_order_of_the_words_of_terms_makes_the_reader_fail(phrase: str) -> None:
    term = _read(phrase)
    assert all(w.start is None or w.start <= w.until for w in term.windows), phrase
    assert (term.rrule is None) or term.kind is TermKind.RECURRING


@given(st.lists(_WORDS, max_size=8).map(" ".join))
def test_blanks_and_capitals_change_nothing(phrase: str) -> None:
    plain, loud = _read(phrase), _read(f"  {phrase.upper()} ")
    assert (plain.windows, plain.rrule) == (loud.windows, loud.rrule)


_WORDS_OF_CASES = sorted(
    {
        word
        for table in (Path(__file__).parent / "cases").glob("*.tsv")
        for line in table.read_text(encoding="utf-8").splitlines()[1:]
        for word in line.partition("\t")[0].split()
    }
)


@given(
    st.lists(st.sampled_from(_WORDS_OF_CASES), max_size=9), st.sampled_from([" ", "", "\n", ", "])
)
@settings(max_examples=500, deadline=None)
def test_no_order_of_the_words_of_real_phrases_makes_the_reader_fail(
    words: list[str], joined: str
) -> None:
    phrase = joined.join(words)
    term = _read(phrase)
    assert term.resolvable or term.notes, phrase
    assert all(w.start is None or w.start <= w.until for w in term.windows), phrase
    if term.rrule is not None:
        assert rrulestr(term.rrule, dtstart=datetime(2023, 9, 1)) is not None, phrase  # noqa: DTZ001


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "cp1251", "utf-16"]))
@settings(deadline=None)
def test_no_bytes_make_the_reader_fail(raw: bytes, encoding: str) -> None:
    term = _read(raw.decode(encoding, errors="replace"))
    assert term.resolvable or term.notes


@pytest.mark.parametrize("word", ["жарты", "он", "п", "1", "i", "от", "срок", "этап", "в", "c"])
def test_one_word_alone_is_read(word: str) -> None:
    for phrase in (word, f"{word} ", f" {word}.", f"5 {word}", f"сентябрь {word}"):
        assert _read(phrase).phrase == phrase


@pytest.mark.parametrize(
    "piece",
    [
        "сентябрь ",
        "с по ",
        "до ",
        "каждый ",
        "ай сайын ",
        "қыркүйек",
        "((1)",
        ")",
        "é\u0304",
        "1 ",
        ". ",
    ],
)
def test_a_megabyte_is_read_in_bounded_time_and_memory(piece: str) -> None:
    """What a cell cannot hold is cut off; the time does not grow with the square of the rest."""
    phrase = piece * (1_000_000 // len(piece))
    _read("1 мая")  # the forms are made once
    started = process_time()
    tracemalloc.start()
    try:
        _read(phrase)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000
    assert process_time() - started < 5


def test_very_long_text_is_read_in_bounded_time() -> None:
    assert not _read("( " * 100_000).resolvable
    assert not _read("9" * 100_000).resolvable
    assert _read("сентябрь " * 50_000).notes is not None
