"""Typing slips: mended with a note where one reading is left, and never in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.terms import Certainty

if TYPE_CHECKING:
    from conftest import Reader, Shower


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("04.09 2023г.", "2023-09-04"),
        ("04,09,2023", "2023-09-04"),
        ("30.10.23", "2023-10-30"),
        ("с 01.11.2023 но 10.11.2023", "2023-11-01/2023-11-10"),
        ("c 1 по 10 октября", "2023-10-01/2023-10-10"),
        ("сентебрь", "2023-09-01/2023-09-30"),
        ("кыркуйек", "2023-09-01/2023-09-30"),
        ("дeкабрь", "2023-12-01/2023-12-31"),
        ("Сентябр\nьдекабр\nь", "2023-09-01/2023-12-31"),
        ("сен-\nтябрь", "2023-09-01/2023-09-30"),
        ("Каждый\nпонедельн\nик", "2023-09-01/2024-05-31 FREQ=WEEKLY;BYDAY=MO"),
        ("П полугодие", "2024-01-01/2024-05-31"),
        ("11 полугодие", "2024-01-01/2024-05-31"),
    ],
)
def test_slip_is_mended_and_told(read: Reader, shown: Shower, phrase: str, days: str) -> None:
    term = read(phrase)
    assert shown(phrase) == days
    assert term.certainty is Certainty.ASSUMED
    assert term.notes
    assert term.phrase == phrase


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("22февраля", "2024-02-22"),
        ("1 сентября2023г.", "2023-09-01"),
        ("«22» октября 2023 г.", "2023-10-22"),
        ("17\nсентября", "2023-09-17"),
        ("В февраля месяце текущего года", "2024-02-01/2024-02-29"),
        ("11 – 17 октября", "2023-10-11/2023-10-17"),
        ("декабрь,2023г", "2023-12-01/2023-12-31"),
    ],
)
def test_loose_spelling_needs_no_note(read: Reader, shown: Shower, phrase: str, days: str) -> None:
    assert shown(phrase) == days
    assert read(phrase).notes == ()


@pytest.mark.parametrize(
    "phrase", ["марка", "майка", "приказ", "июнька", "__.__.2024", "??.05.2024"]
)
def test_other_words_are_not_taken_for_dates(read: Reader, phrase: str) -> None:
    assert not read(phrase).resolvable


def test_words_that_were_not_read_are_quoted(read: Reader) -> None:
    assert read("до 15 мая отчёт Иванова").notes == (
        "Не прочитано: «отчет».",
        "Не прочитано: «иванова».",
    )
