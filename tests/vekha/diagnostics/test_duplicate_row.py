"""duplicate-row: one key twice in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "duplicate-row"
ROWS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""


def test_school_that_stands_twice_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=ROWS + "city;Городской лицей № 2;city-school;north\n"), CODE)
    assert told(issue) == (
        "organisations.csv:5:1: E Ключ «city» уже стоит в строке 3. → Дайте одной из строк "
        "другой ключ или уберите лишнюю."
    )
    assert issue.path == "city"


def test_school_of_another_key_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(organisations=ROWS + "lyceum;Городской лицей № 2;city-school;north\n")
    assert find(files, CODE) == []
    assert plan_of(files)
