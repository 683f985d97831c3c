"""mentee-twice: a school entrusted to two."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "mentee-twice"
SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
lyceum;Городской лицей № 2;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
STEPPE = "steppe;Сельская школа Степная;rural-school;north\n"
PAIR = "        mentees: [village]\n"
SECOND = PAIR + "      - {{mentor: lyceum, mentees: [{}]}}\n"


def test_school_entrusted_twice_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((PAIR, SECOND.format("village")), organisations=SCHOOLS), CODE)
    assert told(issue) == (
        "roadmap.yaml:23:36: E Школа «Сельская школа Берёзовка» закреплена дважды: за "
        "«Городская гимназия № 1» и за «Городской лицей № 2». → Оставьте школу у одного "
        "наставника."
    )
    assert issue.path == "pairings.mentors.pairs[1].mentees[0]"


def test_school_entrusted_once_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((PAIR, SECOND.format("steppe")), organisations=SCHOOLS + STEPPE)
    assert find(files, CODE) == []
    assert plan_of(files)
