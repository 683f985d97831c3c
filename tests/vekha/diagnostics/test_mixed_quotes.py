"""mixed-quotes: two kinds of quotation marks in one roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "mixed-quotes"


def table(city: str, village: str) -> str:
    """The roster with two names."""
    return (
        "key;name;kind;district\nnorth;Северный район;district;\n"
        f'city;"{city}";city-school;north\nvillage;"{village}";rural-school;north\n'
    )


def test_straight_marks_among_angled_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(organisations=table("КГУ «Гимназия»", 'КГУ ""Берёзовка""')), CODE)
    assert told(issue) == (
        "organisations.csv:4:1: W Кавычки в названиях двух видов. Чаще (1): КГУ «Гимназия»; "
        'реже (1): КГУ "Берёзовка". Согласуется КГУ «Берёзовка».'
    )
    assert issue.path == "village"


def test_angled_marks_everywhere_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(organisations=table("КГУ «Гимназия»", "КГУ «Берёзовка»"))
    assert find(files, CODE) == []
    assert plan_of(files)
