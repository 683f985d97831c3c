"""The JSON of `vekha terms`, on which others rely."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vekha.terms import TermKind, term_json

if TYPE_CHECKING:
    from conftest import Reader


def test_json_has_the_agreed_keys_and_days(read: Reader) -> None:
    assert term_json(read("октябрь-ноябрь")) == {
        "phrase": "октябрь-ноябрь",
        "kind": "months",
        "windows": [{"from": "2023-10-01", "until": "2023-11-30"}],
        "rrule": None,
        "resolvable": True,
        "certainty": "inferred",
        "notes": [],
    }


def test_deadline_is_from_null(read: Reader) -> None:
    assert term_json(read("до 15 мая"))["windows"] == [{"from": None, "until": "2024-05-15"}]


def test_unresolvable_has_no_windows(read: Reader) -> None:
    answer = term_json(read("по графику"))
    assert (answer["windows"], answer["resolvable"], answer["certainty"]) == ([], False, "none")


_EXAMPLES = {
    TermKind.DAY: "17 сентября",
    TermKind.DAYS: "6-7 сентября",
    TermKind.RANGE: "6 ноября — 29 декабря",
    TermKind.MONTH: "сентябрь",
    TermKind.MONTHS: "октябрь-ноябрь",
    TermKind.QUARTER: "I квартал",
    TermKind.HALF_YEAR: "I полугодие",
    TermKind.SCHOOL_YEAR: "в течение учебного года",
    TermKind.DEADLINE: "до 5 мая",
    TermKind.RECURRING: "ежемесячно",
    TermKind.CONTINUOUS: "постоянно",
    TermKind.SEVERAL: "октябрь, апрель",
    TermKind.OFFSET: "за 5 дней до закрытия",
    TermKind.UNRESOLVABLE: "по графику",
}


@pytest.mark.parametrize("kind", list(TermKind))
def test_every_kind_has_an_example_and_can_be_printed(read: Reader, kind: TermKind) -> None:
    answer = term_json(read(_EXAMPLES[kind]))
    assert answer["kind"] == kind
    assert json.loads(json.dumps(answer)) == answer
