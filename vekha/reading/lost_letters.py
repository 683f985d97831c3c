"""Kazakh letters that a Russian code page could not hold and that are question marks now."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vekha.issues import Issue, Place

_LETTER = "[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"
_LOST = rf"(?:(?<={_LETTER})|(?<!\w))\?+(?={_LETTER})"  # compiled at the first question mark


def lost_letters(texts: Iterable[tuple[Place, str]]) -> list[Issue]:
    """One issue for a whole file, at the first of its texts that lost a letter («М?ткен»)."""
    damaged = [(place, text) for place, text in texts if "?" in text and re.search(_LOST, text)]
    if not damaged:
        return []
    place, text = damaged[0]
    words = " ".join(word for word in text.split() if re.search(_LOST, word))
    return [Issue("lost-letters", place, "", {"text": words[:80], "number": len(damaged)})]
