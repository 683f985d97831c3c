"""key-not-text: a list where a key should stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "key-not-text"


def test_list_as_a_key_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append="? [a, b]\n: 1\n"), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:3: E Имя ключа должно быть простым текстом. → Чаще всего в начале "
        "строки стоит лишний «?», «[» или «{»."
    )
    assert issue.path == ""


def test_key_in_quotes_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(append='"heading": [Проект]\n')
    assert find(files, CODE) == []
    assert plan_of(files)
