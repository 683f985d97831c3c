"""no-address: nobody can write to this person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "no-address"


def test_director_without_an_address_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small(people=small()["people.csv"].decode().replace("vera@village.example", "")), CODE
    )
    assert told(issue) == (
        "people.csv:4:6: E У получателя «Вера Ким» (Сельская школа Берёзовка) нет адреса, а "
        "ему пишут: Опрос. → Впишите адрес в столбец email или уберите человека из роли."
    )
    assert issue.path == "surveys.study.audience[0]"


def test_methodist_of_no_role_without_an_address_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small(people=small()["people.csv"].decode() + "oleg;Олег Цой;методист;;north;\n")
    assert find(files, CODE) == []
    assert plan_of(files)
