"""table-no-header: a table without a column that must be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "table-no-header"


def test_people_without_positions_is_told(small: Small, find: Find) -> None:
    issue = find(small(people="key;фамилия\nanna;Анна\n"), CODE)[0]
    assert told(issue) == (
        "people.csv:1:1: E В таблице нет столбца «position»; прочитаны столбцы: key, "
        "фамилия. → Первая строка таблицы должна называть столбцы."
    )
    assert issue.path == ""


def test_heading_in_russian_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(people=small()["people.csv"].decode().replace("position", "Должность"))
    assert find(files, CODE) == []
    assert plan_of(files)
