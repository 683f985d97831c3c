"""Years in a few terms only."""

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


def test_mixed_years_when_most_terms_lack_one(small: Small, find: Find) -> None:
    files = small(STATED, more("ноябрь", "сентябрь"))
    (issue,) = find(files, "mixed-years")
    assert told(issue) == (
        "roadmap.yaml:40:11: W Год стоит только у «октябрь 2023 года»; у «ноябрь», "
        "«сентябрь» его нет, взят период 2023/2024."
    )
    said = message_of(issue, language="ru")
    assert "только у «октябрь 2023 года»; у «ноябрь», «сентябрь» его нет" in said
    assert issue.path == "activities[1].term"


def test_years_in_all_terms_are_not_mixed(small: Small, find: Find) -> None:
    files = small(STATED, more("ноябрь 2023 года", "сентябрь 2023 года"))
    assert find(files, "mixed-years") == []
