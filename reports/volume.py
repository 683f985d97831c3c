"""The volume (сборник): title page and contents, then each handed-in Word file as a chapter."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.chapter import ChapterUnfit, OpenedChapter, open_chapter, prepare_chapter
from reports.chapter_sections import adopt_sections, section_break
from reports.volume_composer import VolumeComposer
from reports.word import pack_document, write_body
from reports.word_template import WordTemplate, open_template
from reports.wording import CONTENTS, FILE, NOT_INCLUDED
from reports.wordml import NAMESPACES, paragraph, run
from vekha.outline import Block, Chapter, Contents, Heading, Outline, PageBreak, Paragraph
from vekha.uploads import UploadProblem, explain

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ChapterProblem:
    """A chapter whose file could not be included; `reason` is a sentence in the volume's language."""

    title: str
    section: str
    file_name: str
    problem: UploadProblem
    reason: str

    def __str__(self) -> str:
        return f"{self.title} ({self.file_name}): {self.reason}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A chapter in the volume's order, with its opened file or what was wrong with it."""

    chapter: Chapter
    opened: OpenedChapter | None
    problem: UploadProblem | None
    opens_section: bool

    def headings(self) -> tuple[Heading, ...]:
        """Its headings, which the contents list: the section's before its first chapter."""
        section, title = self.chapter.section, self.chapter.title
        above = (Heading(section, 1),) if self.opens_section else ()
        return (*above, Heading(title, 2 if section else 1)) if title else above


def assemble_volume(
    outline: Outline, chapters: Sequence[Chapter], *, template: bytes | None = None
) -> tuple[bytes, tuple[ChapterProblem, ...]]:
    """Return the volume as a .docx and the chapters whose files could not be included.

    The outline gives the title page and what stands before the chapters; contents are added where
    it has none. Chapters of one section stand together, in the order in which they come; one
    without a file has its heading and its sentence. Page numbers in the contents are estimates
    (see libreoffice.settle_contents for exact ones).
    """
    places = _arrange(chapters)
    whole = _whole_outline(outline, places)
    opened = open_template(template)
    write_body(whole, opened, pages=_estimate_pages(whole, places))
    volume = opened.document.part.document
    body = volume.element.body
    composer = VolumeComposer(volume)
    problems: list[ChapterProblem] = []
    markers = {
        text: element
        for element in body
        if element.tag == qn("w:p") and (text := _text(element)).startswith(_MARK)
    }
    for number, place in enumerate(places, start=1):
        if place.chapter.absent:
            continue
        marker = markers[_marker(place.chapter, number)]
        problem = _include(composer, place, marker, number=number)
        if problem is not None:
            reason = explain(problem, outline.language)
            _say_why(marker, place.chapter, reason, opened, outline)
            problems.append(_problem(place.chapter, problem, reason))
        body.remove(marker)
    _close_sections(body, opened, has_chapters=bool(places))
    composer.renumber_drawings()
    return pack_document(volume), tuple(problems)


_MARK = "vekha-chapter-"


def _marker(chapter: Chapter, number: int) -> str:
    """Return a text that no document holds by chance, to find a chapter's place again."""
    digest = hashlib.sha256(chapter.document + chapter.title.encode()).hexdigest()
    return f"{_MARK}{number}-{digest}"


def _arrange(chapters: Sequence[Chapter]) -> list[_Place]:
    sections: dict[str, list[Chapter]] = {}
    for chapter in chapters:
        sections.setdefault(chapter.section, []).append(chapter)
    places = []
    for section, members in sections.items():
        for index, chapter in enumerate(members):
            opened: OpenedChapter | None = None
            problem: UploadProblem | None = None
            try:
                opened = None if chapter.absent else open_chapter(chapter.document)
            except ChapterUnfit as error:
                problem = error.problem
            places.append(_Place(chapter, opened, problem, bool(section) and index == 0))
    return places


def _whole_outline(outline: Outline, places: list[_Place]) -> Outline:
    """Return the outline with the chapters' headings, which the contents then list."""
    blocks: list[Block] = list(outline.blocks)
    if not any(isinstance(block, Contents) for block in blocks):
        blocks[:0] = [Contents(CONTENTS[outline.language]), PageBreak()]
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks.pop()  # the section break before a chapter begins its page
    for number, place in enumerate(places, start=1):
        blocks.append(Paragraph(f"{_MARK}start"))
        blocks += place.headings()
        if place.chapter.author:
            blocks.append(Paragraph(place.chapter.author, "right"))
        blocks.append(Paragraph(place.chapter.absent or _marker(place.chapter, number)))
    return replace(outline, blocks=tuple(blocks))


def _estimate_pages(whole: Outline, places: list[_Place]) -> list[int]:
    """Return the pages of all headings: exact before the first chapter, then by chapters' length."""
    from reports.pagination import heading_pages

    laid = tuple(
        PageBreak() if isinstance(block, Paragraph) and block.text == f"{_MARK}start" else block
        for block in whole.blocks
    )
    pages = list(heading_pages(replace(whole, blocks=laid)))
    counts = [len(place.headings()) for place in places]
    before = len(pages) - sum(counts)
    page = pages[before] if places else 0
    estimated = pages[:before]
    for place, count in zip(places, counts, strict=True):
        estimated += [page] * count
        page += place.opened.pages if place.opened else 1
    return estimated


def _include(
    composer: VolumeComposer, place: _Place, marker: Any, *, number: int
) -> UploadProblem | None:
    """Put a chapter's content before its marker; return why it could not be done, if so."""
    if place.opened is None:
        return place.problem
    body = marker.getparent()
    before = body.index(marker)
    length = len(body)
    try:
        prepare_chapter(place.opened, composer.doc, number=number)
        composer.insert(before, place.opened.document, remove_property_fields=False)
    except ChapterUnfit as error:
        return error.problem
    except Exception:  # noqa: BLE001 (one odd file must not cost the whole volume)
        for element in list(body)[before : before + len(body) - length]:
            body.remove(element)
        return UploadProblem.DAMAGED
    return None


def _say_why(
    marker: Any, chapter: Chapter, reason: str, template: WordTemplate, outline: Outline
) -> None:
    lines = (
        f"{NOT_INCLUDED[outline.language]} {reason}",
        f"{FILE[outline.language]}: {chapter.file_name}",
    )
    for line in lines:
        made = paragraph(template.styles["note"], run(line))
        marker.addprevious(parse_xml(made.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


def _problem(chapter: Chapter, problem: UploadProblem, reason: str) -> ChapterProblem:
    return ChapterProblem(chapter.title, chapter.section, chapter.file_name, problem, reason)


def _close_sections(body: Any, template: WordTemplate, *, has_chapters: bool) -> None:
    """End a section before each chapter, and let the document end with the last chapter's own."""
    pattern = body.sectPr
    plain = copy.deepcopy(pattern)
    for title_page in plain.findall(qn("w:titlePg")):  # only the first page goes without a number
        plain.remove(title_page)
    first = True
    for element in [e for e in body if e.tag == qn("w:p") and _text(e) == f"{_MARK}start"]:
        before = element.getprevious()
        if before is not None and not _ends_section(before):
            section = copy.deepcopy(pattern if first else plain)
            element.addprevious(section_break(section))
        first = False
        body.remove(element)
    if has_chapters:
        body.replace(pattern, plain)
    last = plain.getprevious() if has_chapters else None
    if last is not None and _ends_section(last) and last.find(qn("w:pPr")) is not None:
        section = last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if not _text(last):
            body.remove(last)
            body.replace(plain, section)
    adopt_sections(body, template.section)


def _ends_section(element: Any) -> bool:
    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))
