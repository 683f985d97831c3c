"""curator-coverage: schools without a curator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "curator-coverage"
PART_1 = """\
    title: Кураторы
    kind: curator
"""
PART_2 = """\
    pairs:
      - district: north
        mentor: city
        mentees: [village]
"""
PART_3 = """\
    pairs:
      - {mentor: anna, mentees: [village]}
"""
PART_4 = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;school;north
village;Сельская школа Берёзовка;school;north
"""
PART_5 = """\
    pairs:
      - {mentor: anna, mentees: [village, city]}
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(("    title: Закрепление\n", PART_1), (PART_2, PART_3), organisations=PART_4)


def right(small: Small) -> dict[str, bytes]:
    return small(("    title: Закрепление\n", PART_1), (PART_2, PART_5), organisations=PART_4)


def test_school_without_a_curator_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:18:5: E «Кураторы»: кураторы есть у 1 из 2; без куратора: Городская "
        "гимназия № 1."
    )
    assert issue.path == "pairings.mentors"


def test_schools_that_all_have_curators_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
