"""Months between visits in which nobody travels."""

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


def test_visit_gap_when_a_month_between_is_free(small: Small, find: Find) -> None:
    later = VISITS.replace("term: ноябрь", "term: январь")
    (issue,) = find(small(append=later), "visit-gap")
    assert told(issue) == "roadmap.yaml:54:5: I 11.2023, 12.2023: визитов «Визит» нет."
    assert message_of(issue, language="ru").startswith("11.2023, 12.2023:")


def test_months_one_after_the_other_have_no_gap(small: Small, find: Find) -> None:
    assert find(small(append=VISITS), "visit-gap") == []


def test_gap_is_counted_from_the_start_of_the_programme(small: Small, find: Find) -> None:
    """The month of the start is no gap, the next one without a visit is."""
    (issue,) = find(small(append=VISITS + "start: 31 августа 2023 года\n"), "visit-gap")

    assert "09.2023" in message_of(issue, language="ru")
    assert find(small(append=VISITS + "start: 17 сентября 2023 года\n"), "visit-gap") == []
