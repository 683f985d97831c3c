"""A chapter's pages within a volume: its own orientation and margins, the volume's page numbers."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.chapter_text import remove
from reports.wordml import NAMESPACES

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_A4 = (11906, 16838)  # twips
_NARROWEST, _WIDEST = 283, 3402  # margins of 5 to 60 mm
_CONTENT = (
    qn("w:sectPr"),
    qn("w:drawing"),
    qn("w:pict"),
    qn("w:object"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
)
_TINY = (
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
)


def settle_sections(document: WordDocument) -> None:
    """End the chapter with a section break of its own and strip headers, footers, numbering.

    The volume's header and footer are added by `adopt_sections` when the chapter is in it.
    """
    body = document.element.body
    _drop_empty_end(body)
    last = body.sectPr
    if last is None:
        last = parse_xml(f"<w:sectPr {NAMESPACES}/>")
    else:
        body.remove(last)
    body.append(section_break(_settled(last)))
    sections = list(body.iter(qn("w:sectPr")))
    for place, section in enumerate(sections[:-1]):
        section.getparent().replace(section, _settled(section, inner=place > 0))
    if len(sections) > 1 and sections[0] is not sections[-1]:
        final = sections[-1]
        kind = last.find(qn("w:type"))
        if kind is not None and kind.get(qn("w:val")) == "continuous":
            final.insert(0, copy.deepcopy(kind))


def section_break(section: Any) -> Any:
    """Return an all but invisible paragraph that ends a section."""
    made = parse_xml(
        f'<w:p {NAMESPACES}><w:pPr>{_TINY}<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )
    made.find(qn("w:pPr")).append(section)
    return made


def adopt_sections(body: Any, pattern: Any) -> None:
    """Give every section without them the header and footer of `pattern`, a w:sectPr."""
    references = [
        child
        for child in pattern
        if child.tag in {qn("w:headerReference"), qn("w:footerReference")}
    ]
    for section in body.iter(qn("w:sectPr")):
        if section.find(qn("w:footerReference")) is None:
            for reference in reversed(references):
                section.insert(0, copy.deepcopy(reference))


def _settled(section: Any, *, inner: bool = False) -> Any:
    """Return a section with only what a volume takes from a chapter, in the schema's order."""
    made = parse_xml(f"<w:sectPr {NAMESPACES}/>")
    kind = section.find(qn("w:type"))
    if inner and kind is not None and kind.get(qn("w:val")) == "continuous":
        made.append(copy.deepcopy(kind))
    width, height = _page(section)
    turned = ' w:orient="landscape"' if width > height else ""
    made.append(parse_xml(f'<w:pgSz {NAMESPACES} w:w="{width}" w:h="{height}"{turned}/>'))
    made.append(parse_xml(f"<w:pgMar {NAMESPACES} {_margins(section)}/>"))
    columns = section.find(qn("w:cols"))
    if columns is not None:
        made.append(copy.deepcopy(columns))
    return made


def _page(section: Any) -> tuple[int, int]:
    """Return A4 upright or turned; a much larger sheet (A3) keeps its size."""
    size = section.find(qn("w:pgSz"))
    width, height = (_number(size, "w", _A4[0]), _number(size, "h", _A4[1]))
    turned = width > height
    if max(width, height) > _A4[1] * 1.15 and max(width, height) < 40_000:
        return width, height
    return (_A4[1], _A4[0]) if turned else _A4


def _margins(section: Any) -> str:
    margins = section.find(qn("w:pgMar"))
    usual = {"top": 1134, "right": 850, "bottom": 1134, "left": 1701}
    sides = {
        side: min(_WIDEST, max(_NARROWEST, abs(_number(margins, side, value))))
        for side, value in usual.items()
    }
    said = " ".join(f'w:{side}="{value}"' for side, value in sides.items())
    return f'{said} w:header="567" w:footer="567" w:gutter="0"'


def _number(element: Any, name: str, default: int) -> int:
    try:
        return int(float(element.get(qn(f"w:{name}")))) if element is not None else default
    except (TypeError, ValueError, OverflowError):
        return default


def _drop_empty_end(body: Any) -> None:
    """Drop empty paragraphs and page breaks at the end, which would give an empty page."""
    for element in reversed([child for child in body if child.tag != qn("w:sectPr")]):
        if element.tag != qn("w:p") or next(element.iter(*_CONTENT), None) is not None:
            return
        if "".join(text.text or "" for text in element.iter(qn("w:t"))).strip():
            return
        before = element.getprevious()
        if before is None or before.tag == qn("w:tbl"):
            return  # a table at the end needs a paragraph after it
        remove(element)
