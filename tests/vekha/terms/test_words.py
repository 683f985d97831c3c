"""The forms of words: Kazakh suffixes by vowel harmony, Russian paradigms, Roman numerals."""

from __future__ import annotations

import pytest

from vekha.terms.forms import find_sense
from vekha.terms.kazakh import decline, numeral_case
from vekha.terms.mending import mend
from vekha.terms.roman import read_roman
from vekha.terms.sense import Case, Role


@pytest.mark.parametrize(
    ("noun", "form", "case"),
    [
        ("қыркүйек", "қыркүйектен", Case.ABLATIVE),
        ("қыркүйек", "қыркүйегінде", Case.LOCATIVE),
        ("желтоқсан", "желтоқсанға", Case.DATIVE),
        ("желтоқсан", "желтоқсаннан", Case.ABLATIVE),
        ("шілде", "шілдеге", Case.DATIVE),
        ("шілде", "шілдені", Case.ACCUSATIVE),
        ("наурыз", "наурызбен", Case.INSTRUMENTAL),
        ("мамыр", "мамырдың", Case.GENITIVE),
        ("маусым", "маусымның", Case.GENITIVE),
        ("тамыз", "тамызынан", Case.ABLATIVE),
        ("жыл", "жылғы", Case.LOCATIVE),
        ("жартыжылдық", "жартыжылдығы", Case.PLAIN),
    ],
)
def test_kazakh_noun_takes_its_suffix(noun: str, form: str, case: Case) -> None:
    assert (form, case, False) in set(decline(noun))


@pytest.mark.parametrize(
    ("suffix", "case"),
    [("іне", Case.DATIVE), ("нан", Case.ABLATIVE), ("ші", Case.PLAIN), ("й", None)],
)
def test_suffix_after_figures_says_the_case(suffix: str, case: Case | None) -> None:
    assert numeral_case(suffix) is case


@pytest.mark.parametrize(
    ("form", "month"),
    [("января", 1), ("мае", 5), ("августом", 8), ("декабрям", 12), ("нояб", 11), ("сәуірден", 4)],
)
def test_month_is_known_in_every_case(form: str, month: int) -> None:
    sense = find_sense(form)
    assert sense is not None
    assert (sense.role, sense.value) == (Role.MONTH, month)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("i", 1),
        ("іі", 2),
        ("iv", 4),
        ("іv", 4),
        ("хii", 12),
        ("ll", 2),
        ("у", None),
        ("xiii", None),
    ],
)
def test_roman_numeral_is_read_in_either_alphabet(text: str, value: int | None) -> None:
    assert read_roman(text) == value


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("сентебрь", "сентябрь"),
        ("ноябоь", "ноябрь"),
        ("понидельник", "понедельник"),
        ("марта", None),
        ("класса", None),
    ],
)
def test_one_wrong_letter_is_mended_in_long_words_only(text: str, form: str | None) -> None:
    assert mend(text) == form
