"""Makes templates/document.docx, the Word template: `python -m reports.template_document`.

A coordinator may change any style, the margins and the footer in Word; the text in it is dropped.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.archive import settle
from reports.wordml import NAMESPACES, field, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

TARGET = Path(__file__).parent / "templates" / "document.docx"
_FONT = "Times New Roman"
_JUSTIFY, _CENTRE = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.CENTER
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def make_template() -> bytes:
    """Return the template as a .docx."""
    document = Document()
    _set_defaults(document)
    _shape_styles(document)
    _shape_contents(document)
    _shape_page(document)
    _explain(document)
    relations = document.part.package.rels
    for key in [
        key for key, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]  # the picture of python-docx's own template
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Vekha: шаблон документа", "", ""
    properties.created = properties.modified = datetime(2023, 9, 1, tzinfo=UTC)
    packed = io.BytesIO()
    document.save(packed)
    return settle(packed.getvalue())


def _set_defaults(document: WordDocument) -> None:
    """Set the font of everything and forget the theme's fonts, which would win over it."""
    fonts = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")[0]
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), _FONT)
    for theme_font in document.styles.element.xpath("w:style//w:rFonts"):
        theme_font.getparent().remove(theme_font)
    for spacing in document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr/w:spacing"):
        spacing.getparent().remove(spacing)
    settings = document.settings.element
    for mode in settings.xpath(".//w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), "15")  # else Word says «режим ограниченной функциональности»
    for zoom in settings.xpath("w:zoom"):
        zoom.set(qn("w:percent"), "100")


def _style(
    document: WordDocument, name: str, *, parent: str | None = "Normal", **layout: Any
) -> ParagraphStyle:
    """Get or make a paragraph style; layout: size, bold, italic, align, before, after, first, left."""
    styles = document.styles
    if name not in [style.name for style in styles]:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast("ParagraphStyle", styles[name])
    if parent is not None:
        style.base_style = styles[parent]
    style.hidden, style.quick_style = False, True
    font, shape = style.font, style.paragraph_format
    font.name, font.size = _FONT, Pt(layout.get("size", 14))
    font.bold, font.italic = layout.get("bold", False), layout.get("italic", False)
    font.color.rgb = RGBColor(0, 0, 0)
    shape.alignment = layout.get("align", _LEFT)
    shape.space_before, shape.space_after = Pt(layout.get("before", 0)), Pt(layout.get("after", 0))
    shape.first_line_indent = Mm(layout.get("first", 0))
    shape.left_indent = Mm(layout.get("left", 0))
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.keep_with_next = layout.get("keep", False)
    shape.widow_control = True
    return style


def _shape_styles(document: WordDocument) -> None:
    _style(document, "Normal", parent=None)
    _style(document, "Body Text", align=_JUSTIFY, first=12.5, after=4)
    _style(document, "Lead", parent="Body Text", align=_JUSTIFY, first=12.5, after=6, bold=True)
    _style(document, "Centred", align=_CENTRE, after=4)
    _style(document, "Right Aligned", align=_RIGHT, after=4)
    _style(document, "Note", size=12, italic=True, align=_JUSTIFY, before=4, after=8)
    title = _style(document, "Title", size=16, bold=True, align=_CENTRE, before=6, after=12)
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    for spaced in title.element.xpath(".//w:contextualSpacing|.//w:rPr/w:spacing|.//w:kern"):
        spaced.getparent().remove(spaced)
    _style(document, "Title Page", align=_CENTRE, after=4)
    headings = ((16, _CENTRE, 12, 10), (14, _LEFT, 12, 6), (14, _LEFT, 10, 4))
    for level, (size, align, before, after) in enumerate(headings, start=1):
        name = f"Heading {level}"
        shape: dict[str, Any] = {"align": align, "before": before, "after": after, "keep": True}
        _style(document, name, size=size, bold=level < 3, italic=level == 3, **shape)
    _style(document, "Caption", size=12, before=8, after=4, keep=True)
    _style(document, "List Bullet", after=2)
    _style(document, "List Number", after=2)
    _style(document, "Table Text", size=12)
    _style(document, "Table Head", size=12, bold=True, align=_CENTRE, keep=True)
    _style(document, "Signature", before=18)
    _style(document, "Footer", size=12, align=_CENTRE)
    _style(document, "Header", size=12, align=_CENTRE)


def _shape_contents(document: WordDocument) -> None:
    """Shape the contents' lines: dots up to a page number at the right margin."""
    _style(document, "TOC Heading", size=16, bold=True, align=_CENTRE, after=12)
    for level in (1, 2, 3):
        style = _style(document, f"toc {level}", left=7.5 * (level - 1), after=3)
        style.paragraph_format.tab_stops.add_tab_stop(
            Mm(165), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def _shape_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    footer = section.footer
    footer.is_linked_to_previous = False
    old = footer.paragraphs[0]._p
    style = old.pPr.pStyle.val if old.pPr is not None and old.pPr.pStyle is not None else "Footer"
    new = parse_xml(paragraph(style, field("PAGE", "1")).replace("<w:p>", f"<w:p {NAMESPACES}>", 1))
    old.getparent().replace(old, new)


def _explain(document: WordDocument) -> None:
    """Show each style once, so that the coordinator sees what a change does."""
    names = {style.name: style.style_id for style in document.styles}
    lines = [
        ("Title", "Шаблон документов"),
        (
            "Body Text",
            "Из этого файла берутся стили, поля страницы и нижний колонтитул. Измените их в Word "
            "и сохраните файл; этот текст в документы не попадёт. Стили нельзя переименовывать.",
        ),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Heading 1", "Heading 2")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Heading 3", "Lead", "Note")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Caption", "Centred")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Right Aligned", "Signature")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("List Bullet", "List Number")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Table Head", "Table Text")),
        *((name, f"Так выглядит стиль «{name}»") for name in ("Title Page", "TOC Heading")),
        *((name, f"Так выглядит стиль «{name}»\t1") for name in ("toc 1", "toc 2", "toc 3")),
    ]
    body = document.element.body
    for name, text in lines:
        made = paragraph(names[name], run(text))
        made = made.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)
        body.insert(len(body) - 1, parse_xml(made))


if __name__ == "__main__":
    TARGET.write_bytes(make_template())
