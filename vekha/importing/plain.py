"""The text of a document into blocks: paragraphs, and tables in the ways in which texts show them.

Tables with tabs between cells are here; cells each on a line of their own are in `cell_lines`,
columns aligned by spaces and bars in `aligned`.
"""

from __future__ import annotations

import re

from vekha.importing.aligned import aligned_table, barred_table, separated_table
from vekha.importing.blocks import Block, Paragraph, table_of
from vekha.importing.cell_lines import listed_table, tabbed_cells
from vekha.importing.columns import plan_columns
from vekha.importing.letters import LOWER, UPPER, begins_lower, hangs, open_quotes
from vekha.importing.organisations import LEGAL_FORM
from vekha.importing.pairings import pair_names

LONGEST = 8_000  # letters of one paragraph or cell that is put together from lines
_ITEM = re.compile(r"^\s*(?:[-–—·•*o▪►§]|\(?\d+(?:\.\d+)*[.)]|[а-яa-z]\))\t+[^\t]*$")
_NEW_PARAGRAPH = re.compile(
    r"^\s*(?:[-–—·•*▪►]|\d+[.)]|\d+(?:\.\d+)+\.?\s|[IVXІ]+[.)]\s|[а-яa-z]\)\s|_{3,})"
)
MOST_PARTS = 30  # lines of one row
_OWN_NUMBER = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3})*[.)]?\s*$")
_PERSON = re.compile(
    rf"[{UPPER}][{LOWER}]+\s+(?:[{UPPER}]\.\s?){{1,2}}|(?:[{UPPER}]\.\s?){{1,2}}[{UPPER}][{LOWER}]+"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNPRINTABLE = re.compile("[^\t\n -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")


def read_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Nothing but blank lines is lost."""
    lines = clean(text).split("\n")
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip(" "):
            at += 1
            continue
        for recognise in (
            barred_table,
            separated_table,
            tabbed_cells,
            _tabbed_table,
            aligned_table,
            listed_table,
        ):
            recognised = recognise(lines, at)
            if recognised is not None:
                table, at = recognised
                found.append(table)
                break
        else:
            paragraph, at = _paragraph(lines, at)
            if paragraph.text:
                found.append(paragraph)
    return tuple(found)


def clean(text: str) -> str:
    """One kind of line end, one kind of space, nothing invisible; a form feed is a blank line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = re.sub("[\v\u2028\u2029\x85]", "\n", text)
    text = _UNPRINTABLE.sub("", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    return re.sub(r"(?<!\*)\*\*([^*\n]+)\*\*(?!\*)", r"\1", text)  # **bold**


def _paragraph(lines: list[str], at: int) -> tuple[Paragraph, int]:
    """A paragraph, and the lines into which a narrow page broke it."""
    first = at
    text = re.sub(r"\t+", " ", lines[at]).strip()
    at += 1
    while at < len(lines) and lines[at].strip() and "\t" not in lines[at] and len(text) < LONGEST:
        following = lines[at].strip()
        if _NEW_PARAGRAPH.match(following) or not _goes_on(text, following):
            break
        text += "\n" + following
        at += 1
    return Paragraph(_unbroken(text), first + 1), at


def _goes_on(text: str, following: str) -> bool:
    if text.rstrip().endswith((".", ":", ";", "!", "?")) and not _is_initial(text):
        return False
    return (
        begins_lower(following) or (hangs(text) and not text.endswith(",")) or open_quotes(text) > 0
    )


def _is_initial(text: str) -> bool:
    return bool(re.search(r"\b(?:им|г|с|п|ул|т|д|е|и|о)\.$", text))


def _unbroken(text: str) -> str:
    return re.sub(r"(?<=[а-яёәғқңөұүһі])-\n(?=[а-яёәғқңөұүһі])", "", text).replace("\n", " ")


def _tabbed_table(lines: list[str], at: int) -> tuple[Block, int] | None:
    """Rows with tabs between the cells; a blank line between rows is where a page turned."""
    first = at
    start = at + 1 if _is_split_name(lines, at) else at
    if not _is_row(lines[start]):
        return None
    rows: list[list[str]] = []
    numbers: list[int] = []
    breaks: set[int] = set()
    broken, width, last, at = False, 0, at, start
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            broken = True
            at += 1
            continue
        if not _belongs(lines, at, rows=rows, width=width, broken=broken):
            break
        cells = line.rstrip("\n").split("\t")
        if not _is_row(line) and rows and not broken and _continues(rows[-1][-1], line):
            rows[-1][-1] += "\n" + line.strip()
        else:
            if broken and rows:
                breaks.add(len(rows))
            rows.append(cells)
            numbers.append(at + 1)
        broken = False
        width = max(width, len(cells))
        at += 1
        last = at
    if rows and numbers[0] == start + 1 != first + 1:
        rows[0][0] = f"{lines[first].strip()}\n{rows[0][0].strip()}"
    rows, numbers, breaks = _whole_rows(rows, numbers, breaks, width)
    return table_of(rows, lines=numbers, breaks=breaks), last


def _is_split_name(lines: list[str], at: int) -> bool:
    """«№» alone above «п/п» and the other names: a name of a column in two lines."""
    if lines[at].strip() not in ("№", "N", "Р/с", "р/с") or at + 1 >= len(lines):
        return False
    return plan_columns(lines[at + 1].split("\t")) is not None


def _is_row(line: str) -> bool:
    return "\t" in line.strip() and not _ITEM.match(line)


def _belongs(lines: list[str], at: int, *, rows: list[list[str]], width: int, broken: bool) -> bool:
    """Whether a line is one more row of the table that was begun above it."""
    line = lines[at]
    cells = line.split("\t")
    if _is_row(line) or (width > 2 and len(cells) == width):
        is_header = plan_columns(cells) is not None
        if not rows or not broken:
            return not (is_header and len(rows) > 1 and plan_columns(rows[0]) is None)
        return len(cells) == width and not (
            _names_pairs(cells) or (is_header and plan_columns(rows[0]) is None)
        )
    if broken or not rows or "\t" in line.strip():
        return False
    if _continues(rows[-1][-1], line):
        return True
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return _is_row(following) and len(line.strip()) < 160


def _names_pairs(cells: list[str]) -> bool:
    """Whether a row is the names of columns of a table of закрепление."""
    if any(len(cell) > 60 or any(c.isdigit() for c in cell) for cell in cells):
        return False
    return None not in pair_names(cells)


def _continues(cell: str, line: str) -> bool:
    if len(cell) > LONGEST:
        return False
    return begins_lower(line) or hangs(cell) or open_quotes(cell) > 0 or _is_alike(cell, line)


def _is_alike(cell: str, line: str) -> bool:
    """One more school below a school, one more person below a person."""
    above = cell.strip().rpartition("\n")[2]
    both = (line.strip(), above.strip())
    return any(all(shape.match(text) for text in both) for shape in (LEGAL_FORM, _PERSON))


def _whole_rows(
    rows: list[list[str]], numbers: list[int], breaks: set[int], width: int
) -> tuple[list[list[str]], list[int], set[int]]:
    """Join rows whose cells hold line breaks: their parts together have the table's width."""
    found: list[list[str]] = []
    lines: list[int] = []
    turned: set[int] = set()
    at = 0
    while at < len(rows):
        if at in breaks:
            turned.add(len(found))
        row, used = _whole_row(rows, at, breaks, width)
        found.append(row)
        lines.append(numbers[at])
        at += used
    return found, lines, turned


def _whole_row(
    rows: list[list[str]], at: int, breaks: set[int], width: int
) -> tuple[list[str], int]:
    """The row that begins here, and of how many it is made; more than one only where that fits."""
    whole, used = list(rows[at]), 1
    while 1 < len(whole) < width and at + used < len(rows) and used < MOST_PARTS:
        row = rows[at + used]
        longer = len(whole) + len(row) - 1 > width or not row[0].strip()
        if longer or at + used in breaks or plan_columns(row) or _OWN_NUMBER.match(row[0]):
            break
        whole[-1] = f"{whole[-1].rstrip()}\n{row[0].strip()}"
        whole.extend(row[1:])
        used += 1
    return (whole, used) if len(whole) == width else (list(rows[at]), 1)
