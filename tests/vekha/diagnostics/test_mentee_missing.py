"""mentee-missing: a school entrusted to nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "mentee-missing"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
lyceum;Городской лицей № 2;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
STEPPE = "steppe;Сельская школа Степная;rural-school;north\n"


def test_school_entrusted_to_nobody_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=SCHOOLS + STEPPE), CODE)
    assert told(issue) == (
        "organisations.csv:6:1: W Школа «Сельская школа Степная» ни за кем не закреплена."
    )
    assert issue.path == "pairings.mentors"


def test_school_entrusted_to_somebody_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(
        ("mentees: [village]", "mentees: [village, steppe]"), organisations=SCHOOLS + STEPPE
    )
    assert find(files, CODE) == []
    assert plan_of(files)
