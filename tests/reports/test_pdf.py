"""PDFs, read again with pdftotext where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports.pagination import heading_pages
from reports.pdf import render_pdf
from vekha.outline import Cell, Column, Heading, Outline, PageBreak, Paragraph, Row, Table

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def small(*blocks: Any, language: Any = "ru") -> Outline:
    return Outline("Название", language, date(2024, 2, 29), blocks)


def text_of(content: bytes, folder: Path) -> list[str]:
    """Return the text of each page."""
    (folder / "made.pdf").write_bytes(content)
    said = subprocess.run(
        ["pdftotext", "-layout", str(folder / "made.pdf"), "-"], capture_output=True, check=True
    )
    return said.stdout.decode().split("\f")[:-1]


def page_count(content: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Count (\d+)", content))


def test_two_renderings_give_the_same_bytes(february: Outline) -> None:
    assert render_pdf(february) == render_pdf(replace(february))


def test_it_is_dated_by_the_outline(february: Outline) -> None:
    content = render_pdf(february)
    assert content.startswith(b"%PDF-")
    assert b"D:20240229" in content


@needs_pdftotext
def test_title_contents_captions_and_total_can_be_read(february: Outline, tmp_path: Path) -> None:
    pages = text_of(render_pdf(february), tmp_path)
    assert "Информация о промежуточном мониторинге" in pages[0]
    assert re.search(r"2\.2\. Не представили сведения[ .\u2060]+4", pages[1])
    whole = "\n".join(pages)
    assert "Таблица 2. Охват промежуточным мониторингом по районам" in whole
    assert "Рисунок 1. Доля МКШ" in whole
    assert re.search(r"Итого\s+41\s+33\s+80,5 %", whole)
    assert "Е.А. Черепанова" in whole


@needs_pdftotext
def test_header_rows_repeat_on_every_page(tmp_path: Path) -> None:
    rows = tuple(Row((Cell(str(n)), Cell(f"Школа {n}"))) for n in range(120))
    outline = small(Table((Column("№"), Column("Наименование")), rows, caption="Школы"))
    pages = text_of(render_pdf(outline), tmp_path)
    assert len(pages) > 2
    assert all("Наименование" in page for page in pages)


@needs_pdftotext
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = [
        "<b>жирный</b> & &amp;",
        '#set text(red) #panic("x") $x^2$ @ссылка *звёзды* _черта_ `код`',
        'обратная \\ черта \\u{41} и "кавычки"',
        "= заголовок",
        "=cmd|' /C calc'!A0",
        KAZAKH,
    ]
    outline = small(*(Paragraph(text) for text in hostile))
    flat = " ".join(" ".join(text_of(render_pdf(outline), tmp_path)).split())
    assert [text for text in hostile if text not in flat] == []


@needs_pdftotext
def test_forbidden_characters_and_endless_words_do_no_harm(tmp_path: Path) -> None:
    words = ("а\x00б\x1f\ud800в", "Д" * 3000)
    rows = (Row((Cell(words[0]), Cell(words[1]))),)
    outline = small(
        Paragraph(words[0]), Paragraph(words[1]), Table((Column("А"), Column("Б")), rows)
    )
    flat = "".join("".join(text_of(render_pdf(outline), tmp_path)).split())
    assert flat.count("абв") == 2
    assert flat.replace("\u200b", "").count("Д") >= 6000


@needs_pdftotext
@pytest.mark.parametrize(
    ("language", "wanted"), [("kk", "1-кесте. Қамту"), ("en", "Table 1. Қамту")]
)
def test_captions_speak_the_language(language: str, wanted: str, tmp_path: Path) -> None:
    outline = small(Table((Column("А"),), (Row((Cell("б"),)),), caption="Қамту"), language=language)
    assert wanted in text_of(render_pdf(outline), tmp_path)[0]


def test_a_landscape_part_turns_and_turns_back() -> None:
    outline = small(
        Paragraph("а"), PageBreak(landscape=True), Paragraph("б"), PageBreak(landscape=False),
        Paragraph("в"),
    )  # fmt: skip
    content = render_pdf(outline)
    assert page_count(content) == 3
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert [float(width) > float(height) for width, height in boxes] == [False, True, False]


def test_a_row_longer_than_its_table_is_refused() -> None:
    outline = small(Table((Column("А"),), (Row((Cell("1"), Cell("2"))),)))
    with pytest.raises(ValueError, match="2 cells, its table 1 columns"):
        render_pdf(outline)


def test_pages_of_headings_are_told() -> None:
    outline = small(Heading("а"), PageBreak(), Heading("б"), Heading("в", 2))
    assert heading_pages(outline) == (1, 2, 2)
