"""A document before it has a format: headings, paragraphs, tables, charts. Rendering is in reports/."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Language = Literal["ru", "kk", "en"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter. Numbering is done by the renderer where `numbered`."""

    text: str
    level: int = 1
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `role` chooses the style, never the wording."""

    text: str
    role: Literal["body", "centred", "right", "note", "lead"] = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items, ordered or not."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: what is printed, and the number behind it for spreadsheets (None for text)."""

    text: str
    value: int | float | None = None
    number_format: str | None = None  # XLSX format such as "0.0%"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, alignment and relative width (1.0 is an average column)."""

    title: str
    align: Literal["left", "centre", "right"] = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. A section row has one cell that spans the table; a total row is set in bold."""

    cells: tuple[Cell, ...]
    kind: Literal["body", "section", "total"] = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table whose header row repeats on every page. `note` is printed under it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""  # «Охват мониторингом по районам»; the renderer adds «Таблица 1. »
    note: str = ""
    key: str = ""  # names the sheet in XLSX and the anchor in HTML
    header: bool = True  # False: a two-column form such as the passport


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars; values are in the chart's unit and None where there is no figure."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A captioned bar chart; the renderer adds «Рисунок 1. »."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    caption: str
    unit: str = ""  # «%», «школ»
    orientation: Literal["horizontal", "vertical"] = "horizontal"
    maximum: float | None = None  # 100 for shares


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to be signed: the position, room for the signature, the name."""

    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of the headings that follow, to `depth` levels."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins on a new page, turned where `landscape` says so (None: as it was)."""

    landscape: bool | None = None


Block = Heading | Paragraph | Listing | Table | Chart | Signature | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What stands on the first page, each line centred: the body, the title, place and year."""

    above: tuple[str, ...]
    title: str
    below: tuple[str, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document. The same outline always renders to the same bytes (`as_of` is its date)."""

    title: str
    language: Language
    as_of: date
    blocks: tuple[Block, ...]
    title_page: TitlePage | None = None
    heading_lines: tuple[
        str, ...
    ] = ()  # the body's name above the title where there is no title page
    landscape: bool = False
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a volume: a title, its author line, and the Word file that was handed in.

    Where nothing was handed in, `absent` is the sentence that stands in the file's place.
    """

    title: str
    author: str
    document: bytes  # a .docx as uploaded
    file_name: str
    section: str = ""  # a heading above the chapters of one school
    absent: str = ""
