"""The words that a roadmap file gives as its document's, to be compared with the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vekha.catalogue import catalogue, severity_of
from vekha.issues import Issue, Severity
from vekha.planning import Inspection, inspect
from vekha.roadmap.programme import Roadmap

ROOT = Path(__file__).parents[1]
FILES = ("roadmap.yaml", "organisations.csv", "people.csv")


def inspect_example(name: str) -> Inspection:
    """What `vekha check roadmaps/<name>` is made from; places have bare file names."""
    folder = ROOT / "roadmaps" / name
    return inspect({file: (folder / file).read_bytes() for file in FILES})


def line_of(name: str, issue: Issue) -> str:
    """The line of the file that an issue points at."""
    text = (ROOT / "roadmaps" / name / issue.place.file).read_text(encoding="utf-8")
    return text.splitlines()[issue.place.line - 1]


def squeeze(text: str) -> str:
    """Without white space and without the bars that stand for the edges of cells."""
    return re.sub(r"[\s|]+", "", text)


def words_of(roadmap: Roadmap) -> str:
    """All that the file gives as the document's words, squeezed."""
    return squeeze("\n".join(_parts(roadmap)))


def _parts(roadmap: Roadmap) -> Iterator[str]:
    declared = roadmap.file.declared
    for minutes in declared.minutes.values():
        yield minutes.title
        yield minutes.day
        yield minutes.place
        yield from minutes.agenda
        yield from (present.printed for present in minutes.present)
        yield from (heard.text for heard in minutes.heard)
    for part in declared.text:
        yield part.heading
        yield from part.text


def raw_issues(found: Inspection) -> list[Issue]:
    """Every issue, whether the file acknowledges it or not."""
    return [*found.issues, *(issue for issue, _ in found.acknowledged)]


def stand_in_the_way(issues: list[Issue]) -> list[str]:
    """Errors that no reason in the file may settle."""
    return [
        issue.code
        for issue in issues
        if severity_of(issue) is Severity.ERROR and not catalogue()[issue.code].of_document
    ]
