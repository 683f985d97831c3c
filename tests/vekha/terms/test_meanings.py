"""The cases in which a wording has two meanings, read as an official would."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from vekha.terms import TermKind

if TYPE_CHECKING:
    from conftest import Reader, Shower


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("до 1 октября", "/2023-10-01"),
        ("к 1 декабря", "/2023-12-01"),
        ("не позднее 1 декабря", "/2023-12-01"),
        ("25 желтоқсанға", "/2023-12-25"),
        ("1 наурызға дейін", "/2024-03-01"),
        ("25 желтоқсаннан кешіктірмей", "/2023-12-25"),
        ("by 1 March", "/2024-03-01"),
        ("до 15 мая включительно", "/2024-05-15"),
        ("до мая", "/2024-04-30"),
        ("к маю", "/2024-04-30"),
        ("мамырға дейін", "/2024-04-30"),
        ("until May", "/2024-04-30"),
        ("по май", "/2024-05-31"),
        ("до 2025 года", "/2024-12-31"),
        ("до конца года", "/2024-05-31"),
        ("до конца марта", "/2024-03-31"),
        ("до 00-00 часов 13 мая", "/2024-05-12"),
        ("до 24.00 13 мая", "/2024-05-13"),
        ("/2024-02-15", "/2024-02-15"),
    ],
)
def test_deadline_includes_its_day_and_excludes_its_month(
    shown: Shower, phrase: str, days: str
) -> None:
    assert shown(phrase) == days


@pytest.mark.parametrize(
    ("phrase", "label", "days"),
    [
        ("II полугодие 2020 года", "2020/2021", "2020-07-01/2020-12-31"),
        ("первого полугодия 2020-2021 учебного года", "2020", "2020-09-01/2020-12-31"),
        ("1 полугодие", "2023/2024", "2023-09-01/2023-12-31"),
        ("1 полугодие", "2021", "2021-01-01/2021-06-30"),
        ("2-жартыжылдық", "2023/2024", "2024-01-01/2024-05-31"),
        ("IV тоқсан", "2024", "2024-10-01/2024-12-31"),
        ("екінші тоқсан", "2023/2024", "2023-11-06/2023-12-28"),
        ("до конца года", "2021", "/2021-12-31"),
        ("на начало года", "2023/2024", "2023-09-01"),
        ("на начало года", "2021", "2021-01-01"),
        ("до 15 января следующего года", "2021", "/2022-01-15"),
    ],
)
def test_school_and_calendar_years_differ(
    shown: Shower, phrase: str, label: str, days: str
) -> None:
    assert shown(phrase, label) == days


def test_school_term_needs_the_calendar_of_kazakhstan(shown: Shower) -> None:
    """In Russia each school sets its own terms: nothing is guessed."""
    assert shown("II четверть", country="KZ") == "2023-11-06/2023-12-28"
    assert shown("осенние каникулы", country="KZ") == "2023-10-30/2023-11-05"
    assert shown("II четверть", country="RU") == "—"
    assert shown("II четверть", "2009/2010", country="KZ") == "—"


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("с января", "2024-01-01/2024-05-31"),
        ("қыркүйектен", "2023-09-01/2024-05-31"),
        ("с 9 июня", "2024-06-09/2024-08-31"),
        ("с 27мая", "2024-05-27/2024-08-31"),
        ("не ранее 15 апреля", "2024-04-15/2024-05-31"),
        ("после 15 апреля", "2024-04-16/2024-05-31"),
        ("сентябрь, в течение года", "2023-09-01/2024-05-31"),
        ("октябрь, в течение года", "2023-10-01/2024-05-31"),
    ],
)
def test_open_start_runs_to_the_end_of_the_plan_or_of_summer(
    shown: Shower, phrase: str, days: str
) -> None:
    assert shown(phrase) == days


@pytest.mark.parametrize(
    ("phrase", "kind", "days"),
    [
        ("5 и 6 ноября 2023", TermKind.DAYS, "2023-11-05/2023-11-06"),
        ("5, 12 ноября", TermKind.SEVERAL, "2023-11-05;2023-11-12"),
        ("март, апрель", TermKind.MONTHS, "2024-03-01/2024-04-30"),
        ("Март\n\nАпрель", TermKind.SEVERAL, "2024-03-01/2024-03-31;2024-04-01/2024-04-30"),
        (
            "20-25 декабря, 20-25 мая",
            TermKind.SEVERAL,
            "2023-12-20/2023-12-25;2024-05-20/2024-05-25",
        ),
        ("к 5 января и 5 июля", TermKind.DEADLINE, "/2024-01-05;/2024-07-05"),
        ("апрель, октябрь", TermKind.SEVERAL, "2023-10-01/2023-10-31;2024-04-01/2024-04-30"),
    ],
)
def test_list_is_joined_where_it_touches(
    read: Reader, shown: Shower, phrase: str, kind: TermKind, days: str
) -> None:
    assert (read(phrase).kind, shown(phrase)) == (kind, days)


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("15 марта в 15.00", time(15)),
        ("15 марта, 15⁰⁰", time(15)),
        ("15 марта 10.00 ч.", time(10)),
        ("15 марта с 9-00 до 18-00", time(9)),
        ("15 марта в 15 часов 30 минут", time(15, 30)),
        ("15 наурыз, сағат 15:00", time(15)),
        ("15 наурыз сағат 15.00-де", time(15)),
        ("15 March at 3 pm", time(15)),
        ("15 марта", None),
    ],
)
def test_clock_time_is_kept_beside_the_day(read: Reader, phrase: str, at: time | None) -> None:
    term = read(phrase)
    assert (str(term.start), term.at) == ("2024-03-15", at)


def test_figures_of_a_date_are_no_clock(read: Reader) -> None:
    assert read("10.10").at is None
    assert read("12.10.2023").at is None


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("1 июня (суббота)", "2024-06-01"),
        ("сентябрь (1-9, 11 кл.)", "2023-09-01/2023-09-30"),
        ("7 марта (чт.), перенос с 3 января (вс)", "2024-03-07"),
        ("(октябрь 2023 г.)", "2023-10-01/2023-10-31"),
        ("октябрь (2 неделя)", "2023-10-08/2023-10-14"),
    ],
)
def test_brackets_are_weighed_not_read_blindly(shown: Shower, phrase: str, days: str) -> None:
    assert shown(phrase) == days


def test_weekday_that_does_not_agree_is_told(read: Reader) -> None:
    assert read("1 июня (пн)").notes == ("2024-06-01 — не «пн»: день недели не сходится.",)
    assert read("1 июня (сб)").notes == ()
