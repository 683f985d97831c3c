"""Tables whose cells each stand on a line of their own: after a tab, or bare, as copied from a page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from vekha.importing.blocks import Table, table_of
from vekha.importing.columns import Column, kind_of, plan_columns

FURTHEST = 80  # lines of one cell: a longer one is no cell
LONGEST = 20_000  # letters of one cell
_NUMBER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,2})*[.)]?$")


def tabbed_cells(lines: list[str], at: int) -> tuple[Table, int] | None:
    """Cells that begin with a tab; a row ends with a blank line, as word processors export it.

    How wide the table is, most of its rows say. A cell may hold further lines, blank ones too.
    """
    if not _begins_cell(lines[at]):
        return None
    width = _usual_width(lines, at)
    if width < 2:
        return None
    cells: list[tuple[int, str]] = []
    end = at
    while at < len(lines):
        if _begins_cell(lines[at]):
            cells.append((at + 1, lines[at][1:]))
        elif lines[at].strip():
            if len(cells[-1][1]) > LONGEST or not _inside(
                lines, at, cells=len(cells), width=width, last=cells[-1][1]
            ):
                break
            cells[-1] = (cells[-1][0], f"{cells[-1][1].rstrip()}\n{lines[at].strip()}")
        else:
            at += 1
            continue
        at += 1
        end = at
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    if len(rows) < 2:
        return None
    return table_of([[t for _, t in row] for row in rows], lines=[r[0][0] for r in rows]), end


def _begins_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].rstrip("\t")


def _usual_width(lines: list[str], at: int) -> int:
    """How many cells stand together between blank lines, most often."""
    sizes: Counter[int] = Counter()
    end = min(len(lines), at + 60)
    for blank, group in groupby(lines[at:end], key=lambda line: not line.strip(" ")):
        if blank:
            continue
        count = sum(_begins_cell(line) for line in group)
        if count:
            sizes[count] += 1
    first = next(iter(sizes), 0)
    best = max(sizes.values(), default=0)
    return next((s for s in sizes if sizes[s] == best and s > 1), first)


def _inside(lines: list[str], at: int, *, cells: int, width: int, last: str) -> bool:
    """Whether a line without a tab still belongs to the cell above it."""
    complete = cells % width == 0
    after_blank = not lines[at - 1].strip(" ")
    if complete and after_blank and last.strip():
        # An empty last cell may begin below; a filled one may go on when a further row follows.
        return "\n" in last and last.startswith("\n") and _more_cells(lines, at)
    if complete and not after_blank and last.strip():
        return True
    return _more_cells(lines, at) or (not complete and not after_blank)


def _more_cells(lines: list[str], at: int) -> bool:
    return any(_begins_cell(line) for line in lines[at : at + FURTHEST])


def listed_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """Names of columns one below the other, then the cells of each row one below the other."""
    names, begin = _names(lines, at)
    if names is None:
        return None
    rows: list[list[str]] = [names]
    numbers = [at + 1]
    numbered = kind_of(names[0]) is Column.NUMBER
    position, end = begin, begin
    while position < len(lines):
        row, after, line = (
            _numbered_row(lines, position, width=len(names), expected=len(rows))
            if numbered
            else _bare_row(lines, position, width=len(names))
        )
        if row is None:
            break
        rows.append(row)
        numbers.append(line + 1)
        position = end = after
    return (table_of(rows, lines=numbers), end) if len(rows) > 2 else None


def _names(lines: list[str], at: int) -> tuple[list[str] | None, int]:
    names: list[str] = []
    position = at
    while position < min(len(lines), at + 20) and len(names) < 9:
        text = lines[position].strip()
        position += 1
        if not text:
            continue
        if "\t" in text or len(text) > 60 or kind_of(text) in (Column.OTHER, Column.NONE):
            position -= 1
            break
        names.append(text)
    if len(names) < 3 or len({kind_of(n) for n in names}) < 3 or plan_columns(names) is None:
        return None, at
    return names, position


def _filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _numbered_row(
    lines: list[str], at: int, *, width: int, expected: int
) -> tuple[list[str] | None, int, int]:
    """A number, then cells until the next number; surplus lines belong to the measure."""
    at = _filled(lines, at)
    if at >= len(lines) or not _is_number(lines[at], expected):
        return None, at, at
    first = at
    number = lines[at].strip()
    cells: list[str] = []
    at += 1
    while at < len(lines) and at - first < FURTHEST and not _is_number(lines[at], expected + 1):
        text = lines[at].strip()
        if not text and len(cells) >= width - 1:
            break
        if text:
            cells.append(text)
        at += 1
    surplus = len(cells) - (width - 1)
    if surplus > 0:
        cells = ["\n".join(cells[: surplus + 1]), *cells[surplus + 1 :]]
    return [number, *cells, *[""] * (width - 1 - len(cells))], at, first


def _is_number(line: str, expected: int) -> bool:
    text = line.strip()
    return bool(_NUMBER.match(text)) and text.strip("().").split(".")[-1] == str(expected)


def _bare_row(lines: list[str], at: int, *, width: int) -> tuple[list[str] | None, int, int]:
    at = _filled(lines, at)
    first = at
    cells: list[str] = []
    while at < len(lines) and len(cells) < width:
        text = lines[at].strip()
        if text and len(text) > 400:
            return None, first, first
        if text:
            cells.append(text)
        at += 1
    return (cells, at, first) if len(cells) == width else (None, first, first)
