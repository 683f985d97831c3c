"""Keys for the things of a draft: transliterated from their names, the same each time, and unique."""

from __future__ import annotations

import re

LONGEST = 40
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
}  # fmt: skip
_SMALL = {
    "i", "v", "na", "s", "po", "dlya", "o", "ob", "k", "iz", "ot", "pri", "do", "za", "u", "im",
    "imeni", "g", "a", "so", "vo", "zhane", "men",
}  # fmt: skip


def slug(text: str, *, longest: int = LONGEST, words: int = 6, whole: bool = False) -> str:
    """«Средняя школа № 25» → `srednyaya-shkola-25`; empty when nothing is left.

    Small words are left out unless `whole`.
    """
    latin = "".join(_LETTERS.get(c, c) for c in text.lower())
    parts = [p for p in re.split(r"[^a-z0-9]+", latin) if p]
    kept = parts if whole else [p for p in parts if p not in _SMALL] or parts
    found = ""
    for part in kept[:words]:
        longer = f"{found}-{part}" if found else part[:longest]
        if len(longer) > longest:
            break
        found = longer
    return found


class Keys:
    """Gives each thing of one section a key of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str, *, otherwise: str, words: int = 6, whole: bool = False) -> str:
        """The key for a text: its slug, with a number where that is taken."""
        wanted = slug(text, words=words, whole=whole) or otherwise
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        return found
