"""A Word document from an outline, in a template's styles; the same outline gives the same bytes."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_never

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.archive import settle
from reports.chart import DOTS_PER_INCH, describe_chart, draw_chart
from reports.legible import legible
from reports.numbering import Placed, entries, place
from reports.word_front import bookmark_name, contents_xml, title_page_xml
from reports.word_numbering import WordNumbering
from reports.word_table import signature_xml, table_xml
from reports.word_template import WordTemplate, open_template
from reports.wording import LOCALES, NOTE, caption_parts, figure_label, table_label
from reports.wordml import EMU_PER_INCH, ROOT_NAMESPACES, bookmark, paragraph, picture, run
from reports.wordml import field as word_field
from vekha.outline import (
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
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

_TINY = (
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
)
_TINY_RUN = '<w:rPr><w:sz w:val="2"/></w:rPr>'
_EMU_PER_TWIP = 635


def render_word(outline: Outline, *, template: bytes | None = None) -> bytes:
    """Return the outline as a .docx; `template` is the coordinator's own .docx, if any.

    Raises TemplateUnfit where the template lacks a style, ValueError where a row is longer
    than its table.
    """
    opened = open_template(template)
    write_body(outline, opened)
    return pack_document(opened.document)


def write_body(
    outline: Outline, template: WordTemplate, *, pages: Sequence[int] | None = None
) -> None:
    """Fill the opened template; `pages` are the page numbers of the headings, where known."""
    placed = place(outline)
    if pages is None:
        pages = _pages(outline, placed)
    writer = _Writer(outline=outline, template=template, placed=placed, pages=pages)
    writer.write()
    last = writer.section_xml()
    # One parsing of the whole; moving parsed tables into the template's tree costs far more.
    template.document.part._element = parse_xml(  # (there is no public way)
        f"<w:document {ROOT_NAMESPACES}><w:body>{''.join(writer.parts)}{last}</w:body></w:document>"
    )
    _set_properties(template.document, outline)


def pack_document(document: WordDocument) -> bytes:
    """Return the document as bytes that depend on nothing but its contents."""
    packed = io.BytesIO()
    document.save(packed)
    return settle(packed.getvalue())


def _pages(outline: Outline, placed: tuple[Placed, ...]) -> Sequence[int]:
    if not any(isinstance(item.block, Contents) for item in placed):
        return ()
    from reports.pagination import heading_pages  # brings typst: only for contents

    return heading_pages(outline)


@dataclass(slots=True)
class _Writer:
    """Collects the body's XML block by block."""

    outline: Outline
    template: WordTemplate
    placed: tuple[Placed, ...]
    pages: Sequence[int]
    parts: list[str] = field(default_factory=list)
    landscape: bool = False
    sections: int = 0  # how many sections are closed
    _break: bool = False  # the next paragraph begins a page
    _pictures: int = 0
    _bookmarks: int = 0
    _numbering: WordNumbering | None = None

    def write(self) -> None:
        outline, styles = self.outline, self.template.styles
        if outline.title_page is not None:
            width, height = self.template.text_size(landscape=False)
            self.parts.append(
                title_page_xml(outline.title_page, styles=styles, width=width, height=height)
            )
            self._close_section()
        self.landscape = outline.landscape
        if outline.title_page is None:
            for line in outline.heading_lines:
                self._paragraph("centred", run(line))
            self._paragraph("title", run(outline.title, unbroken=True))
        for index, item in enumerate(self.placed):
            following = self.placed[index + 1].block if index + 1 < len(self.placed) else None
            self._block(index, item, signed=isinstance(following, Signature))

    def _block(self, index: int, item: Placed, *, signed: bool) -> None:
        """Write one block; `signed` keeps it on the page of the signature that follows."""
        match item.block:
            case Heading():
                self._heading(item.block, item)
            case Paragraph(text=text, role=role):
                self._paragraph(role, run(text), keep=signed)
            case Listing():
                self._listing(item.block, keep=signed)
            case Table():
                self._table(item.block, item)
            case Chart():
                self._chart(item.block, item)
            case Signature():
                self._close_gap_before_table()
                width, _ = self.template.text_size(landscape=self.landscape)
                self.parts.append(
                    signature_xml(item.block, styles=self.template.styles, width=width)
                )
                self.parts.append(self._tiny())
            case Contents():
                lines = entries(self.placed, after=index, depth=item.block.depth)
                page = dict(zip(self._anchors(), self.pages, strict=False))
                self._begin_page()
                self.parts.append(
                    contents_xml(item.block, lines, pages=page, styles=self.template.styles)
                )
            case PageBreak(landscape=landscape):
                self._turn_page(landscape=landscape)
            case _:
                assert_never(item.block)

    def _anchors(self) -> list[str]:
        return [item.anchor for item in self.placed if isinstance(item.block, Heading)]

    def _paragraph(
        self, style: str, content: str, *, keep: bool = False, numbering: str = "", rest: str = ""
    ) -> None:
        # The order inside w:pPr is the schema's.
        before = "<w:keepNext/>" if keep else ""
        if self._break:
            before += "<w:pageBreakBefore/>"
            self._break = False
        name = self.template.styles[style]
        self.parts.append(paragraph(name, content, before + numbering + rest))

    def _heading(self, heading: Heading, item: Placed) -> None:
        self._bookmarks += 1
        marked = bookmark(
            bookmark_name(item.anchor), self._bookmarks, run(heading.text, unbroken=True)
        )
        numbering = self._numbers().heading(item.depth) if heading.numbered else ""
        self._paragraph(f"heading-{min(3, heading.level)}", marked, numbering=numbering)

    def _listing(self, listing: Listing, *, keep: bool) -> None:
        if not listing.items:
            return
        style = "number" if listing.ordered else "bullet"
        numbering = self._numbers().ordered() if listing.ordered else self._numbers().bullet()
        indent = '<w:ind w:left="1134" w:hanging="425"/>'
        last = len(listing.items) - 1
        for place_, text in enumerate(listing.items):
            self._paragraph(
                style, run(text), keep=keep and place_ == last, numbering=numbering, rest=indent
            )

    def _table(self, table: Table, item: Placed) -> None:
        if table.caption:
            word = table_label(self.outline.language)
            self._paragraph("caption", self._caption(word, table.caption, item), keep=True)
        else:
            self._close_gap_before_table()
        width, _ = self.template.text_size(landscape=self.landscape)
        self.parts.append(table_xml(table, styles=self.template.styles, width=width))
        if table.note:
            self._paragraph("note", run(f"{NOTE[self.outline.language]}: {table.note}"))
        else:  # room after the table; without a paragraph Word would join two tables
            self._paragraph("cell", "", rest='<w:spacing w:after="60"/>')

    def _chart(self, chart: Chart, item: Placed) -> None:
        drawn = draw_chart(chart, language=self.outline.language)
        relation, image = self.template.document.part.get_or_add_image(io.BytesIO(drawn))
        self._pictures += 1
        room, _ = self.template.text_size(landscape=self.landscape)
        width = image.px_width * EMU_PER_INCH // DOTS_PER_INCH
        height = image.px_height * EMU_PER_INCH // DOTS_PER_INCH
        if width > room * _EMU_PER_TWIP:
            height = height * room * _EMU_PER_TWIP // width
            width = room * _EMU_PER_TWIP
        described = describe_chart(chart, language=self.outline.language)
        inside = picture(
            relation, self._pictures, width=width, height=height, description=described
        )
        self._paragraph("centred", inside, keep=True)
        word = figure_label(self.outline.language)
        caption = self._caption(word, chart.caption, item)
        off = '<w:keepNext w:val="0"/>'  # below the picture there is nothing to stay with
        self._paragraph(
            "caption", caption, rest=f'{off}<w:spacing w:after="160"/><w:jc w:val="center"/>'
        )

    def _caption(self, word: str, text: str, item: Placed) -> str:
        before, after = caption_parts(word, self.outline.language)
        counted = word_field(f"SEQ {word} \\* ARABIC", item.number)
        return (run(before) if before else "") + counted + run(after + text)

    def _turn_page(self, *, landscape: bool | None) -> None:
        if landscape is None or landscape == self.landscape:
            self._break = True
            return
        if self._pending_content():
            self._close_section()
        self.landscape = landscape

    def _pending_content(self) -> bool:
        return bool(self.parts) and not self.parts[-1].endswith("</w:sectPr></w:pPr></w:p>")

    def section_xml(self) -> str:
        """Return the properties of the section that is being written."""
        section = copy.deepcopy(self.template.section)
        _orient(section, self.template, landscape=self.landscape, first=not self.sections)
        return str(section.xml)  # python-docx indents it, which is harmless between elements

    def _close_section(self) -> None:
        section = self.section_xml()
        self.sections += 1
        self._break = False
        self.parts.append(f"<w:p><w:pPr>{_TINY}{_TINY_RUN}{section}</w:pPr></w:p>")

    def _begin_page(self) -> None:
        if self._break:
            self.parts.append(self._tiny())

    def _close_gap_before_table(self) -> None:
        """Put something between two tables, or carry a page break, before a table without caption."""
        if self._break or (self.parts and self.parts[-1].endswith("</w:tbl>")):
            self.parts.append(self._tiny())

    def _tiny(self) -> str:
        turned = "<w:pageBreakBefore/>" if self._break else ""
        self._break = False
        return f"<w:p><w:pPr>{turned}{_TINY}{_TINY_RUN}</w:pPr></w:p>"

    def _numbers(self) -> WordNumbering:
        if self._numbering is None:
            self._numbering = WordNumbering(self.template.document.part.numbering_part.element)
        return self._numbering


