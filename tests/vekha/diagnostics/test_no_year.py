"""A year missing everywhere, or in one term among others that have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

STATED = ("    term: октябрь\n", "    term: октябрь 2023 года\n")
MORE = """\
  - key: second
    number: "2"
    title: Второе
    term: {}
    stage: autumn
    performers: [directors]
"""
PLACE = "questionnaires:\n"


def more(*terms: str) -> tuple[str, str]:
    rows = "".join(MORE.format(term).replace("second", f"more-{n}") for n, term in enumerate(terms))
    return PLACE, rows + PLACE


def test_no_year_points_to_the_one_term_that_lacks_it(small: Small, find: Find) -> None:
    files = small(STATED, more("23 ноября", "сентябрь 2023 года"))
    (issue,) = find(files, "no-year")
    assert told(issue) == (
        "roadmap.yaml:40:11: W Год не назван: «23 ноября»; взят период 2023/2024, так что "
        "«23 ноября» – это 23.11.2023. → Допишите год в срок или примите замечание в "
        "acknowledged с причиной."
    )
    assert issue.path == "activities[1].term"
    assert "2023/2024" in message_of(issue, language="ru")


def test_no_year_is_told_once_when_no_term_has_one(small: Small, find: Find) -> None:
    assert [i.path for i in find(small(more("ноябрь")), "no-year")] == ["activities"]


def test_years_that_are_written_are_not_missed(small: Small, find: Find) -> None:
    assert find(small(STATED, more("ноябрь 2023 года")), "no-year") == []
