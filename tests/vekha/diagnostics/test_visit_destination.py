"""A visit to a district that is not the partner's."""

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
south;Южный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""


def test_visit_destination_when_the_district_is_another(small: Small, find: Find) -> None:
    wrong = VISITS.replace("hosts: [village], to: north", "hosts: [village], to: south")
    (issue,) = find(small(append=wrong, organisations=ORGANISATIONS), "visit-destination")
    assert told(issue) == (
        "roadmap.yaml:61:59: W Поездка «в Южный район», а те, к кому едут (Сельская школа "
        "Берёзовка), относятся к «Северный район»."
    )
    said = message_of(issue, language="ru")
    assert "Южный район" in said
    assert "относятся к «Северный район»" in said


def test_destination_in_the_partners_district_agrees(small: Small, find: Find) -> None:
    files = small(append=VISITS, organisations=ORGANISATIONS)
    assert find(files, "visit-destination") == []
