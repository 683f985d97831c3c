"""Word files, opened again with python-docx."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.template_document import TARGET, make_template
from reports.word import render_word
from reports.word_table import column_widths
from reports.word_template import STYLE_NAMES, TemplateUnfit, check_template
from vekha.outline import Cell, Chart, Column, Heading, Listing, Outline, Paragraph, Row, Series
from vekha.outline import Table as OutlineTable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def whole_text(content: bytes) -> str:
    body: Any = opened(content).element.body
    return "".join(text.text or "" for text in body.iter(qn("w:t")))


def small(*blocks: Any, language: Any = "ru") -> Outline:
    return Outline("Название", language, date(2024, 2, 29), blocks)


def style_of(paragraph: Any) -> Any:
    """The paragraph's style, which python-docx types as optional."""
    return paragraph.style


def table(rows: tuple[Row, ...], columns: int = 2, **said: Any) -> OutlineTable:
    return OutlineTable(tuple(Column(f"Колонка {n}") for n in range(columns)), rows, **said)


def test_two_renderings_give_the_same_bytes(february: Outline) -> None:
    assert render_word(february) == render_word(replace(february))


def test_bytes_depend_on_no_clock(february: Outline) -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(february))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(render_word(february)).core_properties
    assert properties.created is not None
    assert properties.created.date() == date(2024, 2, 29)
    assert properties.modified == properties.created
    assert properties.title == february.title


def test_page_is_a4_with_official_margins(february: Outline) -> None:
    section = opened(render_word(february)).sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    wanted = (Mm(210), Mm(297), Mm(30), Mm(15))
    assert all(abs(int(a or 0) - int(b)) < Mm(0.1) for a, b in zip(sizes, wanted, strict=True))


def test_text_is_times_new_roman_14_and_tables_12(february: Outline) -> None:
    document = opened(render_word(february))
    body = next(p for p in document.paragraphs if p.text.startswith("Мониторинг проведён"))
    assert (style_of(body).name, style_of(body).font.name, style_of(body).font.size) == (
        "Body Text",
        "Times New Roman",
        Pt(14),
    )
    cell = document.tables[2].cell(1, 1).paragraphs[0]
    assert (style_of(cell).font.name, style_of(cell).font.size) == ("Times New Roman", Pt(12))


def test_tables_are_native_with_repeated_header_and_whole_rows(february: Outline) -> None:
    districts = opened(render_word(february)).tables[2]
    assert [cell.text for cell in districts.rows[0].cells][1] == "Район"
    assert len(districts.rows) == 1 + 13 + 1
    assert districts.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert not districts.rows[1]._tr.xpath("w:trPr/w:tblHeader")
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in districts.rows)
    assert [cell.text for cell in districts.rows[-1].cells] == ["", "Итого", "41", "33", "80,5 %"]


def test_captions_are_counted_by_fields(february: Outline) -> None:
    document = opened(render_word(february))
    captions = [p for p in document.paragraphs if style_of(p).name == "Caption"]
    assert [caption.text for caption in captions] == [
        "Таблица 1. Паспорт проекта",
        "Таблица 2. Охват промежуточным мониторингом по районам",
        "Рисунок 1. Доля МКШ, ответивших на вопросы мониторинга, по районам",
        "Таблица 3. Исполнение плана работы на 29 февраля 2024 года",
    ]
    assert all("SEQ" in caption._p.xpath("string(.//w:instrText)") for caption in captions)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("ru", "Таблица 1. Охват"), ("kk", "1-кесте. Охват"), ("en", "Table 1. Охват")],
)
def test_captions_speak_the_language(language: str, wanted: str) -> None:
    outline = small(table((Row((Cell("а"),)),), caption="Охват"), language=language)
    assert wanted in texts(opened(render_word(outline)))


