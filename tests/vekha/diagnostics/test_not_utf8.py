"""not-utf8: a roadmap saved in the Russian code page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "not-utf8"


def test_code_page_of_windows_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        {**small(), "roadmap.yaml": small()["roadmap.yaml"].decode().encode("cp1251")}, CODE
    )
    assert told(issue) == (
        "roadmap.yaml:3:8: E Файл записан не в кодировке UTF-8: здесь стоит байт, который "
        "нельзя прочесть. → Сохраните файл заново, выбрав кодировку UTF-8."
    )
    assert issue.path == ""


def test_byte_order_mark_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = {**small(), "roadmap.yaml": small()["roadmap.yaml"].decode().encode("utf-8-sig")}
    assert find(files, CODE) == []
    assert plan_of(files)
