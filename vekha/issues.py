"""What is wrong in a coordinator's file, as values: where, what clashes, what to do.

The texts are in the catalogue (vekha/catalogue.py), one entry per code and language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """E stops a deployment; W may be acknowledged in the file with a reason; I only informs."""

    ERROR = "E"
    WARNING = "W"
    INFORMATION = "I"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: a code of the catalogue, its place, the path of keys, and the clashing facts."""

    code: str
    place: Place
    path: str = ""  # «surveys.interim.closes», «activities[3].term»
    facts: Mapping[str, object] = field(default_factory=dict)
