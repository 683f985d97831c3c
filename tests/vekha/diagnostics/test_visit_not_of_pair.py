"""A visit between schools that are no pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
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
ORGANISATIONS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
steppe;Школа Степная;boarding;north
"""
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;Борис Петров;директор;director;city;boris@city.example
vera;Вера Ким;директор;director;village;vera@village.example
gleb;Глеб Сон;директор;director;steppe;gleb@steppe.example
"""


def test_visit_not_of_pair_when_the_partner_is_another(small: Small, find: Find) -> None:
    files = small(
        append=VISITS.replace(
            "guests: [city], hosts: [village]", "guests: [city], hosts: [steppe]"
        ),
        organisations=ORGANISATIONS,
        people=PEOPLE,
    )
    (issue,) = find(files, "visit-not-of-pair")
    assert told(issue) == (
        "roadmap.yaml:61:9: W «Городская гимназия № 1» и «Школа Степная» не пара; пара у "
        "«Городская гимназия № 1» – Сельская школа Берёзовка."
    )
    assert "пара у «Городская гимназия № 1» – Сельская школа Берёзовка" in message_of(
        issue, language="ru"
    )


def test_visits_of_a_pair_are_its_own(small: Small, find: Find) -> None:
    assert find(small(append=VISITS), "visit-not-of-pair") == []
