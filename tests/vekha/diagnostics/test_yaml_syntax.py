"""yaml-syntax: text behind a closing quote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "yaml-syntax"


def test_text_behind_a_closing_quote_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(("title: Малая программа\nbody", 'title: "Малая" программа\nbody')), CODE)
    assert told(issue) == (
        "roadmap.yaml:3:16: E Запись нарушает правила YAML (здесь ожидается новый ключ: "
        "отступ не совпадает с соседними строками, или после закрытой кавычки стоит ещё "
        "текст). → Чаще всего: забыта кавычка или скобка, двоеточие внутри текста без "
        "кавычек, отступ не совпадает с соседними строками."
    )
    assert issue.path == ""


def test_text_within_quotes_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small(("title: Малая программа\nbody", 'title: "Малая: программа"\nbody'))
    assert find(files, CODE) == []
    assert plan_of(files)
