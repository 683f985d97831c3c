"""same-name: names that people take for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "same-name"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
PAIR, BOTH = "mentees: [village]", "mentees: [village, steppe]"


def test_school_that_differs_in_its_kind_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small(
            (PAIR, BOTH),
            organisations=SCHOOLS + "steppe;КГУ «Сельская Берёзовка» ОШ;rural-school;north\n",
        ),
        CODE,
    )
    assert told(issue) == (
        "organisations.csv:5:1: W Похожие имена: «КГУ «Сельская Берёзовка» ОШ» и «Сельская "
        "школа Берёзовка» (строка 4). → Это разные записи с разными ключами; проверьте, что "
        "их не спутают."
    )
    assert issue.path == "steppe"


def test_school_of_another_name_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(
        (PAIR, BOTH), organisations=SCHOOLS + "steppe;Сельская школа Степная;rural-school;north\n"
    )
    assert find(files, CODE) == []
    assert plan_of(files)


def test_person_with_the_coordinators_surname_is_told(small: Small, find: Find) -> None:
    people = small()["people.csv"].decode()
    people = people.replace("Анна Иванова", "Ельцова Л.Ф.").replace("Вера Ким", "Ельцова И.Б.")
    [issue] = find(small(people=people), CODE)
    assert told(issue) == (
        "people.csv:4:1: W Похожие имена: «Ельцова И.Б.» и «Ельцова Л.Ф.» (строка 2). → Это "
        "разные записи с разными ключами; проверьте, что их не спутают."
    )
    assert issue.path == "vera"


def test_two_directors_with_one_surname_are_silent(small: Small, find: Find) -> None:
    """Among five thousand directors there are hundreds of Ивановы."""
    people = small()["people.csv"].decode()
    people = people.replace("Борис Петров", "Ким Б.А.").replace("Вера Ким", "Ким В.О.")
    assert find(small(people=people), CODE) == []


def test_schools_that_differ_in_their_number_are_not_alike(small: Small, find: Find) -> None:
    rows = "".join(
        f"s{n};Средняя школа № {n} города Петропавловска;city-school;north\n" for n in (12, 13, 112)
    )
    assert find(small(organisations=SCHOOLS + rows), CODE) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("КГУ «Казанская ОШ»", 'КГУ "Казанская средняя школа"', True),
        ("Новорождественская школа", "Новорождественская  СШ", True),
        ("Новорождественская школа", "Новорождествинская школа", True),
        ("Ильинская школа", "Ильинка школа", False),
        ("Школа № 5 имени Абая", "Лицей № 5 им. Абая", True),
    ],
)
def test_names_are_compared_without_kind_quotes_and_slips(
    small: Small, find: Find, one: str, other: str, *, alike: bool
) -> None:
    quoted = other.replace('"', '""')
    rows = f'one;{one};office;\nother;"{quoted}";office;\n'
    assert bool(find(small(organisations=SCHOOLS + rows), CODE)) is alike
