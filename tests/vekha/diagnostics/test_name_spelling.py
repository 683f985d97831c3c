"""One name in two spellings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

HEADING = "heading: [Положение о проекте «#СЕЛО РЯДОМ», Проект «#{}»]\n"
ORGANISATIONS = """\
key;name;kind;district
north;Серафимовичский район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
CLAUSE = "document:\n  clauses:\n    - text: [Школа {} муниципального района]\n"


def test_name_spelling_when_a_blank_makes_the_difference(small: Small, find: Find) -> None:
    (issue,) = find(small(append=HEADING.format("СЕЛОРЯДОМ")), "name-spelling")
    assert told(issue) == (
        "roadmap.yaml:52:11: W «#СЕЛО РЯДОМ» – почти «#СЕЛОРЯДОМ»: вероятно, одно и то же название."
    )
    said = message_of(issue, language="ru")
    assert "«#СЕЛО РЯДОМ»" in said
    assert "«#СЕЛОРЯДОМ»" in said


def test_same_spelling_is_one_name(small: Small, find: Find) -> None:
    assert find(small(append=HEADING.format("СЕЛО РЯДОМ")), "name-spelling") == []


def test_name_spelling_when_a_district_is_nearly_known(small: Small, find: Find) -> None:
    files = small(append=CLAUSE.format("Серафимовского"), organisations=ORGANISATIONS)
    (issue,) = find(files, "name-spelling")

    assert "почти Серафимовичский район" in message_of(issue, language="ru")


def test_district_in_another_case_is_the_same(small: Small, find: Find) -> None:
    files = small(append=CLAUSE.format("Серафимовичского"), organisations=ORGANISATIONS)
    assert find(files, "name-spelling") == []
