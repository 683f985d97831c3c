"""curator-unlisted: a curator whom no list names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "curator-unlisted"
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
      - {mentor: anna, mentees: [village, city]}
"""
PART_4 = """\
    performers: [boris]
    curated: true
    audience: [village]
"""
PART_5 = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;school;north
village;Сельская школа Берёзовка;school;north
"""
PART_6 = """\
    performers: [anna]
    curated: true
    audience: [village]
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(
        ("    title: Закрепление\n", PART_1),
        (PART_2, PART_3),
        ("    performers: [directors]\n", PART_4),
        organisations=PART_5,
    )


def right(small: Small) -> dict[str, bytes]:
    return small(
        ("    title: Закрепление\n", PART_1),
        (PART_2, PART_3),
        ("    performers: [directors]\n", PART_6),
        organisations=PART_5,
    )


def test_curator_whom_no_list_names_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:35:18: E «Борис Петров» (октябрь) действует как куратор, но ни в одном "
        "списке кураторов не значится; по списку: Анна Иванова."
    )
    assert issue.path == "activities[0].performers[0]"


def test_curator_of_the_list_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
