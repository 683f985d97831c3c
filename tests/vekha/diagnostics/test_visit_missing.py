"""A pair that visits in one direction only."""

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
BACK = "      - {key: back, guests: [city], hosts: [village], to: north, term: ноябрь}\n"


def test_visit_missing_when_a_direction_is_left_out(small: Small, find: Find) -> None:
    (issue,) = find(small(append=VISITS.replace(BACK, "")), "visit-missing")
    assert told(issue) == (
        "roadmap.yaml:54:5: W Взаимность нарушена: нет поездки «Городская гимназия № 1» – "
        "«Сельская школа Берёзовка». → Каждая пара ездит по одному разу в каждую сторону: "
        "впишите эту поездку в visits или уберите reciprocal."
    )
    said = message_of(issue, language="ru")
    assert "«Городская гимназия № 1» – «Сельская школа Берёзовка»" in said
    assert issue.place.line > 1


def test_nothing_is_missing_when_both_directions_stand(small: Small, find: Find) -> None:
    assert find(small(append=VISITS), "visit-missing") == []
