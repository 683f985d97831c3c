"""Counts from an event: kept as an offset, dated only when the event is a day itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.terms import Offset, TermKind

if TYPE_CHECKING:
    from conftest import Reader, Shower


@pytest.mark.parametrize(
    ("phrase", "offset"),
    [
        ("за 5 рабочих дней до закрытия", Offset(-5, working=True, event="закрытия")),
        ("за неделю до Круглого стола", Offset(-7, working=False, event="Круглого стола")),
        ("не позднее чем за 10 дней до начала", Offset(-10, working=False, event="начала")),
        ("через 3 дня после открытия", Offset(3, working=False, event="открытия")),
        ("на 3-й день после открытия", Offset(3, working=False, event="открытия")),
        ("накануне мероприятия", Offset(-1, working=False, event="мероприятия")),
        ("в 2-недельный срок со дня издания", Offset(14, working=False, event="дня издания")),
        ("жабылудан 5 жұмыс күні бұрын", Offset(-5, working=True, event="жабылудан")),
        ("ашылғаннан кейін 3 күн ішінде", Offset(3, working=False, event="ашылғаннан")),
        ("5 working days before closing", Offset(-5, working=True, event="closing")),
        ("within 3 days of opening", Offset(3, working=False, event="opening")),
    ],
)
def test_event_is_counted_from(read: Reader, phrase: str, offset: Offset) -> None:
    term = read(phrase)
    assert (term.kind, term.offset, term.resolvable) == (TermKind.OFFSET, offset, False)
    assert term.notes


@pytest.mark.parametrize(
    "phrase",
    [
        "в двухмесячный срок",
        "в течение 5 рабочих дней",
        "на ближайшие 90 дней",
        "в течение месяца",
        "бip ай мерзімде",
        "10 жұмыс күні ішінде",
        "within 5 days",
    ],
)
def test_duration_without_its_beginning_has_no_days(read: Reader, phrase: str) -> None:
    term = read(phrase)
    assert (term.kind, term.offset) == (TermKind.UNRESOLVABLE, None)


def test_event_that_is_a_day_is_counted_from(shown: Shower) -> None:
    assert shown("за 3 дня до 20 марта") == "/2024-03-17"


def test_working_days_need_a_calendar(shown: Shower) -> None:
    """20 March 2024 is a Wednesday; 13 March is five working days before it."""
    assert shown("за 5 рабочих дней до 20 марта", country="KZ") == "/2024-03-13"
    assert shown("за 5 рабочих дней до 20 марта") == "—"
