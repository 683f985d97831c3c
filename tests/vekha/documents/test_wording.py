from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest

from vekha.documents import wording
from vekha.documents.dates import print_day, print_days, print_moment
from vekha.documents.widths import fit_table
from vekha.documents.wording import WORDINGS, genitive
from vekha.outline import Cell, Column, Language, Row, Table


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["kk", "en"])
def test_languages_have_the_same_texts_with_the_same_facts(language: str) -> None:
    russian, other = WORDINGS["ru"], WORDINGS[language]
    assert list(other) == list(russian)
    assert {key: fields(other[key]) for key in russian} == {
        key: fields(text) for key, text in russian.items()
    }


def test_every_text_is_used() -> None:
    folder = Path(wording.__file__).parent
    code = "".join(p.read_text("utf-8") for p in folder.glob("*.py") if "wording_" not in p.name)
    families = ("mark-", "marks-", "scale-", "organisation-")
    unused = [
        key
        for key in WORDINGS["ru"]
        if f'"{key}"' not in code
        and not key.startswith(families)
        and not key.endswith("-none")
        and key not in ("school-year", "calendar-year", "range")
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("count", "noun"),
    [(1, "организации"), (11, "организаций"), (21, "организации"), (47, "организаций")],
)
def test_noun_follows_its_number(count: int, noun: str) -> None:
    assert genitive("ru", "organisation", count) == noun


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("ru", ("с 1 по 29 февраля 2024 года", "с 16 октября по 10 ноября 2023 года")),
        ("kk", ("2024 жылғы 1–29 ақпан", "2023 жылғы 16 қазан – 10 қараша")),
        ("en", ("1–29 February 2024", "16 October – 10 November 2023")),
    ],
)
def test_days_say_once_what_both_share(language: Language, days: tuple[str, str]) -> None:
    february = print_days(date(2024, 2, 1), date(2024, 2, 29), language=language)
    autumn = print_days(date(2023, 10, 16), date(2023, 11, 10), language=language)
    assert (february, autumn) == days


def test_days_across_new_year_name_both_years() -> None:
    days = print_days(date(2023, 12, 25), date(2024, 1, 12), language="ru")
    assert days == "с 25 декабря 2023 года по 12 января 2024 года"
    assert print_day(date(2023, 12, 25), language="kk") == "2023 жылғы 25 желтоқсан"


@pytest.mark.parametrize(
    ("moment", "printed"),
    [
        (datetime(2024, 2, 29, 3, tzinfo=UTC), "29 февраля 2024 года, 09:00"),
        (datetime(2024, 3, 1, 4, tzinfo=UTC), "1 марта 2024 года, 09:00"),
    ],
)
def test_moment_follows_the_change_of_the_zone(moment: datetime, printed: str) -> None:
    text = print_moment(moment, zone="Asia/Almaty", language="ru")
    assert text.startswith(printed)
    assert text.endswith("UTC+6)" if moment.month == 2 else "UTC+5)")


def test_columns_get_room_for_their_longest_word() -> None:
    rows = tuple(Row((Cell(str(n)), Cell("Тимирязевский район"), Cell("1"))) for n in range(9))
    columns = (Column("№"), Column("Район"), Column("Сопоставимо"))
    number, district, figure = fit_table(Table(columns, rows), landscape=False).columns
    assert number.width < figure.width < district.width
    assert number.width + district.width + figure.width == pytest.approx(3, abs=0.02)
