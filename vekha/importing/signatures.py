"""Who signs: a position, and the name behind it or below it, beside the line for the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from vekha.importing.blocks import Paragraph
from vekha.importing.letters import flat
from vekha.importing.persons import Named, find_persons, is_position

_COLUMNS = re.compile(r"\s{3,}")
_LINE = re.compile(r"[_\s.,:–—-]+")
_KAZAKH_OFFICE = re.compile(r"(?i)(?:басшысы|директоры|меңгерушісі|төрағасы|орынбасары|әкімі)\s*$")
LONGEST = 200


def signed(heading: Sequence[Paragraph]) -> Iterator[Named]:
    """The people of the stamps «УТВЕРЖДАЮ» and «СОГЛАСОВАНО», with the position in the line above.

    Two stamps may stand side by side: their parts are divided by wide gaps, as many in each line.
    """
    for above, below in pairwise(heading):
        positions, names = (_COLUMNS.split(p.text.strip()) for p in (above, below))
        if len(positions) != len(names):
            continue
        for position, name in zip(positions, names, strict=True):
            named = find_persons(name)
            if (
                len(named) == 1
                and _only(named[0].written, name)
                and (is_position(position) or _KAZAKH_OFFICE.search(position))
            ):
                yield replace(named[0], position=flat(position))


def _only(written: str, text: str) -> bool:
    return not _LINE.sub("", flat(text).replace(written, ""))


def signature(text: str) -> Named | None:
    """Who signs in a line: a position, a gap, a name, and nothing else."""
    if len(text) > LONGEST:
        return None
    parts = [part for part in _COLUMNS.split(text.strip()) if _LINE.sub("", part)]
    if len(parts) == 2 and (is_position(parts[0]) or _KAZAKH_OFFICE.search(parts[0])):
        named = find_persons(parts[1])
        if len(named) == 1 and _only(named[0].written, parts[1]):
            return replace(named[0], position=flat(parts[0].strip("_ ")))
    named = find_persons(text)
    if len(named) != 1 or not named[0].position:
        return None
    rest = flat(text).replace(named[0].written, "").replace(named[0].position, "")
    return None if _LINE.sub("", rest) else named[0]
