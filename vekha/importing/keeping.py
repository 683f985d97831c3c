"""Nothing is lost: what no field of the draft took, though its line was understood, becomes a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vekha.importing.blocks import Block, Paragraph
from vekha.importing.draft import Anchor, Draft, Remark
from vekha.importing.letters import DIVIDED, flat

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    line: int


def keep_lost(draft: Draft, files: Mapping[str, str]) -> bool:
    """Add a remark for each paragraph and row with words that are in no file; whether there were any.

    It stands behind the thing that was found last above it. Words that only one row has and that
    became no field are rare: numbers of columns, «Срок:» in a line of an order.
    """
    kept = set(_words(" ".join(files.values())))
    known = len(draft.remarks)
    for piece in _pieces(draft.blocks):
        words = list(_words(DIVIDED.sub("", piece.text)))
        lost = [word for word in words if word not in kept]
        if lost and all(word in kept for word in _words(piece.text)):
            continue  # «учителя- предметники»: a word made of two, and both are there
        if lost:
            partly = len(lost) * 2 < len(words) or all(word.isdigit() for word in words)
            draft.remarks.append(
                Remark(piece.text, piece.line, _anchor(draft, piece.line), understood=partly)
            )
            kept.update(lost)
    return len(draft.remarks) > known


def _words(text: str) -> Iterator[str]:
    return (match.group().lower() for match in _WORD.finditer(text))


def _pieces(blocks: tuple[Block, ...]) -> Iterator[_Piece]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _Piece(flat(block.text), block.line)
            continue
        for row in block.rows:
            texts = [flat(cell.text) for cell in row.cells]
            if any(texts):
                yield _Piece(" | ".join(texts), row.line)


def _anchor(draft: Draft, line: int) -> Anchor:
    """The last thing that begins at a line or above it."""
    found: tuple[int, Anchor] = (0, ("heading", 0))
    places = {
        "passport": [row.line for row in draft.passport],
        "pairings": [pairing.line for pairing in draft.pairings],
        "stages": [stage.line for stage in draft.stages],
        "activities": [activity.line for activity in draft.activities],
    }
    for section, lines in places.items():
        for number, begins in enumerate(lines, start=1):
            if found[0] <= begins <= line:
                found = (begins, (section, number))
    return found[1]
