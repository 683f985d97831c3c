"""Tables whose cells each stand on a line of their own: after a tab, or bare, as copied from a page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from vekha.importing.blocks import Table, table_of
from vekha.importing.columns import Column, kind_of, plan_columns
from vekha.importing.periods import WIDE
from vekha.terms import read_term

MOST_LINES = 5_000  # of one such table
LONGEST_LINE = 400  # letters
FURTHEST = 80  # lines of one cell: a longer one is no cell
LONGEST = 20_000  # letters of one cell
_YEAR = re.compile(r"(?:19|20)\d\d")
_SECTION = re.compile(r"^(?:\d{1,2}\.|[IVXІ]+[.)]|Раздел\b|Этап\b|Блок\b|Модуль\b)\s*\S")
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
    """Names of columns one below the other, then the cells of each row one below the other.

    Where blank lines part the names, as many part the cells; fewer stand within a cell.
    """
    names, begin, gap = _names(lines, at)
    if names is None:
        return None
    listing = _Listing(_cells(lines, begin, gap), names, gap)
    rows, numbers = [names], [at + 1]
    while (found := listing.row()) is not None:
        rows.append(found[0])
        numbers.append(found[1] + 1)
    if sum(len(row) > 1 for row in rows) < 3:
        return None
    return table_of(rows, lines=numbers), listing.end(begin)


def _names(lines: list[str], at: int) -> tuple[list[str] | None, int, int]:
    """The names, the line behind them, and the fewest blank lines between two of them."""
    names: list[str] = []
    position, blanks = at, 0
    gaps: list[int] = []
    while position < min(len(lines), at + 60) and len(names) < 9:
        text = lines[position].strip()
        position += 1
        if not text:
            blanks += 1
            continue
        if "\t" in text or len(text) > 60 or kind_of(text) in (Column.OTHER, Column.NONE):
            position -= 1
            break
        gaps += [blanks] if names else []
        names.append(text)
        blanks = 0
    kinds = [kind_of(name) for name in names]
    if len(names) < 3 or len(set(kinds)) < 3 or plan_columns(names) is None:
        return None, at, 0
    if Column.NUMBER in kinds[1:] or any(_YEAR.search(name) for name in names):
        return None, at, 0  # the title of the plan stands right above the names
    return names, position, min(gaps)


def _cells(lines: list[str], at: int, gap: int) -> list[tuple[int, int, str]]:
    """The cells below: their first line, their last one, the text."""
    found: list[tuple[int, int, str]] = []
    for number in range(at, min(len(lines), at + MOST_LINES)):
        text = lines[number].strip()
        if not text:
            continue
        if "\t" in text or len(text) > LONGEST_LINE:
            break
        if found and gap and number - found[-1][1] <= gap:
            found[-1] = (found[-1][0], number, f"{found[-1][2]}\n{text}")
        else:
            found.append((number, number, text))
    return found


class _Listing:
    """Takes the rows off a list of cells, one at a time."""

    def __init__(self, cells: list[tuple[int, int, str]], names: list[str], gap: int) -> None:
        self.cells = cells
        self.gap = gap
        self.width = len(names)
        self.kinds = [kind_of(name) for name in names]
        self.numbered = self.kinds[0] is Column.NUMBER
        self.at = 0
        self.last: tuple[int, ...] = ()

    def row(self) -> tuple[list[str], int] | None:
        """The next row with its first line: of all columns, or the title of a section alone."""
        if self.at >= len(self.cells):
            return None
        return self._numbered_row() if self.numbered else self._bare_row()

    def end(self, otherwise: int) -> int:
        """The line behind the last row."""
        return self.cells[self.at - 1][1] + 1 if self.at else otherwise

    def _numbered_row(self) -> tuple[list[str], int] | None:
        first, _, text = self.cells[self.at]
        number = self._number(self.at)
        if number is None:
            if self._number(self.at + 1) is None or len(text) > FURTHEST * 2:
                return None
            self.at += 1
            return [text], first
        self.last = number
        until = self.at + 1
        while until < len(self.cells) and until - self.at < FURTHEST and not self._number(until):
            apart = self.cells[until][0] - self.cells[until - 1][1] - 1 > self.gap
            if apart and until - self.at >= self.width and self._number(until + 1) is None:
                break
            until += 1
        surplus = until - self.at > self.width and self._number(until) is not None
        if surplus and _SECTION.match(self.cells[until - 1][2]):
            until -= 1
        texts = [cell for *_, cell in self.cells[self.at + 1 : until]]
        self.at = until
        return [text, *self._fitted(texts)], first

    def _fitted(self, texts: list[str]) -> list[str]:
        """As many texts as there are columns: surplus lines belong to the measure, or behind the term."""
        wanted = self.width - 1
        surplus = len(texts) - wanted
        if surplus <= 0:
            return [*texts, *[""] * -surplus]
        kinds = self.kinds[1:]
        if kinds[:3] == [Column.MEASURE, Column.TERM, Column.RESPONSIBLE] and wanted == 3:
            term = next((i for i, t in enumerate(texts[1:], start=1) if _is_term(t)), 0)
            if term:
                return ["\n".join(texts[:term]), texts[term], "\n".join(texts[term + 1 :])]
        return ["\n".join(texts[: surplus + 1]), *texts[surplus + 1 :]]

    def _number(self, at: int) -> tuple[int, ...] | None:
        """The number in a cell, where it may follow the last one: 1.2 → 1.3, 1.2.1 or 2.1 or 2."""
        text = self.cells[at][2] if at < len(self.cells) else ""
        if not _NUMBER.match(text):
            return None
        number = tuple(int(part) for part in text.strip("().").split("."))
        if not self.last:
            return number if set(number) == {1} else None
        for depth in range(len(self.last)):
            head = (*self.last[:depth], self.last[depth] + 1)
            if number[: depth + 1] == head and set(number[depth + 1 :]) <= {1}:
                return number
        return number if number == (*self.last, 1) else None

    def _bare_row(self) -> tuple[list[str], int] | None:
        cells = self.cells[self.at : self.at + self.width]
        if len(cells) < self.width:
            return None
        self.at += self.width
        return [text for *_, text in cells], cells[0][0]


def _is_term(text: str) -> bool:
    return len(text) < 60 and bool(read_term(text, period=WIDE).windows)
