"""Dates and counts in words: the ends of months, leap days, zones that moved, three languages."""

from __future__ import annotations

import pytest

from notifications import phrases

LEAP = "2024-02-29T18:00:00+06:00"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "до 29 февраля 2024 г., четверг, 18:00 (время Астаны)"),
        ("kk", "2024 жылғы 29 ақпан, бейсенбі, сағат 18:00-ге дейін (Астана уақыты)"),
        ("en", "by Thursday, 29 February 2024, 18:00 (Astana time)"),
    ],
)
def test_deadline_is_said_in_the_language_of_the_letter(language: str, said: str) -> None:
    assert phrases.say_until(LEAP, zone="Asia/Almaty", language=language) == said


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        (
            "2024-03-01T00:00:00+05:00",
            "Asia/Almaty",
            "1 марта 2024 г., пятница, 00:00 (время Астаны)",
        ),
        ("2024-02-15T09:00:00+05:00", "Asia/Aqtau", "15 февраля 2024 г., четверг, 09:00 (UTC+5)"),
        (
            "2020-12-26T09:00:00+04:00",
            "Europe/Volgograd",
            "26 декабря 2020 г., суббота, 09:00 (UTC+4)",
        ),
        (
            "2020-12-31T23:59:00+03:00",
            "Europe/Moscow",
            "31 декабря 2020 г., четверг, 23:59 (время московское)",
        ),
        (
            "2021-01-01T09:30:00+05:30",
            "Asia/Kolkata",
            "1 января 2021 г., пятница, 09:30 (UTC+5:30)",
        ),
        (
            "2021-01-01T09:30:00-03:30",
            "America/St_Johns",
            "1 января 2021 г., пятница, 09:30 (UTC-3:30)",
        ),
    ],
)
def test_hour_names_its_zone(moment: str, zone: str, said: str) -> None:
    assert phrases.say_moment(moment, zone=zone, language="ru") == said


@pytest.mark.parametrize(
    ("hour", "ending"),
    [
        ("00:00", "ге"),  # нөлге
        ("09:00", "ға"),  # тоғызға
        ("10:00", "ға"),  # онға
        ("13:00", "ке"),  # он үшке
        ("16:00", "ға"),  # он алтыға
        ("20:00", "ға"),  # жиырмаға
        ("15:30", "ға"),  # отызға
        ("17:40", "қа"),  # қырыққа
        ("17:45", "ке"),  # қырық беске
        ("12:50", "ге"),  # елуге
    ],
)
def test_kazakh_hour_takes_the_ending_of_its_last_word(hour: str, ending: str) -> None:
    said = phrases.say_until(f"2024-05-20T{hour}:00+05:00", zone="Asia/Almaty", language="kk")

    assert f"сағат {hour}-{ending} дейін" in said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-01-31", "31 қаңтарға дейін"),
        ("2024-07-01", "1 шілдеге дейін"),
        ("2024-09-01", "1 қыркүйекке дейін"),
        ("2023-12-31", "31 желтоқсанға дейін"),
    ],
)
def test_kazakh_month_takes_its_own_ending(day: str, said: str) -> None:
    assert phrases.say_until_day(day, language="kk") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 школ"),
        (1, "1 школа"),
        (3, "3 школы"),
        (5, "5 школ"),
        (11, "11 школ"),
        (14, "14 школ"),
        (21, "21 школа"),
        (41, "41 школа"),
        (112, "112 школ"),
        (1_000_002, "1000002 школы"),
    ],
)
def test_russian_noun_agrees_with_its_number(number: int, said: str) -> None:
    assert phrases.say_count(number, "школа", "школы", "школ", language="ru") == said


def test_kazakh_noun_stays_singular_after_a_number() -> None:
    assert phrases.say_count(41, "мектеп", language="kk") == "41 мектеп"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Приказ УО СКО №1095 от 6.10.2023 г.", "приказом УО СКО №1095 от 6.10.2023 г"),
        ("Распоряжение акима № 7", "распоряжением акима № 7"),
        ("Бұйрық № 7", "документом «Бұйрық № 7»"),
    ],
)
def test_order_is_declined_when_its_kind_is_known(printed: str, said: str) -> None:
    assert phrases.by_order(printed) == said


def test_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without offset"):
        phrases.say_moment("2024-02-29T18:00:00", zone="Asia/Almaty", language="ru")


def test_name_with_quotation_marks_gets_no_second_pair() -> None:
    assert phrases.quoted("Круглый стол «Город-селу»", language="ru") == "Круглый стол «Город-селу»"
    assert phrases.quoted("Город-селу", language="kk") == "«Город-селу»"
