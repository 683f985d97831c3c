"""The rows of a table that is an Excel workbook; its library is slow to import, see `roster`."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook


def workbook_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet's rows that have something, with their numbers.

    Raises ValueError and what else the library raises for what is damaged or no workbook.
    """
    try:
        yield from _rows(content)
    except (BadZipFile, ParseError, zlib.error) as error:
        raise ValueError(str(error)) from error


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = ["" if cell is None else str(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells
