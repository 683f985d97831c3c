"""The same visit in the same direction twice."""

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
AGAIN = "      - {key: again, guests: [city], hosts: [village], to: north, term: март}\n"


def test_visit_twice_when_a_direction_is_repeated(small: Small, find: Find) -> None:
    (issue,) = find(small(append=VISITS + AGAIN), "visit-twice")
    assert told(issue) == (
        "roadmap.yaml:62:9: W Поездка «Городская гимназия № 1» – «Сельская школа Берёзовка» "
        "стоит второй раз."
    )
    assert issue.path == "visits.exchange.visits[2]"


def test_one_visit_in_each_direction_is_no_repetition(small: Small, find: Find) -> None:
    assert find(small(append=VISITS), "visit-twice") == []
