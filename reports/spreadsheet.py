"""The outline's tables as an XLSX workbook: a sheet per table, numbers as numbers, text as text.

What is printed beside a number (its base, its unit, the «+» of a school that offers help) stands in
the cell's format, so that the cell says the same as the Word file and is still counted with.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.legible import legible
from reports.numbering import Placed, place
from reports.wording import NOTE, SHEET
from vekha.outline import Heading, Outline, Table

if TYPE_CHECKING:
    from vekha.outline import Cell, Row

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767  # what a cell may hold
_CHARACTER = 1.15  # a letter of Times New Roman 12 pt in Excel's units of width
_LINE_POINTS = 15.75
_UPRIGHT = 100  # what fits across an upright A4 page at a readable size
_TALLEST_ROW = 409  # points, Excel's own limit
_NUMBER = re.compile(r"([+\u2212-]?)[\d\s.,]*\d(?:\s?%)?")
_MOST_FORMATS = 150  # number formats of one workbook; Excel itself takes 200 to 250
_RESERVED = {"history"}  # Excel keeps this name for itself
_ALIGN = {"left": "left", "centre": "center", "right": "right"}


def render_spreadsheet(outline: Outline) -> bytes:
    """Return the tables as an .xlsx; a document without tables gives one sheet that says so.

    Raises ValueError where a row is longer than its table.
    """
    import xlsxwriter

    packed = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    workbook = xlsxwriter.Workbook(packed, options)
    workbook.set_properties(
        {
            "title": legible(outline.title)[:255],
            "author": legible(outline.author)[:255],
            "subject": legible(outline.subject)[:255],
            "keywords": legible(", ".join(outline.keywords))[:255],
            "created": datetime(outline.as_of.year, outline.as_of.month, outline.as_of.day),  # noqa: DTZ001
        }
    )
    styles = _Styles(workbook, {})
    taken: set[str] = set()
    number, heading = 0, ""
    for item in place(outline):
        if isinstance(item.block, Heading):
            heading = item.block.text
        if isinstance(item.block, Table):
            number += 1
            wished = item.block.caption or heading or item.block.key
            name = _sheet_name(wished, number, taken, outline)
            _write_sheet(workbook.add_worksheet(name), item.block, item, outline, styles)
    if not number:
        workbook.add_worksheet(SHEET[outline.language]).write_string(0, 0, legible(outline.title))
    workbook.close()
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    """Cell formats, each made once."""

    workbook: Any
    made: dict[tuple[tuple[str, object], ...], Any]
    formats: set[str] = field(default_factory=set)

    def number_format(self, cell: Cell) -> str:
        """The cell's format with the words that are printed around its number."""
        plain = cell.number_format or "General"
        found = _NUMBER.match(cell.text)
        if found is None or plain == "General" or '"' in plain + cell.text:
            return plain
        if not _is_shown(cell, found[0]):  # another number comes first: «41-ден 37»
            return plain
        words = legible(cell.text[found.end() :])
        said = f"{'+' * (found[1] == '+')}{plain}" + (f'"{words}"' if words else "")
        if said not in self.formats and len(self.formats) >= _MOST_FORMATS:
            return plain
        self.formats.add(said)
        return said

    def get(self, **settings: object) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(
                {"font_name": "Times New Roman", "font_size": 12, "valign": "top", **settings}
            )
        return self.made[key]


def _is_shown(cell: Cell, printed: str) -> bool:
    """Whether the printed number is the cell's own, rounded."""
    digits = re.sub(r"[^\d.,]", "", printed).replace(",", ".")
    if digits.count(".") > 1:
        return False
    places = len(digits.partition(".")[2])
    value = abs(cell.value or 0) * (100 if "%" in printed else 1)
    return abs(float(digits) - value) <= 0.501 * 10.0**-places


