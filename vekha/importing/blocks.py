"""What a document consists of, whatever it was written with: paragraphs and tables with spans."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `line` is its line in a text file, its running number in a .docx."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. Rows and columns that it covers beyond its own have no cell of their own."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells from left to right, without those that a cell above covers."""

    cells: tuple[Cell, ...]
    line: int
    after_break: bool = False  # the page turned before it: it may continue the row above


@dataclass(frozen=True, slots=True)
class Table:
    """Rows from top to bottom."""

    rows: tuple[Row, ...]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.rows[0].line if self.rows else 0


Block = Paragraph | Table


def table_of(rows: list[list[str]], *, lines: list[int], breaks: Set[int] = frozenset()) -> Table:
    """A table without spans; `breaks` are the indexes of rows before which the page turned."""
    return Table(
        tuple(
            Row(tuple(Cell(text.strip()) for text in row), line, index in breaks)
            for index, (row, line) in enumerate(zip(rows, lines, strict=True))
        )
    )
