"""A finding as a value, and its texts in Russian, Kazakh and English (doctor.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Level(StrEnum):
    """error: letters will be lost or refused; warn: some may be, or nobody can tell."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen. `code` begins with the check's name: «spf-missing»; `facts` fill its texts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def check(self) -> str:
        """The name of the check: spf, dkim, server …"""
        return self.code.partition("-")[0]

    @property
    def level(self) -> Level:
        """The level that the catalogue gives the code."""
        return Level(_catalogue()["found"][self.code]["level"])


def finding(code: str, **facts: object) -> Finding:
    """A finding with its facts by name."""
    return Finding(code, facts)


@cache
def _catalogue() -> Mapping[str, Any]:
    text = resources.files("notifications.doctor").joinpath("doctor.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))


def codes() -> Mapping[str, Mapping[str, Any]]:
    """Every code with its level and texts."""
    found: Mapping[str, Mapping[str, Any]] = _catalogue()["found"]
    return found


def title_of(check: str, *, language: str) -> str:
    """The check's name for people: «SPF: кто вправе слать от имени домена»."""
    return str(_catalogue()["check"][check]["title"][language])


def why_of(check: str, *, language: str) -> str:
    """Why the check matters to mail.ru, Yandex, Gmail, Outlook."""
    return str(_catalogue()["check"][check]["why"][language])


def seen_of(found: Finding, *, language: str) -> str:
    """What was seen, with its facts."""
    return str(codes()[found.code]["seen"][language]).format(**found.facts)


def do_of(found: Finding, *, language: str) -> str:
    """What to do, or an empty text where there is nothing to do."""
    told = codes()[found.code].get("do")
    return str(told[language]).format(**found.facts) if told else ""


def finding_json(found: Finding, *, language: str) -> dict[str, object]:
    """A finding as `vekha mail doctor --json` prints it."""
    return {
        "check": found.check,
        "code": found.code,
        "level": str(found.level),
        "seen": seen_of(found, language=language),
        "why": why_of(found.check, language=language),
        "do": do_of(found, language=language),
        "facts": {name: str(value) for name, value in found.facts.items()},
    }


def worst(found: Iterable[Finding]) -> Level:
    """The worst level there is; ok for none."""
    order = list(Level)
    return max((one.level for one in found), key=order.index, default=Level.OK)
