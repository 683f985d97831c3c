"""Cells, rows and columns that the documents' tables share; each figure keeps its number for XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vekha.documents.wording import say
from vekha.outline import Cell, Column, Row
from vekha.tally.numbers import NONE, print_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from vekha.outline import Language
    from vekha.tally.districts import ByDistrict
    from vekha.tally.share import Share

T = TypeVar("T")
_FORMATS = {0: "0", 1: "0.0", 2: "0.00"}


def words_cell(text: str) -> Cell:
    """Text; a dash where there is none, so that no cell looks forgotten."""
    return Cell(text or NONE)


def count_cell(count: int, *, language: Language) -> Cell:
    """A count of organisations."""
    return Cell(print_number(count, language=language), count, "0")


def figure_cell(
    value: Fraction | None, *, language: Language, decimals: int = 0, signed: bool = False
) -> Cell:
    """A number rounded once; a dash where there is none."""
    text = print_number(value, language=language, decimals=decimals, signed=signed)
    return Cell(text, None if value is None else _number(value), _FORMATS[decimals])


def share_cell(share: Share, *, language: Language) -> Cell:
    """«92,3 %», where the row itself shows the base."""
    value = None if share.value is None else float(share.value)
    return Cell(share.text(language=language), value, "0.0%")


def based_share(share: Share, *, language: Language) -> str:
    """«92,3 % (12 из 13)»: a share that carries its base."""
    if share.value is None:
        return NONE
    return say(
        language,
        "of",
        share=share.text(language=language),
        part=share.numerator,
        whole=share.denominator,
    )


def based_share_cell(share: Share, *, language: Language) -> Cell:
    """A share with its base in the same cell."""
    value = None if share.value is None else float(share.value)
    return Cell(based_share(share, language=language), value, "0.0%")


def percent_cell(value: Fraction | None, *, language: Language) -> Cell:
    """A share of no single pair of counts (a mean of percentages), 0 to 1."""
    if value is None:
        return Cell(NONE)
    number = print_number(value * 100, language=language, decimals=1)
    return Cell(f"{number}%" if language == "en" else f"{number}\u00a0%", float(value), "0.0%")


def points_cell(value: Fraction | None, *, language: Language) -> Cell:
    """A difference of two shares in percentage points, with its sign."""
    if value is None:
        return Cell(NONE)
    number = print_number(value * 100, language=language, decimals=1, signed=True)
    return Cell(say(language, "points", number=number), float(value * 100), "0.0")


def district_columns(language: Language) -> tuple[Column, ...]:
    """The first two columns of every table by district."""
    return (
        Column(say(language, "number"), "centre", 0.4),
        Column(say(language, "district"), "left", 1.9),
    )


def district_rows(
    figures: ByDistrict[T], cells: Callable[[T], tuple[Cell, ...]], *, language: Language
) -> tuple[Row, ...]:
    """Numbered rows by district and the total."""
    rows = [
        Row(
            (
                Cell(str(number), number, "0"),
                Cell(district.name or say(language, "no-district")),
                *cells(figure),
            )
        )
        for number, (district, figure) in enumerate(figures.rows, 1)
    ]
    total = Row((Cell(""), Cell(say(language, "total")), *cells(figures.total)), "total")
    return (*rows, total)


def figure_columns(*titles: str, width: float = 1.0) -> tuple[Column, ...]:
    """Columns of figures, set to the right so that the digits stand under each other."""
    return tuple(Column(title, "right", width) for title in titles)


def join_notes(*notes: str) -> str:
    """Several notes as one, which follows the word «Примечание:» and so begins small."""
    whole = " ".join(notes)
    return whole[:1].lower() + whole[1:]


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
