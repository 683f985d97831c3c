"""The Word template: the shipped one or the coordinator's own, checked before it is used."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from reports.wordml import NAMESPACES
from vekha.uploads import check_word_upload, explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordDocument

# What the renderer calls a style, and the name that it has in the template (built-in styles are
# named in English inside the file, whatever the language of Word).
STYLE_NAMES: Mapping[str, str] = {
    "body": "Body Text",
    "lead": "Lead",
    "centred": "Centred",
    "right": "Right Aligned",
    "note": "Note",
    "title": "Title",
    "title-page": "Title Page",
    "heading-1": "heading 1",
    "heading-2": "heading 2",
    "heading-3": "heading 3",
    "caption": "caption",
    "bullet": "List Bullet",
    "number": "List Number",
    "cell": "Table Text",
    "head": "Table Head",
    "table": "Table Grid",
    "signature": "Signature",
    "contents": "TOC Heading",
    "contents-1": "toc 1",
    "contents-2": "toc 2",
    "contents-3": "toc 3",
}


class TemplateUnfit(Exception):
    """The coordinator's Word template cannot be used; the message says what to mend in it."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """An opened template without its text: styles by our names, the page in twips (1/20 pt)."""

    document: WordDocument
    styles: Mapping[str, str]
    section: Any  # the w:sectPr that every section is made after
    page: tuple[int, int]
    margins: tuple[int, int, int, int]  # top, right, bottom, left

    def text_size(self, *, landscape: bool) -> tuple[int, int]:
        """Return the width and height of the text area in twips."""
        (width, height), (top, right, bottom, left) = self.page, self.margins
        if landscape:
            return height - right - left, width - top - bottom
        return width - left - right, height - top - bottom


def open_template(content: bytes | None = None) -> WordTemplate:
    """Open a template, the shipped one where `content` is None; raise TemplateUnfit."""
    if content is None:
        content = (files("reports") / "templates" / "document.docx").read_bytes()
    else:
        problem = check_word_upload(content)
        if problem is not None:
            raise TemplateUnfit(f"Шаблон Word не подходит. {explain(problem, 'ru')}")
    document = _opened(content)
    styles = _styles_by_our_names(document)
    body = document.element.body
    section = body.sectPr
    if section is None:
        raise TemplateUnfit("В шаблоне Word нет параметров страницы: сохраните его в Word.")
    for element in [child for child in body if child is not section]:
        body.remove(element)
    _add_numbering_where_missing(document)
    return WordTemplate(document, styles, section, *_page(section))


def check_template(content: bytes) -> None:
    """Raise TemplateUnfit where the template cannot be used."""
    open_template(content)


def _opened(content: bytes) -> WordDocument:
    try:
        return Document(io.BytesIO(content))
    except Exception as error:  # python-docx lets KeyError, ValueError and lxml's errors through
        raise TemplateUnfit(
            "Шаблон Word не открывается: сохраните его в Word заново как .docx."
        ) from error


def _styles_by_our_names(document: WordDocument) -> dict[str, str]:
    present = {
        style.find(qn("w:name")).get(qn("w:val")).lower(): style.get(qn("w:styleId"))
        for style in document.styles.element.findall(qn("w:style"))
        if style.find(qn("w:name")) is not None
    }
    missing = tuple(name for name in STYLE_NAMES.values() if name.lower() not in present)
    if missing:
        named = ", ".join(f"«{name}»" for name in missing)
        raise TemplateUnfit(
            f"В шаблоне Word нет стилей {named}. Возьмите за основу шаблон Vekha и измените "
            "вид стилей, не переименовывая и не удаляя их.",
            missing=missing,
        )
    return {ours: present[name.lower()] for ours, name in STYLE_NAMES.items()}


def _page(section: Any) -> tuple[tuple[int, int], tuple[int, int, int, int]]:
    """Return the page upright and its margins; A4 with 20, 15, 20, 30 mm where nothing is said."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = 11906, 16838
    if size is not None:
        width, height = sorted((int(size.get(qn("w:w"))), int(size.get(qn("w:h")))))
    if margins is None:
        return (width, height), (1134, 850, 1134, 1701)
    top, right, bottom, left = (
        abs(int(float(margins.get(qn(f"w:{side}"), "1134"))))
        for side in ("top", "right", "bottom", "left")
    )
    return (width, height), (top, right, bottom, left)


def _add_numbering_where_missing(document: WordDocument) -> None:
    part = document.part
    if any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in part.rels.values()):
        return
    numbering = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        parse_xml(f"<w:numbering {NAMESPACES}/>"),
        part.package,
    )
    part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