def test_contents_are_a_field_filled_with_headings_and_pages(february: Outline) -> None:
    document = opened(render_word(february))
    control = document.element.body.find(qn("w:sdt"))
    assert "TOC" in "".join(t.text for t in control.iter(qn("w:instrText")))
    lines = [
        "".join(
            "\t" if part.tag == qn("w:tab") else part.text or ""
            for part in paragraph.iter(qn("w:t"), qn("w:tab"))
        )
        for paragraph in control.iter(qn("w:p"))
    ]
    assert lines[1:4] == [
        "1. Паспорт проекта\t3",
        "2. Итоги мониторинга\t3",
        "2.1. Охват школ\t3",
    ]
    anchors = {link.get(qn("w:anchor")) for link in control.iter(qn("w:hyperlink"))}
    marks = {m.get(qn("w:name")) for m in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors <= marks


def test_headings_are_numbered_by_word_itself(february: Outline) -> None:
    document = opened(render_word(february))
    heading = next(p for p in document.paragraphs if p.text == "Охват школ")
    assert style_of(heading).name == "Heading 2"
    assert heading._p.xpath("w:pPr/w:numPr/w:ilvl/@w:val") == ["1"]


def test_every_ordered_list_starts_anew() -> None:
    lists = (Listing(("а", "б"), ordered=True), Listing(("в",), ordered=True))
    document = opened(render_word(small(*lists)))
    numbers = [p._p.xpath("string(w:pPr/w:numPr/w:numId/@w:val)") for p in document.paragraphs]
    used = [number for number in numbers if number]
    assert used[0] == used[1] != used[2]


def test_a_landscape_part_turns_and_turns_back(february: Outline) -> None:
    sections = opened(render_word(february)).sections
    turned = [int(s.page_width or 0) > int(s.page_height or 0) for s in sections]
    assert turned == [False, False, True, False]
    assert all(s.footer._sectPr.xpath("w:footerReference") for s in sections)


def test_page_number_is_in_the_footer_but_not_on_the_first_page(february: Outline) -> None:
    sections = opened(render_word(february)).sections
    assert sections[0].different_first_page_header_footer
    assert not sections[1].different_first_page_header_footer
    footer = sections[1].footer.paragraphs[0]
    assert "PAGE" in footer._p.xpath("string(.//w:instrText)")


def test_a_chart_is_a_picture_with_words_for_those_who_cannot_see_it(february: Outline) -> None:
    document = opened(render_word(february))
    described = document.element.body.xpath(".//wp:docPr/@descr")
    assert len(described) == 1
    assert "Мамлютский район 33,3 %" in described[0]
    assert document.inline_shapes[0].width < Mm(166)


def test_signatures_have_a_line_between_position_and_name(february: Outline) -> None:
    last = opened(render_word(february)).tables[-1]
    assert [cell.text for cell in last.rows[0].cells] == [
        "И.о. заведующей методическим кабинетом",
        "",
        "Е.А. Черепанова",
    ]
    assert last.rows[0].cells[1]._tc.xpath("w:tcPr/w:tcBorders/w:bottom")


def test_hostile_text_stays_text() -> None:
    hostile = [
        "<b>жирный</b>",
        "&amp; & &lt;",
        "]]>",
        '#set text(red) \\ "кавычки"',
        "=cmd|' /C calc'!A0",
        "{{ 7*7 }} {% raw %}",
        "слово" * 200,
        "مرحبا بالعالم",
        KAZAKH,
    ]
    blocks = (*(Paragraph(text) for text in hostile), Heading("<w:p/> & «»"))
    content = render_word(small(*blocks, table((Row(tuple(Cell(t) for t in hostile[:2])),))))
    written = texts(opened(content))
    assert [text for text in hostile if text not in written] == []
    assert "<w:p/> & «»" in written


def test_characters_that_xml_forbids_are_dropped() -> None:
    text = "а\x00б\x08в\x1fг\ufffeд\ud800е\u202eж\nз"
    content = render_word(small(Paragraph(text), table((Row((Cell(text), Cell("\x01"))),))))
    assert "абвгдеж\nз" in texts(opened(content))
    assert "абвгдежз" in whole_text(content)


def test_a_row_longer_than_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="3 cells, its table 2 columns"):
        render_word(small(table((Row((Cell("1"), Cell("2"), Cell("3"))),))))


