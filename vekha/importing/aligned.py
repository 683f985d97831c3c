"""Tables drawn with signs: columns that spaces align, as PDF texts have them, and bars."""

from __future__ import annotations

import csv
import re
from itertools import pairwise

from vekha.importing.blocks import Table, table_of
from vekha.importing.columns import Column, kind_of, plan_columns

LONGEST = 3000  # lines of one table
_PIECE = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"^(?=.*\S)[\s|+:=─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝\-]+$")
_NUMBERED = re.compile(r"\d|^[IVXІ]+[.)]?$")
_HEADING = re.compile(
    r"(?i)^(?:раздел|этап|блок|модуль|бөлім)\b|^[IVXІ]+[.)]\s|.*\bэтап\b|.*\bкезең"
)
_QUOTED = re.compile(r"«[^»]*»|\([^)]*\)")
_BREAK = re.compile(r"(?i)\s*<br\s*/?>\s*")
_BARS = str.maketrans({"│": "|", "┃": "|", "║": "|"})


def barred_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """Cells between bars. Where rules are drawn between rows, the lines between are one row."""
    end = at
    while end < len(lines) and (
        _is_barred(lines[end])
        or _is_rule(lines[end], within=end > at)
        or (end > at and _is_title_between(lines, end))
    ):
        end += 1
    numbers = [index + 1 for index in range(at, end) if not _is_rule(lines[index], within=True)]
    framed = _framed([lines[n - 1] for n in numbers])
    rows = [_between_bars(lines[n - 1], framed) for n in numbers]
    if len(rows) < 2 or max(len(r) for r in rows) < 2:
        return None
    if end - at - len(numbers) > 2:
        rows, numbers = _between_rules(lines, at, end, framed)
    return table_of(rows, lines=numbers), end


def _is_title_between(lines: list[str], at: int) -> bool:
    """The title of a section, written across the columns without bars, with the plan going on below."""
    if not lines[at].strip() or len(lines[at].strip()) > 160 or at + 1 >= len(lines):
        return False
    if not (_is_barred(lines[at - 1]) and _is_barred(lines[at + 1])):
        return False
    above, below = (_between_bars(lines[n], (False, False)) for n in (at - 1, at + 1))
    return len(above) == len(below) and plan_columns(below) is None


def _framed(lines: list[str]) -> tuple[bool, bool]:
    """Whether the rows begin, and end, with a bar of the frame."""
    bare = [line.translate(_BARS).strip() for line in lines]
    most = len(bare) * 0.8
    left, right = (sum(mark(line) for line in bare) >= most for mark in (_has_left, _has_right))
    return left, right


def _has_left(line: str) -> bool:
    return line.startswith("|")


def _has_right(line: str) -> bool:
    return line.endswith("|")


def _between_bars(line: str, framed: tuple[bool, bool]) -> list[str]:
    cells = [c.strip() for c in line.translate(_BARS).rstrip("\n").split("|")]
    if framed[0] and not cells[0]:
        del cells[0]
    if framed[1] and len(cells) > 1 and not cells[-1]:
        del cells[-1]
    return [_BREAK.sub("\n", cell) for cell in cells]


def _is_barred(line: str) -> bool:
    text = line.translate(_BARS).strip()
    return text.count("|") >= 2 or (text.startswith("|") and text.count("|") >= 1)


def _is_rule(line: str, *, within: bool = False) -> bool:
    """A drawn line; within a table one of hyphens alone, without crossings, is one too."""
    if not _RULE.match(line):
        return False
    return any(c in line for c in "+|┼├┌└╠╔╚─═") or (within and line.strip("-=_ ") == "")


