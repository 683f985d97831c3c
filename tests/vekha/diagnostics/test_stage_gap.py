"""stage-gap: days that belong to no stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "stage-gap"
PART_1 = """\
orders:
  late: {printed: Приказ № 2 от 10.01.2024, date: 10.01.2024}
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(("    term: декабрь-май\n", "    term: март-май\n"), append=PART_1)


def right(small: Small) -> dict[str, bytes]:
    return small(append=PART_1)


def test_days_between_two_stages_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:28:5: W С 01.12.2023 по 29.02.2024 нет этапа: «Осень» уже кончился, "
        "«Работа» ещё не начался. Приказы этих дней: Приказ № 2 от 10.01.2024. → Продлите "
        "один из этапов или начните следующий раньше: 01.12.2023."
    )
    assert issue.path == "stages.spring"


def test_stages_that_join_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