def test_a_section_row_spans_the_table() -> None:
    rows = (Row((Cell("Этап"),), "section"), Row((Cell("а"), Cell("б"))))
    made = opened(render_word(small(table(rows)))).tables[0]
    assert made.rows[1]._tr.xpath("w:tc/w:tcPr/w:gridSpan/@w:val") == ["2"]


def test_two_tables_in_a_row_stay_two() -> None:
    one = table((Row((Cell("а"), Cell("б"))),))
    assert len(opened(render_word(small(one, one))).tables) == 2


def test_two_hundred_rows_of_twenty_columns_are_not_written_cell_by_cell() -> None:
    """0.06 s on an idle machine; through `table.cell` it would be minutes."""
    rows = tuple(Row(tuple(Cell(f"{r}·{c}") for c in range(20))) for r in range(211))
    outline = replace(small(table(rows, 20, caption="Большая")), landscape=True)
    render_word(small())  # imports and the first opening of the template
    started = time.process_time()
    content = render_word(outline)
    assert time.process_time() - started < 5
    assert len(opened(content).tables[0].rows) == 212


def test_the_shipped_template_is_what_its_script_makes() -> None:
    assert TARGET.read_bytes() == make_template()
    check_template(TARGET.read_bytes())


def test_an_own_template_gives_its_styles_and_margins() -> None:
    own = opened(TARGET.read_bytes())
    own.styles["Body Text"].font.size = Pt(11)
    own.sections[0].left_margin = Mm(25)
    packed = io.BytesIO()
    own.save(packed)
    document = opened(render_word(small(Paragraph("Текст")), template=packed.getvalue()))
    assert style_of(document.paragraphs[-1]).font.size == Pt(11)
    assert abs(int(document.sections[0].left_margin or 0) - Mm(25)) < Mm(0.1)
    assert "Так выглядит" not in "".join(texts(document))


def test_a_template_without_a_style_is_refused_by_name() -> None:
    own = opened(TARGET.read_bytes())
    for name in ("Table Head", "caption"):
        element = next(s.element for s in own.styles if s.name.lower() == name.lower())
        element.getparent().remove(element)
    packed = io.BytesIO()
    own.save(packed)
    with pytest.raises(TemplateUnfit, match="«caption», «Table Head»") as refusal:
        render_word(small(), template=packed.getvalue())
    assert refusal.value.missing == ("caption", "Table Head")


def test_a_template_that_is_no_word_file_is_refused() -> None:
    with pytest.raises(TemplateUnfit, match="не подходит"):
        render_word(small(), template=b"MZ\x90\x00")


def test_an_ordinary_word_file_lacks_only_our_own_styles() -> None:
    packed = io.BytesIO()
    Document().save(packed)
    with pytest.raises(TemplateUnfit) as refusal:
        check_template(packed.getvalue())
    assert set(refusal.value.missing) <= set(STYLE_NAMES.values())
    assert "Table Text" in refusal.value.missing


def test_a_chart_with_gaps_and_two_series_renders() -> None:
    chart = Chart(
        ("Қостанай", "$x$ & <b>"),
        (Series("Февраль", (12.5, None)), Series("Апрель", (100.0, 0.0))),
        "Сравнение",
        unit="%",
        maximum=100,
    )
    content = render_word(small(chart, language="kk"))
    described = opened(content).element.body.xpath(".//wp:docPr/@descr")[0]
    assert "Февраль: Қостанай 12,5 %; $x$ & <b> дерек жоқ" in described
    assert "1-сурет. Сравнение" in texts(opened(content))


def test_importing_reports_brings_no_library() -> None:
    heavy = "docx, typst, matplotlib, xlsxwriter, jinja2, docxcompose"
    script = (
        "import sys, reports, reports.formats; "
        f"print([n for n in '{heavy}'.split(', ') if n in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_no_word_of_a_narrow_column_title_breaks() -> None:
    narrow = (Column("Опрошено", width=0.4),) * 7
    columns = (*narrow, Column("Район", width=4))
    wide = OutlineTable(columns, (Row((Cell("1"),)),))
    widths = column_widths(wide, width=9354)
    assert min(widths) >= len("Опрошено") * 10 * 0.5 * 20
    assert sum(widths) <= 9354
    assert widths[-1] == max(widths)
