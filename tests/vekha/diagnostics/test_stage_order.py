"""stage-order: a stage that comes before the one it follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import hint_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "stage-order"


def wrong(small: Small) -> dict[str, bytes]:
    return small(("    term: декабрь-май\n", "    term: январь 2023 г.\n"))


def right(small: Small) -> dict[str, bytes]:
    return small(("    term: декабрь-май\n", "    term: январь 2024 г.\n"))


def test_stage_that_precedes_its_predecessor_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:29:11: E Этап «Работа» (январь 2023 г.) стоит после этапа «Осень» "
        "(сентябрь-ноябрь), а идёт раньше него. → Согласуется 01.01.2024 – 31.01.2024: "
        "проверьте год."
    )
    assert issue.path == "stages.spring.term"


def test_stages_in_order_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []


def test_year_that_agrees_is_named(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert "01.01.2024 – 31.01.2024" in (hint_of(issue, language="ru") or "")
