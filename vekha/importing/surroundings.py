"""The period of a document, from its head, passport, plan and text; before anything is read closely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vekha.importing.blocks import Block, Paragraph, Table
from vekha.importing.letters import flat
from vekha.importing.passport import is_passport, labelled, read_passport
from vekha.importing.periods import WIDE, FoundPeriod, find_period
from vekha.importing.plan_table import find_header, read_rows
from vekha.importing.stages import announces_stage, find_stage

_TERM_LABEL = re.compile(r"(?i)срок|период|мерзім|period")


def find_surroundings(blocks: Sequence[Block], *, head: int, today: date) -> FoundPeriod:
    """The period that a document plans."""
    headings = [b.text for b in blocks[:head] if isinstance(b, Paragraph)]
    passport: list[str] = []
    plan: list[str] = []
    stages: list[str] = []
    before = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            stages += _stage_term(block)
            row = labelled(block.text)
            if row is not None and row[1] and _TERM_LABEL.match(row[0]):
                passport.append(row[1])
            before = block.text
            continue
        header = find_header(block)
        if header is not None:
            if len(before) < 200 and not announces_stage(before):
                headings.append(before)
            rows = rectangle_texts(block, header.first_row - 1)
            headings += rows
            plan += [cells.term for cells in read_rows(block, header)]
        elif is_passport(block, caption=before):
            passport += [
                " ".join(row.texts) for row in read_passport(block) if _TERM_LABEL.search(row.label)
            ]
    texts = [text_of(block) for block in blocks]
    return find_period(headings, passport, stages, plan, texts, today=today)


def _stage_term(paragraph: Paragraph) -> list[str]:
    found = find_stage(paragraph.text, line=paragraph.line, period=WIDE)
    return [found.term] if found is not None and found.term else []


def rectangle_texts(table: Table, rows: int) -> list[str]:
    """The texts of the rows above the names of columns."""
    return [
        flat(cell.text) for row in table.rows[: max(0, rows)] for cell in row.cells if cell.text
    ]


def text_of(block: Block) -> str:
    """All texts of a block, cells apart."""
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(cell.text for row in block.rows for cell in row.cells if cell.text)
