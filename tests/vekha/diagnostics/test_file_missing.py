"""file-missing: a file that the roadmap refers to is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "file-missing"


def test_file_that_is_not_there_is_told(small: Small, find: Find) -> None:
    [issue] = find({n: c for n, c in small().items() if n != "people.csv"}, CODE)
    assert told(issue) == (
        "roadmap.yaml:1:1: E Нет файла «people.csv», на который ссылается дорожная карта. → "
        "Положите файл рядом с roadmap.yaml или исправьте его имя."
    )
    assert issue.path == "people"


def test_file_under_the_name_that_is_given_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = {
        "staff.csv" if n == "people.csv" else n: c
        for n, c in small(append="people: staff.csv\n").items()
    }
    assert find(files, CODE) == []
    assert plan_of(files)
