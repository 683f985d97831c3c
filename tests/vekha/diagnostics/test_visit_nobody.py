"""A visit about which one side has nobody to write to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

VISITS = """\
visits:
  exchange:
    title: Визит
    activity: study
    pairing: mentors
    reciprocal: true
    people: [directors]
    visits:
      - {key: there, guests: [village], hosts: [city], to: north, term: октябрь}
      - {key: back, guests: [city], hosts: [village], to: north, term: ноябрь}
"""
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;Борис Петров;директор;director;city;boris@city.example
"""


def test_visit_nobody_when_a_side_has_no_person(small: Small, find: Find) -> None:
    issues = find(small(append=VISITS, people=PEOPLE), "visit-nobody")

    assert len(issues) == 2
    assert told(issues[0]) == (
        "roadmap.yaml:60:9: E О визите «Визит: Сельская школа Берёзовка – Городская гимназия "
        "№ 1» некому писать: у «Сельская школа Берёзовка» нет человека в ролях people. → "
        "Впишите человека этой организации в таблицу людей или добавьте роль в people."
    )


def test_both_sides_have_somebody(small: Small, find: Find) -> None:
    assert find(small(append=VISITS), "visit-nobody") == []
