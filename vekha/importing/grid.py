"""A table with spans as a rectangle of texts: what each place shows and where that began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vekha.importing.blocks import Row, Table

WIDEST = 60  # columns; what stands further right is put into the last one


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the rectangle. `first` marks the top left place of its cell."""

    text: str
    row: int  # where its cell begins
    column: int
    first: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the rectangle."""

    places: tuple[Place, ...]
    line: int
    after_break: bool

    def texts(self) -> list[str]:
        """What each column shows; a merged cell is repeated in each row and column it covers."""
        return [place.text for place in self.places]

    def own(self, row: int) -> list[str]:
        """What begins in this row: texts of cells that began in a row above are left out."""
        return [place.text if place.row == row and place.first else "" for place in self.places]


def is_number_row(texts: Sequence[str]) -> bool:
    """«1 | 2 | 3 | 4»: the row below the names that numbers the columns."""
    filled = [text.strip(" .") for text in texts if text.strip()]
    return len(filled) > 1 and filled == [str(n) for n in range(1, len(filled) + 1)]


def rectangle(table: Table) -> tuple[Line, ...]:
    """The lines of a table, all of the same width; missing cells are empty."""
    covered: dict[tuple[int, int], Place] = {}
    for number, row in enumerate(table.rows):
        _place_row(number, row, covered, height=len(table.rows))
    width = min(WIDEST, max((column for _, column in covered), default=-1) + 1)
    return tuple(
        Line(
            tuple(
                covered.get((number, column)) or Place("", row=number, column=column)
                for column in range(width)
            ),
            row.line,
            row.after_break,
        )
        for number, row in enumerate(table.rows)
    )


def _place_row(
    number: int, row: Row, covered: dict[tuple[int, int], Place], *, height: int
) -> None:
    column = 0
    for cell in row.cells:
        while (number, column) in covered and column < WIDEST:
            column += 1
        if column >= WIDEST:
            last = covered[(number, WIDEST - 1)]
            text = f"{last.text}\n{cell.text}".strip()
            covered[(number, WIDEST - 1)] = replace(last, text=text)
            continue
        for down in range(min(cell.rows, height - number)):
            for right in range(min(cell.columns, WIDEST - column)):
                covered[(number + down, column + right)] = Place(
                    cell.text, number, column, first=down == 0 and right == 0
                )
        column += cell.columns
