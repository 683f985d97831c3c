"""The body of a .docx as blocks: paragraphs with their automatic numbers, tables with merged cells, notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from cli.word_numbers import Numbering
from vekha.importing.blocks import Block, Cell, Paragraph, Row, Table
from vekha.importing.letters import flat
from vekha.importing.plain import clean, read_text

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:txbxContent")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = {
    qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml"),
}  # fmt: skip
_SIGNS = {
    qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip
SIZE_OF_ROW = 20  # bytes that a row counts besides its text
WIDEST = 63  # columns, as in Word itself


_BESIDE = {
    "footnotes": "Сноска", "endnotes": "Сноска", "header": "Колонтитул", "footer": "Колонтитул",
    "comments": "Примечание",
}  # fmt: skip


class TooMuchText(Exception):
    """The document holds more text than is read."""


@dataclass(slots=True)
class _Open:
    """A cell whose merged part may go on in the rows below."""

    text: str
    columns: int
    rows: int = 1


class _Reader:
    def __init__(self, document: Any, most: int) -> None:
        self.numbering = Numbering(document)
        self.left = most
        self.line = 0

    def blocks(self, body: Any) -> Iterator[Block]:
        """The blocks in order; texts in frames follow the paragraph that holds them."""
        for element in _children(body):
            if element.tag == qn("w:tbl"):
                table = self.table(element)
                if table.rows:
                    yield table
            elif element.tag == qn("w:p"):
                self.line += 1
                text = self.text(element)
                if text.strip():
                    yield Paragraph(text.strip(), self.line)
                for frame in element.iter(qn("w:txbxContent")):
                    if not _in_fallback(frame):
                        yield from self.blocks(frame)

    def beside(self, main: Any, blocks: list[Block]) -> Iterator[Paragraph]:
        """Notes, then the headers and footers of pages: each text once, behind the body."""
        seen = {flat(b.text) for b in blocks if isinstance(b, Paragraph)}
        related = [r.target_part for r in main.rels.values() if not r.is_external]
        for kind, name in _BESIDE.items():
            for part in related:
                if not str(part.partname).startswith(f"/word/{kind}"):
                    continue
                for paragraph in _tree(part).iter(qn("w:p")):
                    text = flat(self.text(paragraph))
                    if text in seen or not any(c.isalpha() for c in text):
                        continue
                    seen.add(text)
                    self.line += 1
                    yield Paragraph(f"{name}: {text}", self.line)

    def text(self, paragraph: Any) -> str:
        number = self.numbering.number_of(paragraph)
        text = clean("".join(_signs(paragraph)))
        self.left -= len(text.encode())
        if self.left < 0:
            raise TooMuchText
        return f"{number} {text}" if number and text.strip() else text or number

    def table(self, element: Any) -> Table:
        rows: list[tuple[list[_Open], int]] = []
        above: dict[int, _Open] = {}
        for row in _children(element):
            if row.tag != qn("w:tr"):
                continue
            self.line += 1
            self.left -= SIZE_OF_ROW
            if self.left < 0:
                raise TooMuchText
            cells, above = self._row(row, above)
            rows.append((cells, self.line))
        return Table(
            tuple(
                Row(tuple(Cell(c.text, c.columns, c.rows) for c in cells), line)
                for cells, line in rows
            )
        )

    def _row(self, row: Any, above: dict[int, _Open]) -> tuple[list[_Open], dict[int, _Open]]:
        cells: list[_Open] = []
        now: dict[int, _Open] = {}
        column = _grid(row, "w:gridBefore")
        if column:
            cells.append(_Open("", column))
        for cell in _children(row):
            if cell.tag != qn("w:tc") or column >= WIDEST:
                continue
            properties = cell.find(qn("w:tcPr"))
            span = min(WIDEST - column, max(1, _value(properties, "w:gridSpan", 1)))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            goes_on = merge is not None and merge.get(qn("w:val")) in (None, "continue")
            origin = above.get(column)
            if goes_on and origin is not None and origin.columns == span:
                origin.rows += 1
                opened = origin
            else:
                opened = _Open(self._cell_text(cell), span)
                cells.append(opened)
            if merge is not None:
                now[column] = opened
            column += span
        return cells, now

    def _cell_text(self, cell: Any) -> str:
        lines: list[str] = []
        for block in self.blocks_of_cell(cell):
            lines.append(block)
        return "\n".join(line for line in lines if line.strip()).strip()

    def blocks_of_cell(self, cell: Any) -> Iterator[str]:
        """The lines of a cell; a table within it gives a line for each of its rows."""
        for element in _children(cell):
            if element.tag == qn("w:p"):
                yield self.text(element).replace("\t", " ").strip()
            elif element.tag == qn("w:tbl"):
                for row in self.table(element).rows:
                    yield " | ".join(c.text.replace("\n", " ") for c in row.cells)


def read_word(content: bytes, *, most: int) -> tuple[Block, ...]:
    """The blocks of a .docx. Raises TooMuchText beyond `most` bytes of text.

    Paragraphs with tabs that stand together are read as the table that they draw.
    """
    document = docx.Document(io.BytesIO(content))
    reader = _Reader(document, most)
    blocks = list(_with_drawn_tables(list(reader.blocks(document.element.body))))
    return (*blocks, *reader.beside(document.part, blocks))


def _with_drawn_tables(blocks: list[Block]) -> Iterator[Block]:
    run: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and block.text.count("\t") >= 2:
            run.append(block)
            continue
        if len(run) > 1:
            for drawn in read_text("\n".join(p.text.replace("\n", " ") for p in run)):
                yield _moved(drawn, run[0].line - 1)
        else:
            yield from (_without_tabs(p) for p in run)
        run = []
        if isinstance(block, Paragraph):
            yield _without_tabs(block)
        elif block is not None:
            yield block


def _moved(block: Block, by: int) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(block.text, block.line + by)
    return Table(tuple(Row(r.cells, r.line + by, r.after_break) for r in block.rows))


def _without_tabs(paragraph: Paragraph) -> Paragraph:
    return Paragraph(paragraph.text.replace("\t", " "), paragraph.line)


def _children(element: Any) -> Iterator[Any]:
    """The children, and those within content controls and tracked insertions."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _signs(element: Any) -> Iterator[str]:
    """The text of a paragraph without what was deleted, the frames and the copies for old Word."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _FALLBACK:
            yield from _signs(child)


def _tree(part: Any) -> Any:
    """The XML of a part; those that python-docx does not know are bytes still."""
    element = getattr(part, "element", None)
    return element if element is not None else parse_xml(part.blob)


def _in_fallback(element: Any) -> bool:
    return any(parent.tag == _FALLBACK for parent in element.iterancestors())


def _grid(row: Any, name: str) -> int:
    properties = row.find(qn("w:trPr"))
    return min(WIDEST, max(0, _value(properties, name, 0)))


def _value(properties: Any, name: str, default: int) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    try:
        return int(found.get(qn("w:val"))) if found is not None else default
    except (TypeError, ValueError):
        return default
