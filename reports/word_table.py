"""Native Word tables as one string of XML: repeated header rows, rows that stay whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.wordml import run, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vekha.outline import Cell, Column, Row, Signature, Table

_ALIGN = {"left": "left", "centre": "center", "right": "right"}
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EFEFEF"/>'
_LONGEST_WHOLE = 1500  # characters in a cell; a longer row may be higher than the page
_BOLD_LETTER = 0.54 * 20  # width of a bold letter, in twips for each point of its size
_NO_BORDERS = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(table: Table, *, styles: Mapping[str, str], width: int) -> str:
    """Return the table; `width` is that of the text in twips. Raises ValueError on a long row."""
    columns = table.columns
    widths = column_widths(table, width=width)
    size = _text_size(len(columns))
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles["table"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'{_margins(len(columns))}<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    ]
    if table.header:
        parts.append(_header(columns, widths, style=styles["head"], size=size))
    last = len(table.rows) - 1
    for place, row in enumerate(table.rows):
        # A section row stays with its first row, and the last row with the one above it.
        keep = (row.kind == "section" or place == last - 1) and place != last
        parts.append(_row(row, table, widths, style=styles["cell"], size=size, keep=keep))
    parts.append("</w:tbl>")
    return "".join(parts)


def signature_xml(signature: Signature, *, styles: Mapping[str, str], width: int) -> str:
    """Return the position, a line to sign on and the name, in one row that stays whole."""
    widths = (int(width * 0.45), int(width * 0.25), width - int(width * 0.45) - int(width * 0.25))
    line = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>'
    )
    texts = (signature.position, "", signature.name)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/>{border}<w:vAlign w:val="bottom"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{styles["signature"]}"/><w:keepNext/>{align}</w:pPr>'
        f"{run(text) if text else ''}</w:p></w:tc>"
        for each, text, border, align in zip(
            widths, texts, ("", line, ""), ("", "", '<w:jc w:val="right"/>'), strict=True
        )
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{_NO_BORDERS}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def column_widths(table: Table, *, width: int) -> list[int]:
    """Share `width` out by the columns' relative widths, but let no word of a title break.

    What a narrow column lacks comes from those that have more than their titles need.
    """
    columns = table.columns
    total = sum(column.width for column in columns) or 1.0
    wished = [max(200.0, width * column.width / total) for column in columns]
    if not table.header:
        return [int(each) for each in wished]
    points = text_points(len(columns))
    least = [
        max((len(word) for word in column.title.split()), default=0) * points * _BOLD_LETTER + 180
        for column in columns
    ]
    lacking = sum(max(0.0, low - each) for low, each in zip(least, wished, strict=True))
    spare = sum(max(0.0, each - low) for low, each in zip(least, wished, strict=True))
    if lacking and spare >= lacking:
        taken = lacking / spare
        wished = [
            max(low, each - max(0.0, each - low) * taken)
            for low, each in zip(least, wished, strict=True)
        ]
    return [int(each) for each in wished]


def text_points(count: int) -> float:
    """Return the size of the text in a table of `count` columns: 12 pt where they fit."""
    return 12 if count <= 7 else 10 if count <= 12 else 7.5


def _text_size(count: int) -> str:
    """Return run properties for smaller text; none at 12 pt, which the template's style says."""
    points = text_points(count)
    return "" if points == 12 else f'<w:sz w:val="{int(points * 2)}"/>'


def _margins(count: int) -> str:
    side = 85 if count <= 12 else 40
    return (
        f'<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="28" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def _header(columns: tuple[Column, ...], widths: list[int], *, style: str, size: str) -> str:
    properties = f"<w:rPr>{size}</w:rPr>" if size else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_SHADE}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/></w:pPr>'
        f"<w:r>{properties}{text_of(column.title)}</w:r></w:p></w:tc>"
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row, table: Table, widths: list[int], *, style: str, size: str, keep: bool) -> str:
    count = len(table.columns)
    if len(row.cells) > count:
        raise ValueError(f"a row has {len(row.cells)} cells, its table {count} columns")
    next_too = "<w:keepNext/>" if keep else ""
    before = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{next_too}'
    bold = f"<w:rPr><w:b/>{size}</w:rPr>"
    plain = f"<w:rPr>{size}</w:rPr>" if size else ""
    if row.kind == "section":
        text = "\n".join(cell.text for cell in row.cells)
        cells = (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:gridSpan w:val="{count}"/>{_SHADE}</w:tcPr>'
            f'{before}<w:jc w:val="center"/></w:pPr><w:r>{bold}{text_of(text)}</w:r></w:p></w:tc>'
        )
    else:
        padding = (None,) * (count - len(row.cells))
        cells = "".join(
            _cell(
                cell,
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                f'{before}<w:jc w:val="{_ALIGN[column.align]}"/></w:pPr>',
                bold if row.kind == "total" or (not table.header and place == 0) else plain,
            )
            for place, (cell, column, width) in enumerate(
                zip((*row.cells, *padding), table.columns, widths, strict=True)
            )
        )
    whole = all(len(cell.text) <= _LONGEST_WHOLE for cell in row.cells)
    return f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if whole else ''}{cells}</w:tr>"


def _cell(cell: Cell | None, before: str, properties: str) -> str:
    inside = f"<w:r>{properties}{text_of(cell.text)}</w:r>" if cell and cell.text else ""
    return f"{before}{inside}</w:p></w:tc>"