def _sheet_name(wished: str, number: int, taken: set[str], outline: Outline) -> str:
    """Return a legal name of at most 31 characters that no other sheet has."""
    name = _FORBIDDEN.sub(" ", legible(wished)).strip(" '")
    name = " ".join(name.split()) or f"{SHEET[outline.language]} {number}"
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rsplit(" ", 1)[0] or name[:_LONGEST_NAME]
    name = name.strip(" '")
    tried, again = name, 1
    while tried.lower() in taken or tried.lower() in _RESERVED:
        again += 1
        ending = f" ({again})"
        tried = name[: _LONGEST_NAME - len(ending)] + ending
    taken.add(tried.lower())
    return tried


def _write_sheet(sheet: Any, table: Table, item: Placed, outline: Outline, styles: _Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    widths = _widths(table)
    if sum(widths) > _UPRIGHT:
        sheet.set_landscape()
    line = 0
    if item.caption:
        sheet.write_string(line, 0, legible(item.caption)[:_LONGEST_TEXT], styles.get(bold=True))
        line += 1
    if table.header:
        head = styles.get(
            bold=True,
            align="center",
            valign="vcenter",
            text_wrap=True,
            border=1,
            bg_color="#EFEFEF",
        )
        for index, column in enumerate(table.columns):
            sheet.write_string(line, index, legible(column.title), head)
        sheet.repeat_rows(line)
        line += 1
        sheet.freeze_panes(line, 0)
    for row in table.rows:
        _write_row(sheet, line, row, table, styles)
        lines = _lines_of(row, widths)
        if lines > 1:  # not every program fits the height to wrapped text by itself
            sheet.set_row(line, min(_TALLEST_ROW, lines * _LINE_POINTS + 2))
        line += 1
    if table.note:
        note = f"{NOTE[outline.language]}: {legible(table.note)}"
        sheet.write_string(line, 0, note[:_LONGEST_TEXT], styles.get(italic=True))
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)


def _write_row(sheet: Any, line: int, row: Row, table: Table, styles: _Styles) -> None:
    count = len(table.columns)
    if row.kind == "section":
        style = styles.get(bold=True, align="center", border=1, bg_color="#EFEFEF", text_wrap=True)
        text = legible(" ".join(cell.text for cell in row.cells))[:_LONGEST_TEXT]
        if count > 1:
            sheet.merge_range(line, 0, line, count - 1, "", style)
        sheet.write_string(line, 0, text, style)
        return
    if len(row.cells) > count:
        raise ValueError(f"a row has {len(row.cells)} cells, its table {count} columns")
    for index, column in enumerate(table.columns):
        cell = row.cells[index] if index < len(row.cells) else None
        bold = row.kind == "total" or (not table.header and index == 0)
        settings: dict[str, object] = {
            "align": _ALIGN[column.align], "border": 1, "text_wrap": True, "bold": bold
        }  # fmt: skip
        if cell is None or (cell.value is None and not cell.text):
            sheet.write_blank(line, index, None, styles.get(**settings))
        elif cell.value is None:
            # «@» keeps Excel from reading «=1+1» as a formula when the cell is edited.
            style = styles.get(**settings, num_format="@")
            sheet.write_string(line, index, legible(cell.text)[:_LONGEST_TEXT], style)
        else:
            style = styles.get(**settings, num_format=styles.number_format(cell))
            sheet.write_number(line, index, cell.value, style)


def _lines_of(row: Row, widths: list[float]) -> int:
    """Return about how many lines the highest cell of the row takes."""
    if row.kind == "section":
        return 1
    return max(
        (
            sum(math.ceil((len(line) or 1) / width) for line in cell.text.split("\n"))
            for cell, width in zip(row.cells, widths, strict=False)
        ),
        default=1,
    )


def _widths(table: Table) -> list[float]:
    """Return widths in characters: as wide as the longest line of a column, within bounds."""
    widths = []
    for index, column in enumerate(table.columns):
        longest = max((len(word) for word in column.title.split()), default=0) + 2
        for row in table.rows:
            if row.kind != "section" and index < len(row.cells):
                lines = row.cells[index].text.split("\n")
                longest = max(longest, *(len(line) for line in lines))
        widths.append(min(60.0, max(6.0, longest * _CHARACTER + 2)))
    return widths
