"""file-empty: nothing but comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "file-empty"


def test_file_of_comments_is_told(small: Small, find: Find) -> None:
    [issue] = find({**small(), "roadmap.yaml": "# Здесь будет план\n\n".encode()}, CODE)
    assert told(issue) == (
        "roadmap.yaml:1:1: E Файл пуст: в нём нет ни одной строки. → Начните "
        "с образца: vekha new ПАПКА."
    )
    assert issue.path == ""


def test_comment_above_a_roadmap_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = {**small(), "roadmap.yaml": b"# plan\n" + small()["roadmap.yaml"]}
    assert find(files, CODE) == []
    assert plan_of(files)
