"""Phrases that are not sure of themselves, and seasons with a word beside them that is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.terms import Certainty

if TYPE_CHECKING:
    from conftest import Reader

AUTUMN = ["2023-09-01/2023-11-30"]


@pytest.mark.parametrize(
    "phrase",
    [
        "где-то осенью", "где то осенью", "осенью, где-то", "примерно осенью", "наверное, осенью",
        "шамамен күзде", "sometime in autumn",
    ],
)  # fmt: skip
def test_doubt_is_told_and_makes_the_reading_an_assumption(read: Reader, phrase: str) -> None:
    term = read(phrase, "2023/2024")
    assert [f"{w.start}/{w.until}" for w in term.windows] == AUTUMN
    assert (term.doubted, term.certainty) == (True, Certainty.ASSUMED)
    assert "Срок назван ориентировочно." in term.notes
    assert not [note for note in term.notes if note.startswith("Не прочитано")]


@pytest.mark.parametrize(
    "phrase", ["около 15 октября", "предположительно октябрь", "возможно, в мае", "ближе к осени"]
)
def test_doubt_about_days_and_months_is_told_too(read: Reader, phrase: str) -> None:
    term = read(phrase, "2023/2024")
    assert (term.doubted, term.certainty, term.resolvable) == (True, Certainty.ASSUMED, True)


@pytest.mark.parametrize(
    "phrase",
    [
        "поздней осенью", "ранней весной", "кто-то осенью", "летняя школа", "Зимняя сессия",
        "осенний марафон", "күзде бір кезде", "rainy autumn",
    ],
)  # fmt: skip
def test_unread_word_beside_a_season_leaves_it_without_days(read: Reader, phrase: str) -> None:
    term = read(phrase, "2023/2024")
    assert not term.resolvable
    assert term.notes[0] == (
        f"Рядом с временем года непрочитанное слово, дней оно не даёт: «{phrase}»."
    )


@pytest.mark.parametrize(
    "phrase", ["осень", "осенью 2023 г.", "осень, семинар", "в период осени", "осень\nсеминар"]
)
def test_season_by_itself_is_read_as_its_months(read: Reader, phrase: str) -> None:
    term = read(phrase, "2023/2024")
    assert [f"{w.start}/{w.until}" for w in term.windows] == AUTUMN
    assert not term.doubted
