"""Which year a date without one falls in, and the ends of months and years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.terms import Certainty

if TYPE_CHECKING:
    from conftest import Reader, Shower


@pytest.mark.parametrize(
    ("phrase", "label", "days"),
    [
        ("сентябрь", "2023/2024", "2023-09-01/2023-09-30"),
        ("декабрь", "2023/2024", "2023-12-01/2023-12-31"),
        ("январь", "2023/2024", "2024-01-01/2024-01-31"),
        ("июль", "2023/2024", "2024-07-01/2024-07-31"),
        ("август", "2023/2024", "2023-08-01/2023-08-31"),
        ("февраль", "2023/2024", "2024-02-01/2024-02-29"),
        ("февраль", "2022/2023", "2023-02-01/2023-02-28"),
        ("29 февраля", "2023/2024", "2024-02-29"),
        ("31 декабря", "2023/2024", "2023-12-31"),
        ("1 января", "2023/2024", "2024-01-01"),
        ("с 25 декабря по 10 января", "2023/2024", "2023-12-25/2024-01-10"),
        ("ноябрь-март", "2023/2024", "2023-11-01/2024-03-31"),
        ("декабрь-январь", "2021", "2021-12-01/2022-01-31"),
        ("IV квартал", "2022-2024", "2022-10-01/2022-12-31"),
        ("17 сентября", "2019-08-01/2020-07-31", "2019-09-17"),
        ("июль", "2019-08-01/2020-07-31", "2020-07-01/2020-07-31"),
        ("в марте и апреле 2021 года", "2021", "2021-03-01/2021-04-30"),
        (
            "18-19 марта и 13-14 апреля 2021 года",
            "2020",
            "2021-03-18/2021-03-19;2021-04-13/2021-04-14",
        ),
        ("28-3 ноября", "2023/2024", "2023-10-28/2023-11-03"),
    ],
)
def test_year_comes_from_the_plan(shown: Shower, phrase: str, label: str, days: str) -> None:
    assert shown(phrase, label) == days


def test_year_of_the_phrase_holds_against_the_plan(read: Reader) -> None:
    """«январь 2020 г.» after December 2020 is a slip of the document, kept as it stands."""
    term = read("январь 2020 г.", "2020/2021")
    assert (str(term.start), term.year_from, term.certainty) == (
        "2020-01-01",
        "phrase",
        Certainty.STATED,
    )


def test_stage_gives_the_year_before_the_plan(read: Reader) -> None:
    """August in a preparatory stage is before September; in a final one after May."""
    early = read("август", "2023/2024", stage="2023-08-01/2023-10-31")
    late = read("август", "2023/2024", stage="2024-06-01/2024-08-31")
    assert [str(early.start), early.year_from] == ["2023-08-01", "stage"]
    assert [str(late.start), late.year_from] == ["2024-08-01", "stage"]


def test_stage_of_one_month_gives_the_month_of_a_week(shown: Shower) -> None:
    stage = "2023-10-01/2023-10-31"
    assert shown("2 неделя", stage=stage) == "2023-10-08/2023-10-14"
    assert shown("до 15 числа", stage=stage) == "/2023-10-15"
    assert shown("2 неделя") == "—"


@pytest.mark.parametrize(
    ("phrase", "certainty", "source"),
    [
        ("6 октября 2023 г.", Certainty.STATED, "phrase"),
        ("6 октября", Certainty.INFERRED, "period"),
        ("04.09 2023г.", Certainty.ASSUMED, "phrase"),
        ("август", Certainty.ASSUMED, "period"),
        ("по графику", Certainty.NONE, None),
    ],
)
def test_certainty_says_what_was_supplied(
    read: Reader, phrase: str, certainty: Certainty, source: str | None
) -> None:
    term = read(phrase)
    assert (term.certainty, term.year_from) == (certainty, source)


@pytest.mark.parametrize(
    "phrase", ["31 ноября", "29 февраля 2023", "30 февраля", "45 мая", "32.01"]
)
def test_day_that_does_not_exist_is_not_replaced(read: Reader, phrase: str) -> None:
    term = read(phrase)
    assert not term.resolvable
    assert term.notes
