"""table-row-length: a row with a separator too many."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "table-row-length"
ROWS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
PAIR, BOTH = "mentees: [village]", "mentees: [village, lake]"


def test_row_with_a_cell_too_many_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=ROWS + "lake;Школа; филиал;rural-school;north\n"), CODE)
    assert told(issue) == (
        "organisations.csv:5:1: E Ячеек в строке 5, а столбцов 4: вероятно, лишний или "
        "пропущенный разделитель."
    )
    assert issue.path == ""


def test_separator_within_quotes_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((PAIR, BOTH), organisations=ROWS + 'lake;"Школа; филиал";rural-school;north\n')
    assert find(files, CODE) == []
    assert plan_of(files)
