"""file-too-large: more than eight megabytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan
from vekha.reading.source import LARGEST_FILE

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "file-too-large"


def padded(content: bytes) -> bytes:
    """The content with a comment behind it, as large as may be."""
    return content + b"#" * (LARGEST_FILE - len(content))


def test_file_above_the_limit_is_told(small: Small, find: Find) -> None:
    [issue] = find({**small(), "roadmap.yaml": b"#" * (LARGEST_FILE + 1)}, CODE)
    assert told(issue) == (
        "roadmap.yaml:1:1: E Файл занимает 8,1 МБ, читаются файлы до 8 МБ. → Проверьте, тот "
        "ли это файл; длинные списки держите в CSV."
    )
    assert issue.path == ""


def test_file_of_exactly_the_limit_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = {**small(), "roadmap.yaml": padded(small()["roadmap.yaml"])}
    assert find(files, CODE) == []
    assert plan_of(files)
