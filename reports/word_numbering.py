"""Word's own numbering for headings and lists, added to the template's."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.wordml import NAMESPACES

_DEPTH = 3


class WordNumbering:
    """Hands out numberings: one for all headings, one for bullets, a new one per ordered list."""

    def __init__(self, numbering: Any) -> None:
        self._numbering = numbering
        self._next_abstract = _highest(numbering, "w:abstractNum", "w:abstractNumId") + 1
        self._next_number = max(1, _highest(numbering, "w:num", "w:numId") + 1)
        self._headings: int | None = None
        self._bullets: int | None = None
        self._ordered: int | None = None

    def heading(self, depth: int) -> str:
        """Return the w:numPr of a numbered heading below `depth` others."""
        if self._headings is None:
            self._headings = self._number(self._abstract(_heading_levels()))
        return _reference(self._headings, min(depth, _DEPTH - 1))

    def bullet(self) -> str:
        """Return the w:numPr of an item of a list without order."""
        if self._bullets is None:
            self._bullets = self._number(self._abstract(_list_level("bullet", "–")))
        return _reference(self._bullets, 0)

    def ordered(self) -> str:
        """Return the w:numPr of the items of a new ordered list, which starts at 1."""
        if self._ordered is None:
            self._ordered = self._abstract(_list_level("decimal", "%1."))
        return _reference(self._number(self._ordered, restarted=True), 0)

    def _abstract(self, levels: str) -> int:
        identifier, self._next_abstract = self._next_abstract, self._next_abstract + 1
        made = parse_xml(
            f'<w:abstractNum {NAMESPACES} w:abstractNumId="{identifier}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        numbers = self._numbering.findall(qn("w:num"))  # all abstract ones stand before these
        if numbers:
            numbers[0].addprevious(made)
        else:
            self._numbering.append(made)
        return identifier

    def _number(self, abstract: int, *, restarted: bool = False) -> int:
        identifier, self._next_number = self._next_number, self._next_number + 1
        start = (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            if restarted
            else ""
        )
        made = parse_xml(
            f'<w:num {NAMESPACES} w:numId="{identifier}">'
            f'<w:abstractNumId w:val="{abstract}"/>{start}</w:num>'
        )
        numbers = self._numbering.findall(qn("w:num"))
        if numbers:
            numbers[-1].addnext(made)
        else:
            self._numbering.append(made)
        return identifier


def _highest(numbering: Any, tag: str, attribute: str) -> int:
    return max(
        (int(element.get(qn(attribute))) for element in numbering.findall(qn(tag))), default=-1
    )


def _reference(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _heading_levels() -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:suff w:val="space"/>'
        f'<w:lvlText w:val="{"".join(f"%{n}." for n in range(1, level + 2))}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level in range(_DEPTH)
    )


def _list_level(kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="1134"/></w:tabs>'
        f'<w:ind w:left="1134" w:hanging="425"/></w:pPr></w:lvl>'
    )
