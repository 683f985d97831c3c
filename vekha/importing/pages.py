"""What pages do to tables: one that goes on over the page is one again, a frame of stamps is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vekha.importing.blocks import Block, Paragraph, Row, Table
from vekha.importing.columns import Column, kind_of
from vekha.importing.grid import is_number_row, rectangle
from vekha.importing.letters import flat, squeezed
from vekha.importing.pairings import pair_columns
from vekha.importing.plan_table import find_header

_PAGE = re.compile(r"(?i)[-–—\s]*(?:стр(?:аница|\.)?\s*)?\d{1,3}(?:\s*из\s*\d{1,3})?[-–—\s]*")
_STAMP = re.compile(
    r"(?i)[«\"]?(?:утвержд|согласован|принят|рассмотрен|приложение|бекіт|келіс|қосымша)"
)
STAMPS_WITHIN = 6  # blocks from the beginning
DEEPEST_HEADER = 3  # rows that may be repeated at the top of a page


def unframed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Stamps «УТВЕРЖДАЮ» and «СОГЛАСОВАНО» that stand in a table without lines, as paragraphs."""
    found: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and index < STAMPS_WITHIN and _is_stamp(block):
            cells = ((row.line, cell.text) for row in block.rows for cell in row.cells)
            found += [
                Paragraph(flat(text), line)
                for line, cell in cells
                for text in cell.split("\n")
                if text.strip()
            ]
        else:
            found.append(block)
    return tuple(found)


def _is_stamp(table: Table) -> bool:
    texts = [cell.text.strip() for row in table.rows for cell in row.cells if cell.text.strip()]
    return (
        len(table.rows) <= 8
        and any(_STAMP.match(text) for text in texts)
        and find_header(table) is None
    )


def joined_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, tables one below the other joined where the second goes on with the first.

    Between them there may be nothing but the number of a page, which then follows the table.
    """
    found: list[Block] = []
    page: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table) and found and isinstance(found[-1], Table):
            longer = _joined(found[-1], block)
            if longer is not None:
                found[-1] = longer
                continue
        if isinstance(block, Paragraph) and _PAGE.fullmatch(block.text) and not page:
            page = [block]
            continue
        found += [*page, block] if isinstance(block, Paragraph) else [block, *page]
        page = []
    return (*found, *page)


def _joined(first: Table, second: Table) -> Table | None:
    above, below = rectangle(first), rectangle(second)
    if not above or not below or len(above[0].places) != len(below[0].places):
        return None
    width = len(above[0].places)
    repeated = 0
    for one, other in zip(above[:DEEPEST_HEADER], below[:DEEPEST_HEADER], strict=False):
        if [squeezed(t) for t in one.texts()] != [squeezed(t) for t in other.texts()]:
            break
        repeated += 1
    if not repeated and (_has_names(second, below[0].texts()) or width < 2):
        return None
    rest = second.rows[repeated:]
    if not rest:
        return None
    if repeated == 0 and is_number_row(below[0].texts()):
        rest = rest[1:]
    turned: tuple[Row, ...] = tuple(
        replace(row, after_break=True) if index == 0 else row for index, row in enumerate(rest)
    )
    return Table(first.rows + turned)


def _has_names(table: Table, texts: list[str]) -> bool:
    """Whether a table has names of columns of its own, of whatever kind."""
    if find_header(table) is not None or pair_columns(table) is not None:
        return True
    letters = [text for text in texts if text.strip()]
    sign = (
        bool(letters)
        and kind_of(letters[0]) is Column.NUMBER
        and not letters[0].strip(" .")[:1].isdigit()
    )
    return sign or (
        len(letters) > 2
        and not any(c.isdigit() for c in "".join(letters))
        and max(map(len, letters)) < 40
    )
