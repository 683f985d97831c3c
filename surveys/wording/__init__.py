"""The words of the pages in three languages, read once from the TOML files beside."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("ru", "kk", "en")
NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
_FILES = ("form.toml", "board.toml", "mailbox.toml")


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every text: key → language → words."""
    found: dict[str, Mapping[str, str]] = {}
    for name in _FILES:
        texts = tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
        twice = found.keys() & texts.keys()
        if twice:
            raise ValueError(f"{name}: said already elsewhere: {', '.join(sorted(twice))}")
        found |= texts
    return found


def say(language: str, key: str, **facts: object) -> str:
    """The words of a key in a language, with its facts; KeyError for what is not in the files."""
    words = catalogue()[key][language]
    return words.format(**facts) if facts else words


def pick_language(*wanted: str | None) -> str:
    """The first of the languages that the site speaks; Russian where none is."""
    return next((language for language in wanted if language in LANGUAGES), "ru")
