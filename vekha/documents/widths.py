"""Widths of table columns from what stands in them, so that no word is broken and no figure wraps.

Only proportions are given; the page's real width and the fonts are the renderer's.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from vekha.outline import PageBreak, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vekha.outline import Block

# A portrait line of 160 mm, in digits' widths at the sizes that renderers choose by the number of
# columns; a landscape line is so much longer.
_LINE = ((7, 77.0), (12, 96.0), (99, 122.0))
_LANDSCAPE = 1.5
_PADDING = 1.9  # what a cell's margins take
_BOLD = 1.1  # titles and totals are bold
# Widths of Times-like letters against a digit's; any other letter is as wide as a digit.
_WIDTHS = (
    dict.fromkeys(" \u00a0.,:;()|/ijltfrі-", 0.6)
    | dict.fromkeys("шщжюмфыwmқ", 1.45)
    | dict.fromkeys("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯӘҒҚҢӨҰҮҺABCDEFGHKLMNOPQRSTUVWXYZ", 1.4)
    | {"№": 1.9, "%": 1.7, "—": 2.0}
)
_LONGEST_WANTED = 70  # a text beyond this wraps anyway
_WORD = re.compile(r"[^ \n-]+-?")  # a line may break at a space and after a hyphen
_LETTER = re.compile(r"[^\W\d_]")


def fit_tables(blocks: Iterable[Block], *, landscape: bool = False) -> tuple[Block, ...]:
    """The blocks with the columns of every table with a header fitted to their contents."""
    fitted: list[Block] = []
    for block in blocks:
        if isinstance(block, PageBreak) and block.landscape is not None:
            landscape = block.landscape
        fitted.append(
            fit_table(block, landscape=landscape)
            if isinstance(block, Table) and block.header
            else block
        )
    return tuple(fitted)


def fit_table(table: Table, *, landscape: bool) -> Table:
    """Each column gets what its longest word needs; the rest goes to those that would wrap."""
    least: list[float] = [_least(table, place) for place in range(len(table.columns))]
    wanted = [max(least[place], _wanted(table, place)) for place in range(len(table.columns))]
    line = next(room for columns, room in _LINE if len(table.columns) <= columns)
    room = line * (_LANDSCAPE if landscape else 1.0) - math.fsum(least)
    lacking = [want - need for want, need in zip(wanted, least, strict=True)]
    part = min(1.0, room / math.fsum(lacking)) if room > 0 and any(lacking) else 0.0
    widths = [need + part * lack for need, lack in zip(least, lacking, strict=True)]
    average = math.fsum(widths) / len(widths)
    return replace(
        table,
        columns=tuple(
            replace(column, width=round(width / average, 2))
            for column, width in zip(table.columns, widths, strict=True)
        ),
    )


def _texts(table: Table, place: int) -> list[tuple[str, float]]:
    """What stands in a column below its title, with how much wider than plain it is set."""
    return [
        (row.cells[place].text, _BOLD if row.kind == "total" else 1.0)
        for row in table.rows
        if row.kind != "section" and place < len(row.cells)
    ]


def _least(table: Table, place: int) -> float:
    title = _longest_word(table.columns[place].title) * _BOLD
    cells = (_longest_word(text) * weight for text, weight in _texts(table, place))
    return max(title, *cells, 1.0) + _PADDING


def _wanted(table: Table, place: int) -> float:
    lines = (
        _width(line) * weight for text, weight in _texts(table, place) for line in text.split("\n")
    )
    return min(_LONGEST_WANTED, max(lines, default=0.0)) + _PADDING


def _longest_word(text: str) -> float:
    if not _LETTER.search(text):  # a figure or a telephone number stays whole
        return max((_width(line) for line in text.split("\n")), default=0.0)
    return max((_width(word) for word in _WORD.findall(text)), default=0.0)


def _width(text: str) -> float:
    return math.fsum(_WIDTHS.get(letter, 1.0) for letter in text)
