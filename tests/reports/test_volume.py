"""The volume, opened again; its chapters are Word files as people hand them in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.chart import draw_chart
from reports.volume import assemble_volume
from vekha.outline import Chapter, Chart, Heading, Outline, Paragraph, Series, TitlePage
from vekha.uploads import UploadProblem, check_word_upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as WordDocument

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OUTLINE = Outline(
    "Сборник методических материалов",
    "ru",
    date(2024, 5, 31),
    (Heading("Предисловие"), Paragraph("Материалы представили школы.")),
    title_page=TitlePage(("ЦМРиИТО",), "Сборник методических материалов", (), "Петропавловск"),
)
PICTURES = [
    draw_chart(Chart(("А", "Б"), (Series("", (float(n), 2.0)),), "x"), language="ru")
    for n in (1, 2)
]


def handed_in(change: Callable[[WordDocument], None] | None = None, number: int = 1) -> bytes:
    """A Word file with header, own fonts, lists, a table and a picture."""
    document = Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = ("Arial", "Calibri")[number % 2], Pt(10 + number % 4)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Шапка школы"
    section.footer.paragraphs[0].text = "Подвал школы"
    document.add_heading(f"Методика {number}", 1)
    document.add_paragraph(f"Опыт школы {number}: Ә Ғ Қ Ң Ө Ұ Ү Һ І")
    for step in range(2):
        document.add_paragraph(f"Шаг {step + 1}", style="List Number")
    table = document.add_table(2, 2)
    table.style = "Table Grid"
    table.cell(0, 0).text = f"Ячейка {number}"
    document.add_picture(io.BytesIO(PICTURES[number % 2]), width=Mm(60))
    if change is not None:
        change(document)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def chapter(content: bytes, title: str = "Глава", section: str = "", author: str = "") -> Chapter:
    return Chapter(title, author, content, "глава.docx", section)


def thirteen() -> list[Chapter]:
    return [
        chapter(handed_in(number=n), f"Материалы школы {n}", f"Район {(n + 1) // 2}", f"Автор {n}")
        for n in range(1, 14)
    ]


def assembled(*chapters: Chapter) -> WordDocument:
    content, problems = assemble_volume(OUTLINE, chapters)
    assert not problems
    assert check_word_upload(content) is None
    return Document(io.BytesIO(content))


def body_of(document: WordDocument) -> Any:
    return document.element.body


def text_of(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def contents_lines(document: WordDocument) -> list[str]:
    control = body_of(document).find(qn("w:sdt"))
    return [text_of(paragraph) for paragraph in control.iter(qn("w:p"))]


def add_xml(document: WordDocument, xml: str) -> None:
    body = body_of(document)
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {W} {R}>", 1)))


def test_thirteen_chapters_stand_under_their_sections_with_authors() -> None:
    document = assembled(*thirteen())
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["Предисловие", *(f"Район {n}" for n in range(1, 8))]
    chapters = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert chapters == [f"Материалы школы {n}" for n in range(1, 14)]
    whole = text_of(body_of(document))
    assert all(f"Опыт школы {n}: Ә Ғ Қ Ң Ө Ұ Ү Һ І" in whole for n in range(1, 14))
    assert all(f"Ячейка {n}" in whole for n in range(1, 14))
    assert whole.index("Автор 13") < whole.index("Опыт школы 13")
    assert "vekha-chapter" not in whole


def test_contents_list_the_chapters_with_pages_and_not_their_insides() -> None:
    lines = contents_lines(assembled(*thirteen()))
    assert lines[:4] == ["Содержание", "Предисловие3", "Район 14", "Материалы школы 14"]
    assert len(lines) == 1 + 1 + 7 + 13
    assert lines[-1] == "Материалы школы 1316"
    assert not [line for line in lines if "Методика" in line]


def test_chapters_of_one_section_come_together_in_order() -> None:
    content = handed_in()
    given = [chapter(content, f"{t}", s) for t, s in (("а", "1"), ("б", "2"), ("в", "1"))]
    lines = contents_lines(assembled(*given))
    assert [re.sub(r"\d+$", "", line[:1]) for line in lines[3:6]] == ["а", "в", ""]


def absent(section: str) -> Chapter:
    return Chapter("", "", b"", "", section, "Материалы не поступили.")


@pytest.mark.parametrize("places", [{2}, {0}, {4}, {1, 2, 4}, {0, 1, 2, 3, 4}])
def test_a_chapter_without_a_file_has_its_heading_its_sentence_and_its_page(
    places: set[int],
) -> None:
    sections = [f"{n + 1}. Район {n + 1}. Школа {n + 1}" for n in range(5)]
    given = [
        absent(section) if n in places else chapter(handed_in(number=n), f"Материал {n}", section)
        for n, section in enumerate(sections)
    ]
    document = assembled(*given)
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["Предисловие", *sections]
    texts = [p.text for p in document.paragraphs]
    assert texts.count("Материалы не поступили.") == len(places)
    for place in places:
        assert texts[texts.index(sections[place]) + 1] == "Материалы не поступили."
    lines = contents_lines(document)
    assert lines[2:] == [
        line
        for n, section in enumerate(sections)
        for line in (f"{section}{4 + n}", f"Материал {n}{4 + n}")[: 1 if n in places else 2]
    ]
    assert len(document.sections) == 2 + len(sections)  # the title page and the contents


def test_two_assemblies_give_the_same_bytes() -> None:
    assert assemble_volume(OUTLINE, thirteen()) == assemble_volume(OUTLINE, thirteen())


def test_headers_and_footers_of_chapters_go_and_one_numbering_runs_through() -> None:
    content, _ = assemble_volume(OUTLINE, thirteen()[:3])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".xml"))
    assert "Шапка школы".encode() not in everything
    assert "Подвал школы".encode() not in everything
    sections = Document(io.BytesIO(content)).sections
    assert all("PAGE" in s.footer._element.xpath("string(.//w:instrText)") for s in sections)
    assert not any(s._sectPr.xpath("w:pgNumType") for s in sections)


def test_every_chapter_keeps_its_font_and_starts_its_lists_at_one() -> None:
    document = assembled(*thirteen()[:4])
    fonts = set()
    lists = []
    for paragraph in document.paragraphs:
        style: Any = paragraph.style
        if paragraph.text.startswith("Опыт"):
            fonts.add((style.font.name, style.font.size))
        if paragraph.text == "Шаг 1":
            lists.append(style.element.xpath("string(w:pPr/w:numPr/w:numId/@w:val)"))
    assert len(fonts) == 4
    assert len(set(lists)) == 4
    assert all(lists)
    numbering = document.part.numbering_part.element
    marks = numbering.xpath("w:abstractNum/w:nsid/@w:val")
    assert len(marks) == len(set(marks))


def test_pictures_and_tables_stay_and_equal_pictures_are_kept_once() -> None:
    document = assembled(*thirteen())
    assert len(document.inline_shapes) == 13
    pictures = {p.partname for p in document.part.package.iter_parts() if "media" in p.partname}
    assert len(pictures) == 2
    numbers = body_of(document).xpath(".//wp:docPr/@id")
    assert len(set(numbers)) == 13


def test_a_landscape_chapter_keeps_its_pages_turned() -> None:
    def turn(document: WordDocument) -> None:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)

    upright, turned = handed_in(), handed_in(turn)
    document = assembled(chapter(upright), chapter(turned), chapter(upright))
    wide = [int(s.page_width or 0) > int(s.page_height or 0) for s in document.sections]
    assert wide == [False, False, False, True, False]


def test_a_letter_sized_chapter_is_put_on_a4() -> None:
    document = assembled(chapter(handed_in()))
    assert {int(s.page_width or 0) // 635 for s in document.sections} == {11906}


def test_fields_comments_and_changes_are_settled() -> None:
    def spoil(document: WordDocument) -> None:
        add_xml(
            document,
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\cmd'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:t>итог поля</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        )
        add_xml(
            document,
            '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>вставлено</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>удалено</w:delText></w:r></w:del>'
            '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        )
        add_xml(
            document, '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>'
        )
        add_xml(
            document,
            '<w:p><w:r><w:endnoteReference w:id="9"/></w:r><w:altChunk r:id="rId99"/></w:p>',
        )

    body = body_of(assembled(chapter(handed_in(spoil))))
    whole = text_of(body)
    assert "итог поля" in whole
    assert "вставлено" in whole
    assert "DDEAUTO" not in "".join(t.text or "" for t in body.iter(qn("w:instrText")))
    left = {
        "w:del",
        "w:ins",
        "w:commentReference",
        "w:endnoteReference",
        "w:altChunk",
        "w:fldSimple",
    }
    assert not [tag for tag in left if next(body.iter(qn(tag)), None) is not None]


def test_links_to_files_go_and_links_to_the_web_stay() -> None:
    def link(document: WordDocument) -> None:
        for target in ("file:///etc/passwd", "https://example.kz/"):
            key = document.part.relate_to(
                target,
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                is_external=True,
            )
            add_xml(
                document,
                f'<w:p><w:hyperlink r:id="{key}"><w:r><w:t>{target}</w:t></w:r></w:hyperlink></w:p>',
            )

    document = assembled(chapter(handed_in(link)))
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert targets == ["https://example.kz/"]
    assert "file:///etc/passwd" in text_of(body_of(document))


def test_bookmarks_of_two_chapters_do_not_meet() -> None:
    def mark(document: WordDocument) -> None:
        add_xml(
            document,
            '<w:p><w:bookmarkStart w:id="0" w:name="сюда"/><w:r><w:t>цель</w:t></w:r>'
            '<w:bookmarkEnd w:id="0"/><w:hyperlink w:anchor="сюда"><w:r><w:t>туда</w:t></w:r>'
            '</w:hyperlink><w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/></w:p>',
        )

    body = body_of(assembled(chapter(handed_in(mark), "а"), chapter(handed_in(mark), "б")))
    names = [m.get(qn("w:name")) for m in body.iter(qn("w:bookmarkStart"))]
    assert sorted(n for n in names if not n.startswith("_Toc")) == ["c1_сюда", "c2_сюда"]
    starts = [m.get(qn("w:id")) for m in body.iter(qn("w:bookmarkStart"))]
    ends = [m.get(qn("w:id")) for m in body.iter(qn("w:bookmarkEnd"))]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert {"c1_сюда", "c2_сюда"} <= anchors


def test_its_own_contents_are_dropped_and_nothing_else() -> None:
    def add_contents(document: WordDocument) -> None:
        add_xml(
            document,
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            "<w:r><w:t>Старое содержание 99</w:t></w:r></w:p>",
        )
        add_xml(document, '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
        document.add_paragraph("После содержания")

    whole = text_of(body_of(assembled(chapter(handed_in(add_contents)))))
    assert "Старое содержание" not in whole
    assert "После содержания" in whole


def test_text_after_its_own_contents_in_the_same_paragraph_stays() -> None:
    def add_contents(document: WordDocument) -> None:
        add_xml(
            document,
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:t>99</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            "<w:r><w:t>Сразу после</w:t></w:r></w:p>",
        )

    assert "Сразу после" in text_of(body_of(assembled(chapter(handed_in(add_contents)))))


def test_footnotes_of_two_chapters_stay_apart_and_endnotes_come_in_brackets() -> None:
    given = [chapter(with_notes(f"Сноска {n}", f"Концевая {n}"), f"{n}") for n in (1, 2)]
    document = assembled(*given)
    part = next(
        rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes")
    )
    notes = {
        note.get(qn("w:id")): text_of(note) for note in parse_xml(part.blob).iter(qn("w:footnote"))
    }
    body = body_of(document)
    used = [each.get(qn("w:id")) for each in body.iter(qn("w:footnoteReference"))]
    assert [notes[key] for key in used] == ["Сноска 1", "Сноска 2"]
    assert "[Концевая 1]" in text_of(body)
    assert "[Концевая 2]" in text_of(body)


def with_notes(footnote: str, endnote: str) -> bytes:
    """A Word file with one footnote and one endnote, which python-docx cannot write."""

    def refer(document: WordDocument) -> None:
        for kind, text in (("footnote", footnote), ("endnote", endnote)):
            add_xml(document, f'<w:p><w:r><w:{kind}Reference w:id="1"/></w:r></w:p>')
            part = Part(
                PackURI(f"/word/{kind}s.xml"),
                f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
                f'<w:{kind}s {W}><w:{kind} w:id="1"><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
                f"<w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}></w:{kind}s>".encode(),
                document.part.package,
            )
            base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            document.part.relate_to(part, f"{base}/{kind}s")

    return handed_in(refer)


def test_a_relation_to_a_missing_part_costs_only_that_picture() -> None:
    source = zipfile.ZipFile(io.BytesIO(handed_in()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels":
                content = re.sub(rb'Target="media/[^"]*"', b'Target="../NULL"', content)
            target.writestr(name, content)
    document = assembled(chapter(packed.getvalue()))
    assert len(document.inline_shapes) == 0
    assert "Опыт школы 1" in text_of(body_of(document))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", UploadProblem.EMPTY),
        (b"PK\x03\x04 cut", UploadProblem.DAMAGED),
        (handed_in()[:-2000], UploadProblem.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UploadProblem.OLD_FORMAT),
        (b"MZ\x90\x00", UploadProblem.PROGRAM),
        (b"%PDF-1.4\n%%EOF", UploadProblem.OTHER_KIND),
    ],
)
def test_a_chapter_that_cannot_be_opened_gets_a_page_that_says_why(
    content: bytes, problem: UploadProblem
) -> None:
    good = chapter(handed_in(), "Хорошая")
    bad = Chapter("Плохая", "Автор", content, "плохая.docx")
    made, problems = assemble_volume(OUTLINE, [good, bad, good])
    assert [(p.title, p.file_name, p.problem) for p in problems] == [
        ("Плохая", "плохая.docx", problem)
    ]
    whole = text_of(body_of(Document(io.BytesIO(made))))
    assert f"Материал не удалось включить в сборник. {problems[0].reason}" in whole
    assert whole.count("Опыт школы 1") == 2


def test_a_volume_without_chapters_is_a_volume() -> None:
    lines = contents_lines(assembled())
    assert lines == ["Содержание", "Предисловие3"]


def test_macros_in_a_chapter_stay_out() -> None:
    source = io.BytesIO(handed_in())
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    made, problems = assemble_volume(OUTLINE, [chapter(source.getvalue())])
    assert [p.problem for p in problems] == [UploadProblem.MACROS]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name]
