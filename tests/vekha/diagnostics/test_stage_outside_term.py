"""stage-outside-term: a stage outside the declared term."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "stage-outside-term"
PART_1 = """\
passport:
  - Срок реализации: II полугодие 2023 года
stages:
"""
PART_2 = """\
passport:
  - Срок реализации: 2023-2024 учебный год
stages:
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(("stages:\n", PART_1))


def right(small: Small) -> dict[str, bytes]:
    return small(("stages:\n", PART_2))


def test_stage_outside_the_declared_term_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:31:11: E Этап «Работа» (01.12.2023 – 31.05.2024) лежит вне срока «II "
        "полугодие 2023 года» (01.07.2023 – 31.12.2023)."
    )
    assert issue.path == "stages.spring.term"
    text = message_of(issue, language="ru")
    assert [
        fact for fact in ("Работа", "II полугодие 2023 года", "31.12.2023") if fact not in text
    ] == []


def test_stages_within_the_declared_term_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
