"""Rhythms: the rule, the window in which it runs, and what no rule can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.calendar import occurrences
from vekha.terms import TermKind

if TYPE_CHECKING:
    from conftest import Reader, Shower

_YEAR = "2021-01-01/2021-12-31"


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("ежедневно", "FREQ=DAILY"),
        ("еженедельно", "FREQ=WEEKLY"),
        ("каждые две недели", "FREQ=WEEKLY;INTERVAL=2"),
        ("ежемесячно", "FREQ=MONTHLY"),
        ("ежеквартально", "FREQ=MONTHLY;INTERVAL=3"),
        ("не реже 1 раза в полугодие", "FREQ=MONTHLY;INTERVAL=6"),
        ("раз в три года", "FREQ=YEARLY;INTERVAL=3"),
        ("тоқсан сайын", "FREQ=MONTHLY;INTERVAL=3"),
        ("айына бір рет", "FREQ=MONTHLY"),
        ("жарты жылда бір рет", "FREQ=MONTHLY;INTERVAL=6"),
        ("once a month", "FREQ=MONTHLY"),
        ("каждый понедельник", "FREQ=WEEKLY;BYDAY=MO"),
        ("по вторникам и четвергам", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("с понедельника по пятницу", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("дүйсенбі сайын", "FREQ=WEEKLY;BYDAY=MO"),
        ("on Mondays", "FREQ=WEEKLY;BYDAY=MO"),
        ("первый четверг месяца, 15.00", "FREQ=MONTHLY;BYDAY=1TH;BYHOUR=15;BYMINUTE=0"),
        ("әр айдың соңғы жұмасы", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("2-я и 4-я среда каждого месяца", "FREQ=MONTHLY;BYDAY=2WE,4WE"),
        ("ежемесячно до 5 числа", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("әр айдың 5-күніне дейін", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("monthly by the 5th", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("последний день месяца", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("последний рабочий день месяца", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        (
            "до 10 числа месяца, следующего за отчетным кварталом",
            "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
        ),
        (
            "не позднее 25 числа последнего месяца квартала",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25",
        ),
        ("ежегодно до 25 декабря", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
        ("жыл сайын 25 желтоқсанға", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
        ("ежегодно к 5 января и 5 июля", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=5"),
        ("1 раз в полугодие (июнь, декабрь)", "FREQ=YEARLY;BYMONTH=6,12"),
    ],
)
def test_rhythm_runs_through_the_plan(shown: Shower, phrase: str, rule: str) -> None:
    assert shown(phrase, "2021") == f"{_YEAR} {rule}"


@pytest.mark.parametrize(
    ("phrase", "label", "reading"),
    [
        ("Май,\nежегодно с 2023", "2022-2028", "2023-01-01/2028-12-31 FREQ=YEARLY;BYMONTH=5"),
        ("ежемесячно с октября по май", "2023/2024", "2023-10-01/2024-05-31 FREQ=MONTHLY"),
        ("ежегодно с 15 мая по 1 октября", "2022-2024", "2022-05-15/2022-10-01 FREQ=YEARLY"),
        (
            "ежегодно до 1 марта года, следующего за отчетным",
            "2021-2027",
            "2022-01-01/2028-12-31 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1",
        ),
    ],
)
def test_phrase_bounds_its_rhythm(shown: Shower, phrase: str, label: str, reading: str) -> None:
    assert shown(phrase, label) == reading


@pytest.mark.parametrize(
    "phrase", ["раз в четверть", "2 раза в месяц", "2-4 раза в год", "первая среда"]
)
def test_count_without_days_is_no_rule(read: Reader, phrase: str) -> None:
    term = read(phrase)
    assert (term.kind, term.rrule) == (TermKind.UNRESOLVABLE, None)


def test_first_thursdays_of_2021_collide_with_two_holidays(read: Reader) -> None:
    """The rule of Горячий Ключ: 7 January and 4 November are not worked in Russia."""
    term = read("первый четверг месяца, в 15.00", "2021")
    assert term.rrule is not None
    assert [f"{day:%d.%m}" for day in occurrences(term.rrule, term.windows[0])] == [
        "07.01", "04.02", "04.03", "01.04", "06.05", "03.06",
        "01.07", "05.08", "02.09", "07.10", "04.11", "02.12",
    ]  # fmt: skip
