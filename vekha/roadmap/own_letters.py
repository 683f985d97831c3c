"""A roadmap's own letter templates, as texts; judging and filling them is in notifications."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

FOLDER = "letters/"


class OwnLetters(NamedTuple):
    """texts: name of a template («ru/reminder.j2») → its text; digest: sha256 of all, hexadecimal."""

    texts: Mapping[str, str]
    digest: str


def own_letters(files: Mapping[str, bytes]) -> OwnLetters | None:
    """Those among a roadmap's files («letters/ru/reminder.j2»); None where there are none.

    What is not UTF-8 is left out: it was told of before, and stopped the deployment.
    """
    texts: dict[str, str] = {}
    total = hashlib.sha256()
    for name in sorted(files):
        if not name.startswith(FOLDER):
            continue
        try:
            texts[name.removeprefix(FOLDER)] = files[name].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return OwnLetters(texts, total.hexdigest()) if texts else None
