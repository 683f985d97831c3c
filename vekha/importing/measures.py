"""Lists of measures without terms: «Перечень мероприятий», numbered 2.1.1, 2.1.2 … below headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vekha.importing.blocks import Block, Paragraph
from vekha.importing.letters import flat

_CAPTION = re.compile(
    r"(?i)^(?:перечень|список|план|тізбе\w*)\s+(?:\w+\s+){0,2}(?:мероприяти|іс-шара)"
)
_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+(?=\S)")
LEAST = 3
LONGEST_CAPTION = 160


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered line; `heads` where deeper numbers follow it."""

    number: str
    text: str
    line: int
    heads: bool


def find_measures(blocks: Sequence[Block], at: int) -> list[Item]:
    """The numbered lines below a caption that announces measures; empty for any other paragraph.

    There must be numbers of two levels: a plain list 1, 2, 3 is too often an agenda.
    """
    caption = blocks[at]
    if not isinstance(caption, Paragraph) or len(caption.text) > LONGEST_CAPTION:
        return []
    if not _CAPTION.match(flat(caption.text)):
        return []
    rows: list[tuple[str, str, int]] = []
    for block in blocks[at + 1 :]:
        found = _NUMBERED.match(block.text) if isinstance(block, Paragraph) else None
        if found is None or not isinstance(block, Paragraph):
            break
        rows.append((found[1], flat(block.text[found.end() :]), block.line))
    if len(rows) < LEAST or not any("." in number for number, *_ in rows):
        return []
    depths = [number.count(".") for number, *_ in rows]
    return [
        Item(number, text, line, heads=depth < following)
        for (number, text, line), depth, following in zip(
            rows, depths, [*depths[1:], 0], strict=True
        )
    ]
