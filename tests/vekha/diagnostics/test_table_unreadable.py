"""table-unreadable: a workbook that is none."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "table-unreadable"


def workbook() -> bytes:
    """The roster of the small roadmap as Excel keeps it."""
    book = Workbook()
    assert book.active is not None
    for row in (
        ("key", "name", "kind", "district"),
        ("north", "Северный район", "district", None),
        ("city", "Городская гимназия № 1", "city-school", "north"),
        ("village", "Сельская школа Берёзовка", "rural-school", "north"),
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbook_that_is_broken_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        {**small(append="organisations: schools.xlsx\n"), "schools.xlsx": b"PK\x03\x04 torn"}, CODE
    )
    assert told(issue) == (
        "schools.xlsx:1:1: E Таблица не читается: файл повреждён или это не книга Excel."
    )
    assert issue.path == ""


def test_workbook_that_opens_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = {**small(append="organisations: schools.xlsx\n"), "schools.xlsx": workbook()}
    assert find(files, CODE) == []
    assert plan_of(files)
