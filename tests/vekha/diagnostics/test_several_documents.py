"""several-documents: a second document in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "several-documents"


def test_second_document_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append="---\nkey: other\n"), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:1: E В файле несколько документов YAML (строка «---»); дорожная "
        "карта одна на файл."
    )
    assert issue.path == ""


def test_line_of_dashes_at_the_top_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = {**small(), "roadmap.yaml": b"---\n" + small()["roadmap.yaml"]}
    assert find(files, CODE) == []
    assert plan_of(files)
