"""A PDF from an outline through Typst; the look is in templates/document.typ, the texts are data."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, assert_never

from reports.chart import describe_chart, draw_chart
from reports.legible import breakable, legible
from reports.numbering import Placed, place
from reports.word_table import column_widths, text_points
from reports.wording import NOTE
from vekha.outline import (
    Chart,
    Contents,
    Heading,
    Listing,
    Outline,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
)

_LONGEST_WHOLE = 1500  # characters in a cell; a longer row may be higher than the page
_TEXT_WIDTH = 165  # mm, upright
_TEXT_TWIPS = 9354  # the same; only the relation between columns is used


def render_pdf(outline: Outline) -> bytes:
    """Return the outline as a PDF, the same bytes for the same outline and fonts.

    The fonts are Times New Roman or Liberation Serif where the system has them, else Typst's own
    Libertinus Serif; all have the Kazakh letters.
    """
    import typst

    moment = datetime(outline.as_of.year, outline.as_of.month, outline.as_of.day, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="vekha-pdf-") as folder:
        source = write_sources(outline, Path(folder))
        return typst.compile(str(source), root=folder, format="pdf", timestamp=moment)


def write_sources(outline: Outline, folder: Path) -> Path:
    """Write program, data and pictures into `folder`; return the program's path."""
    program = (files("reports") / "templates" / "document.typ").read_bytes()
    (folder / "main.typ").write_bytes(program)
    data = _data(outline, folder)
    (folder / "outline.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder / "main.typ"


def _data(outline: Outline, folder: Path) -> dict[str, Any]:
    first = outline.title_page
    return {
        "title": _clean(outline.title),
        "author": [_clean(outline.author)] if outline.author else [],
        "subject": _clean(outline.subject) or None,
        "keywords": [_clean(word) for word in outline.keywords],
        "year": outline.as_of.year,
        "month": outline.as_of.month,
        "day": outline.as_of.day,
        "language": outline.language,
        "landscape": outline.landscape,
        "heading-lines": [_clean(line) for line in outline.heading_lines],
        "title-page": None
        if first is None
        else {
            "above": [_clean(line) for line in first.above],
            "title": _clean(first.title),
            "below": [_clean(line) for line in first.below],
            "foot": _clean(first.foot),
        },
        "parts": _parts(outline, folder),
    }


def _parts(outline: Outline, folder: Path) -> list[dict[str, Any]]:
    """Return the blocks by orientation of the page."""
    parts: list[dict[str, Any]] = [{"landscape": outline.landscape, "blocks": []}]
    for item in place(outline):
        match item.block:
            case PageBreak(landscape=None):
                parts[-1]["blocks"].append({"kind": "break"})
            case PageBreak(landscape=turned) if turned == parts[-1]["landscape"]:
                parts[-1]["blocks"].append({"kind": "break"})
            case PageBreak(landscape=turned):
                parts.append({"landscape": turned, "blocks": []})
            case Chart():
                made = _chart(item.block, item, outline, folder)
                parts[-1]["blocks"].append(made)
            case _:
                parts[-1]["blocks"].append(_block(item, outline))
    return [part for part in parts if part["blocks"]]


def _block(item: Placed, outline: Outline) -> dict[str, Any]:
    match item.block:
        case Heading(text=text, level=level):
            numbered = f"{item.number} {_clean(text)}".strip()
            return {"kind": "heading", "text": numbered, "level": min(3, level)}
        case Paragraph(text=text, role=role):
            return {"kind": "paragraph", "text": _clean(text), "role": role}
        case Listing(items=items, ordered=ordered):
            texts = [_clean(text) for text in items]
            return {"kind": "listing", "items": texts, "ordered": ordered}
        case Table():
            return _table(item.block, item, outline)
        case Signature(position=position, name=name):
            return {"kind": "signature", "position": _clean(position), "name": _clean(name)}
        case Contents(title=title, depth=depth):
            return {"kind": "contents", "title": _clean(title), "depth": depth}
        case Chart() | PageBreak():
            raise AssertionError("charts and breaks are placed by _parts")
        case _:
            assert_never(item.block)


def _table(table: Table, item: Placed, outline: Outline) -> dict[str, Any]:
    count = len(table.columns)
    return {
        "kind": "table",
        "caption": _clean(item.caption),
        "note": f"{NOTE[outline.language]}: {_clean(table.note)}" if table.note else "",
        "header": [_clean(column.title) for column in table.columns] if table.header else [],
        "aligns": [column.align for column in table.columns],
        "widths": column_widths(table, width=_TEXT_TWIPS),
        "points": text_points(count),
        "rows": [_row(row, count) for row in table.rows],
    }


def _row(row: Row, count: int) -> dict[str, Any]:
    texts = [_clean(cell.text) for cell in row.cells]
    if row.kind != "section":
        if len(texts) > count:
            raise ValueError(f"a row has {len(texts)} cells, its table {count} columns")
        texts += [""] * (count - len(texts))
    return {
        "kind": row.kind,
        "cells": texts,
        "long": any(len(text) > _LONGEST_WHOLE for text in texts),
    }


def _chart(chart: Chart, item: Placed, outline: Outline, folder: Path) -> dict[str, Any]:
    name = f"{item.anchor}.png"
    (folder / name).write_bytes(draw_chart(chart, language=outline.language))
    return {
        "kind": "chart",
        "file": name,
        "room": _TEXT_WIDTH,
        "alt": describe_chart(chart, language=outline.language),
        "caption": _clean(item.caption),
    }


def _clean(text: str) -> str:
    return breakable(legible(text))
