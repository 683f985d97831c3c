"""One self-contained HTML page from an outline: no scripts, nothing fetched, pictures inside."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import TYPE_CHECKING, Any, assert_never

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.chart import describe_chart, draw_chart
from reports.legible import breakable, legible
from reports.numbering import Placed, entries, place
from reports.wording import NOTE
from vekha.outline import (
    Cell,
    Chart,
    Contents,
    Heading,
    Listing,
    Outline,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)

if TYPE_CHECKING:
    from jinja2 import Template

_CLASSES = {"left": "", "centre": ' class="c"', "right": ' class="r"'}


def render_html(outline: Outline) -> str:
    """Return the outline as an HTML page that reads on a phone and prints on A4."""
    first = outline.title_page
    above = first.above if first else outline.heading_lines
    below = (*first.below, *((first.foot,) if first.foot else ())) if first else ()
    return _template().render(
        language=outline.language,
        title=first.title if first else outline.title,
        author=legible(outline.author),
        as_of=outline.as_of.isoformat(),
        above=above,
        below=below,
        items=_items(outline),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("reports"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["lines"] = _lines
    environment.filters["cell_tag"] = _cell
    return environment.get_template("page.html.j2")


def _lines(text: str) -> Markup:
    """Escape a text and keep its line ends."""
    return Markup("<br>").join(escape(line) for line in breakable(legible(text)).split("\n"))


def _cell(cell: Cell, table: dict[str, Any], place_: int) -> Markup:
    """Return a cell; the one that names the row is its header."""
    column = table["columns"][place_]
    attributes = Markup(_CLASSES[column.align])  # noqa: S704 (one of three constants)
    if place_ == table["names"] and cell.text:
        return Markup('<th scope="row"{}>{}</th>').format(attributes, _lines(cell.text))
    return Markup("<td{}>{}</td>").format(attributes, _lines(cell.text))


def _items(outline: Outline) -> list[dict[str, Any]]:
    placed = place(outline)
    items: list[dict[str, Any]] = []
    breaks = False
    for index, item in enumerate(placed):
        if isinstance(item.block, PageBreak):
            breaks = True
            continue
        made = _item(index, item, placed, outline)
        items.append({"anchor": item.anchor, "breaks": breaks, **made})
        breaks = False
    return items


def _item(index: int, item: Placed, placed: tuple[Placed, ...], outline: Outline) -> dict[str, Any]:
    match item.block:
        case Heading(text=text, level=level):
            numbered = f"{item.number} {text}".strip()
            return {"kind": "heading", "level": min(3, level), "text": numbered}
        case Paragraph(text=text, role=role):
            return {"kind": "paragraph", "role": role, "text": text}
        case Listing(items=texts, ordered=ordered):
            return {"kind": "listing", "tag": "ol" if ordered else "ul", "texts": texts}
        case Table():
            return _table(item.block, item, outline)
        case Chart():
            drawn = draw_chart(item.block, language=outline.language)
            return {
                "kind": "chart",
                "picture": base64.b64encode(drawn).decode("ascii"),
                "alt": describe_chart(item.block, language=outline.language),
                "caption": legible(item.caption),
            }
        case Signature(position=position, name=name):
            return {"kind": "signature", "position": position, "name": name}
        case Contents(title=title, depth=depth):
            lines = entries(placed, after=index, depth=depth)
            return {"kind": "contents", "title": legible(title), "entries": lines}
        case PageBreak():
            raise AssertionError("page breaks are handled by _items")
        case _:
            assert_never(item.block)


def _table(table: Table, item: Placed, outline: Outline) -> dict[str, Any]:
    count = len(table.columns)
    if any(len(row.cells) > count for row in table.rows):
        raise ValueError(f"a row is longer than its table of {count} columns")
    # The first column with words in it names the row; a column of numbers does not.
    names = next((i for i, column in enumerate(table.columns) if column.align == "left"), 0)
    return {
        "kind": "table",
        "anchor": item.anchor or table.key,
        "caption": legible(item.caption),
        "columns": table.columns,
        "header": table.header,
        "rows": table.rows,
        "names": names,
        "note": f"{NOTE[outline.language]}: {table.note}" if table.note else "",
    }
