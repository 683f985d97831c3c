"""What is wrong in a coordinator's file, as values: where, what clashes, what to do.

The texts are in the catalogue (vekha/catalogue.py), one entry per code and language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol, runtime_checkable


class Severity(StrEnum):
    """E stops a deployment; W may be acknowledged in the file with a reason; I only informs."""

    ERROR = "E"
    WARNING = "W"
    INFORMATION = "I"


class Place(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the file as a whole.

    A named tuple, for each value of a file has one.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@runtime_checkable
class Spoken(Protocol):
    """A fact that reads differently by language: `Told`, or a text of the roadmap's own."""

    def to(self, language: str) -> str:
        """The words in ru, kk or en."""
        ...


class Told(NamedTuple):
    """A fact in the engine's own words, in the three languages of its readers."""

    ru: str
    kk: str
    en: str

    def to(self, language: str) -> str:
        """The words in `language`; in Russian where there are none in it."""
        return {"kk": self.kk, "en": self.en}.get(language, self.ru)

    def __str__(self) -> str:
        return self.ru

    @classmethod
    def by(cls, tell: Callable[[str], str]) -> Told:
        """What `tell` says when it is given each language in turn."""
        return cls(tell("ru"), tell("kk"), tell("en"))


class Issue(NamedTuple):
    """One finding: a code of the catalogue, its place, the path of keys, and the clashing facts.

    A fact that is `Spoken` is told in the language of whoever reads the finding.
    """

    code: str
    place: Place
    path: str = ""  # «surveys.interim.closes», «activities[3].term»
    facts: Mapping[str, object] = MappingProxyType({})

    def facts_in(self, language: str) -> dict[str, object]:
        """The facts as a message in `language` prints them."""
        return {
            name: fact
            if isinstance(fact, str | int)  # most are; asking a protocol is slow
            else fact.to(language)
            if isinstance(fact, Spoken)
            else fact
            for name, fact in self.facts.items()
        }