def _between_rules(
    lines: list[str], at: int, end: int, framed: tuple[bool, bool]
) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    fresh = True
    for index in range(at, end):
        if _is_rule(lines[index], within=True):
            fresh = True
            continue
        cells = _between_bars(lines[index], framed)
        if fresh or len(cells) != len(rows[-1]):
            rows.append(cells)
            numbers.append(index + 1)
        else:
            rows[-1] = [f"{a}\n{b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
        fresh = False
    return rows, numbers


def separated_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """A plan whose cells are parted by semicolons, as a spreadsheet writes them."""
    if lines[at].count(";") < 2 or plan_columns(lines[at].split(";")) is None:
        return None
    width = len(lines[at].split(";"))
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and lines[end].count(";") >= width - 1:
        cells = next(csv.reader([lines[end]], delimiter=";"))
        if len(cells) > width:  # a semicolon within the text: within «…» where that fits
            cells = [c.replace("\0", ";") for c in _QUOTED.sub(_hidden, lines[end]).split(";")]
        rows.append(cells)
        end += 1
    return (table_of(rows, lines=list(range(at + 1, end + 1))), end) if len(rows) > 1 else None


def _hidden(quoted: re.Match[str]) -> str:
    return quoted.group().replace(";", "\0")


def aligned_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """A plan whose columns are aligned by spaces: found by the names of its columns.

    A column's edge is where the fewest lines have a sign, between the middles of two names.
    """
    pieces = _pieces(lines[at])
    if len(pieces) < 3 or "\t" in lines[at]:
        return None
    names = [text for _, text in pieces]
    kinds = {kind_of(name) for name in names} - {Column.OTHER, Column.NONE}
    if len(kinds) < 3 or plan_columns(names) is None:
        return None
    end = _end_of(lines, at)
    edges = _edges([line for line in lines[at + 1 : end] if line.strip()], pieces)
    rows: list[list[str]] = [names]
    numbers = [at + 1]
    numbered = kind_of(names[0]) is Column.NUMBER
    in_head = True
    for index in range(at + 1, end):
        if not lines[index].strip():
            continue
        row = _cut(lines[index], edges)
        begins = bool(_NUMBERED.search(row[0])) if numbered else _begins_row(rows, row)
        alone = _crosses(lines[index], edges) or _is_heading(lines[index])
        in_head = in_head and not begins and not alone
        if in_head or (not begins and len(rows) > 1 and not alone):
            rows[-1] = [f"{a}\n{b}".strip() for a, b in zip(rows[-1], row, strict=True)]
        else:
            rows.append([lines[index].strip()] if alone and not begins else row)
            numbers.append(index + 1)
    for row in rows:
        row.extend([""] * (len(names) - len(row)))
    return (table_of(rows, lines=numbers), end) if len(rows) > 1 else None


def _pieces(line: str) -> list[tuple[int, str]]:
    return [(m.start(), m.group()) for m in _PIECE.finditer(line)]


def _end_of(lines: list[str], at: int) -> int:
    """The table ends where two lines in a row, after a blank one, are whole sentences."""
    end = at + 1
    for index in range(at + 1, min(len(lines), at + LONGEST)):
        line = lines[index]
        if not line.strip():
            continue
        if "\t" in line:
            return end
        alone = len(_pieces(line)) == 1 and not lines[index - 1].strip()
        if alone and (len(line.strip()) > 60 or not _row_follows(lines, index)):
            return end
        if index - end > 6:
            return end
        end = index + 1
    return end


def _row_follows(lines: list[str], at: int) -> bool:
    """Whether soon below a line there is a numbered row of several columns."""
    return any(
        _NUMBERED.search(line.strip()[:6]) and len(_pieces(line)) > 1
        for line in lines[at + 1 : at + 7]
    )


def _is_heading(line: str) -> bool:
    """Whether a line holds nothing but the title of a section."""
    found = _pieces(line)
    return len(found) == 1 and bool(_HEADING.match(found[0][1]))


def _edges(lines: list[str], names: list[tuple[int, str]]) -> list[int]:
    width = max((len(line) for line in lines), default=0) + 1
    signs = [0] * (width + 1)
    for line in lines:
        for position, sign in enumerate(line):
            signs[position] += sign != " "
    edges = [0]
    for (left, name), (right, following) in pairwise(names):
        low = min(left + len(name) // 2 + 1, width)
        high = min(right + len(following) // 2, width)
        edges.append(_quietest(signs, low, max(low, high)))
    return [*edges, width]


def _quietest(signs: list[int], low: int, high: int) -> int:
    """The end of the longest run with the fewest signs: texts begin right after it."""
    span = range(low, min(high, len(signs) - 1) + 1)
    least = min((signs[i] for i in span), default=0)
    best_end, best_length, length = high, 0, 0
    for i in span:
        length = length + 1 if signs[i] == least else 0
        if length > best_length:
            best_end, best_length = i, length
    return best_end


def _cut(line: str, edges: list[int]) -> list[str]:
    """Each piece goes into the column in which it begins."""
    cells = [""] * (len(edges) - 1)
    for start, text in _pieces(line):
        column = next(
            (i for i in range(len(edges) - 1) if edges[i] <= start < edges[i + 1]), len(cells) - 1
        )
        cells[column] = f"{cells[column]} {text}".strip()
    return cells


def _crosses(line: str, edges: list[int]) -> bool:
    """Whether a single text lies over an edge: a section's title, or a sentence."""
    found = _pieces(line)
    if len(found) != 1:
        return False
    start, text = found[0]
    return any(start < edge - 1 and edge + 2 < start + len(text) for edge in edges[1:-1])


def _begins_row(rows: list[list[str]], row: list[str]) -> bool:
    """Without numbers: a row begins where the measure does, with a capital, beside something else."""
    filled = sum(bool(cell) for cell in row)
    return filled >= 2 and row[0][:1].isupper() and len(rows) >= 1
