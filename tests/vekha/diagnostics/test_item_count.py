"""item-count: an item that holds two titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "item-count"
PART_1 = """\
        questions:
          - key: teachers
            kind: number
            text: Сколько педагогов?
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(
        (
            "    title: Исследование\n",
            "    title: Разработка показателей оценки качества. Система работы педагога по качеству\n",
        ),
        (PART_1, "        items: {activities: [study]}\n"),
    )


def right(small: Small) -> dict[str, bytes]:
    return small(
        (
            "    title: Исследование\n",
            "    title: Разработка показателей оценки качества. Круглый стол\n",
        ),
        (PART_1, "        items: {activities: [study]}\n"),
    )


def test_item_with_two_titles_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:33:12: W Пункт 1 содержит 2 названия и считается одним: «Разработка "
        "показателей оценки качества» / «Система работы педагога по качеству»."
    )
    assert issue.path == "activities[0].title"


def test_item_with_one_title_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
