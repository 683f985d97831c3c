"""order-of-rows: one row out of the alphabet that the others keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "order-of-rows"


PAIRS = """\
      - district: north
        mentor: city
        mentees: [village]
"""


def made(small: Small, *districts: str) -> dict[str, bytes]:
    """A table of pairs, one a district, in this order."""
    roster = "key;name;kind;district\nnorth;Северный район;district;\n"
    pairs = ""
    for number, name in enumerate(districts):
        roster += (
            f"d{number};{name} район;district;\nc{number};Школа № {number};city-school;d{number}\n"
        )
        roster += f"v{number};{name} посёлок № {number};rural-school;d{number}\n"
        pairs += f"      - {{district: d{number}, mentor: c{number}, mentees: [v{number}]}}\n"
    people = small()["people.csv"].decode().replace(";city;", ";c0;").replace(";village;", ";v0;")
    return small((PAIRS, pairs), organisations=roster, people=people)


def test_row_out_of_the_alphabet_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        made(
            small,
            "Айыртауский",
            "Есильский",
            "Мамлютский",
            "Тайыншинский",
            "Уалихановский",
            "Жамбылский",
        ),
        CODE,
    )
    assert told(issue) == (
        "roadmap.yaml:25:9: I Строка 6 («Жамбылский район») стоит не по алфавиту, остальные "
        "по алфавиту; согласуется место после «Есильский район»."
    )
    assert issue.path == "pairings.mentors.pairs[5]"


def test_rows_in_the_alphabet_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = made(
        small,
        "Айыртауский",
        "Есильский",
        "Жамбылский",
        "Мамлютский",
        "Тайыншинский",
        "Уалихановский",
    )
    assert find(files, CODE) == []
    assert plan_of(files)


def test_rows_without_an_order_are_silent(small: Small, find: Find) -> None:
    """Where two of five rows are out of it, there is no alphabet."""
    names = ("Тайыншинский", "Айыртауский", "Уалихановский", "Жамбылский", "Мамлютский")
    assert find(made(small, *names), CODE) == []


def test_district_named_after_a_person_stands_under_the_surname(small: Small, find: Find) -> None:
    names = ("Есильский", "М.Жумабаева", "Кызылжарский", "Мамлютский", "Г.Мусрепова")
    assert find(made(small, *names), CODE) == []
