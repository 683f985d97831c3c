"""Opens a handed-in Word file and makes it ready to stand in a volume, or says why it cannot."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.chapter_sections import settle_sections
from reports.chapter_styles import carry_styles
from reports.chapter_text import clean_notes, clean_text
from vekha.uploads import UploadProblem, check_word_upload

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_PAGE_OF_TEXT = 2300  # characters on a page at 14 pt
_PAGES = re.compile(rb"<Pages>(\d{1,4})</Pages>")
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>")
_TARGET = re.compile(rb'\bTarget="([^"]*)"')


class ChapterUnfit(Exception):
    """The file cannot stand in the volume: print a page that says so, with `problem`."""

    def __init__(self, problem: UploadProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class OpenedChapter:
    """A chapter's document and about how many pages it takes."""

    document: WordDocument
    pages: int


def open_chapter(content: bytes) -> OpenedChapter:
    """Open and check an uploaded .docx; raise ChapterUnfit."""
    problem = check_word_upload(content)
    if problem is not None:
        raise ChapterUnfit(problem)
    try:
        document = Document(io.BytesIO(_without_dead_ends(content)))
        return OpenedChapter(document, _count_pages(content, document))
    except Exception as error:  # whatever python-docx and lxml raise on what people send
        raise ChapterUnfit(UploadProblem.DAMAGED) from error


def prepare_chapter(opened: OpenedChapter, volume: WordDocument, *, number: int) -> None:
    """Clean the chapter, carry its styles and lists into the volume, settle its pages; in place.

    `number` counts the chapters from 1. Raises ChapterUnfit.
    """
    document = opened.document
    try:
        clean_text(document, number=number)
        notes_part = next(
            (
                relation.target_part
                for relation in document.part.rels.values()
                if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external
            ),
            None,
        )
        notes = None if notes_part is None else parse_xml(notes_part.blob)
        if notes is not None:
            clean_notes(notes)
        _drop_dead_notes(document, notes)
        settle_sections(document)
        carry_styles(document, volume, number=number, notes=notes)
        if notes_part is not None:
            notes_part._blob = serialize_part_xml(notes)
    except Exception as error:  # a file that passes the checks may still be odd in a new way
        raise ChapterUnfit(UploadProblem.DAMAGED) from error


def _without_dead_ends(content: bytes) -> bytes:
    """Drop relations to parts that are not in the archive («../NULL»), which some programs write."""
    source = zipfile.ZipFile(io.BytesIO(content))
    names = {name.lower() for name in source.namelist()}
    changed: dict[str, bytes] = {}
    for name in source.namelist():
        if not name.endswith(".rels"):
            continue
        folder = name.rpartition("_rels/")[0]
        markup = source.read(name)
        kept = _RELATION.sub(lambda found: _kept(found.group(), folder, names), markup)  # noqa: B023
        if kept != markup:
            changed[name] = kept
    if not changed:
        return content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changed.get(name) or source.read(name))
    return packed.getvalue()


def _kept(relation: bytes, folder: str, names: set[str]) -> bytes:
    found = _TARGET.search(relation)
    if found is None or b'TargetMode="External"' in relation:
        return relation
    target = found.group(1).decode("utf-8", "replace")
    parts: list[str] = [] if target.startswith("/") else folder.strip("/").split("/")
    for part in target.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    path = "/".join(part for part in parts if part)
    return relation if path.lower() in names else b""


def _count_pages(content: bytes, document: WordDocument) -> int:
    """Return about how many pages the file takes: what its program counted, or by its length."""
    counted = 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "docProps/app.xml" in archive.namelist():
            found = _PAGES.search(archive.read("docProps/app.xml"))
            counted = max(1, int(found.group(1))) if found else 1
    body: Any = document.element.body
    characters = sum(len(text.text or "") for text in body.iter(qn("w:t")))
    drawn = sum(int(size.get("cy", "0")) for size in body.iter(qn("wp:extent")))
    by_length = math.ceil(characters / _PAGE_OF_TEXT + drawn / (257 * 36_000)) or 1
    return max(counted, by_length, _forced_pages(body))


def _forced_pages(body: Any) -> int:
    """Return how many pages the file's own breaks make; a break at the end makes none."""
    pages, waiting = 1, 0
    for element in body.iter(qn("w:br"), qn("w:sectPr"), qn("w:t"), qn("w:drawing")):
        if element.tag in {qn("w:t"), qn("w:drawing")}:
            pages, waiting = pages + waiting, 0
        elif element.tag == qn("w:sectPr"):
            kind = element.find(qn("w:type"))
            waiting = waiting or int(kind is None or kind.get(qn("w:val")) != "continuous")
        elif element.get(qn("w:type")) == "page":
            waiting = 1
    return pages


def _drop_dead_notes(document: WordDocument, notes: Any) -> None:
    """Drop references to footnotes that the file does not hold."""
    known = set() if notes is None else {note.get(qn("w:id")) for note in notes}
    for reference in list(document.element.body.iter(qn("w:footnoteReference"))):
        if reference.get(qn("w:id")) not in known:
            reference.getparent().remove(reference)