def _orient(section: Any, template: WordTemplate, *, landscape: bool, first: bool) -> None:
    """Turn a section's page; the first page of the document carries no number."""
    width, height = template.page
    top, right, bottom, left = template.margins
    size = section.get_or_add_pgSz()
    margins = section.get_or_add_pgMar()
    if landscape:  # turned to the left: the binding edge comes to the top
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
        size.set(qn("w:orient"), "landscape")
    else:
        size.attrib.pop(qn("w:orient"), None)
    size.set(qn("w:w"), str(width))
    size.set(qn("w:h"), str(height))
    for side, value in zip(
        ("top", "right", "bottom", "left"), (top, right, bottom, left), strict=True
    ):
        margins.set(qn(f"w:{side}"), str(value))
    section.titlePg_val = True if first else None


def _set_properties(document: WordDocument, outline: Outline) -> None:
    moment = datetime(outline.as_of.year, outline.as_of.month, outline.as_of.day)  # noqa: DTZ001
    properties = document.core_properties
    properties.title = legible(outline.title)[:255]
    properties.author = properties.last_modified_by = legible(outline.author)[:255]
    properties.subject = legible(outline.subject)[:255]
    properties.keywords = legible(", ".join(outline.keywords))[:255]
    properties.comments, properties.category = "", ""
    properties.language = LOCALES[outline.language]
    properties.created = properties.modified = moment
    properties.revision = 1
    defaults = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    for language in defaults:
        language.set(qn("w:val"), LOCALES[outline.language])
