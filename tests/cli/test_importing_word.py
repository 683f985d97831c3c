"""`vekha import` of .docx as offices write them: stamps in frames, merged cells, notes, pages, lists."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cli.main import vekha
from vekha.importing.blocks import Paragraph
from vekha.importing.plain import read_text

DOCUMENTS = Path(__file__).parents[1] / "vekha" / "importing" / "documents"
FIVE = sorted(p.stem for p in DOCUMENTS.glob("*.txt"))
Rows = list[tuple[str, ...]]


def _found(document: Path, out: Path) -> dict[str, Any]:
    arguments = ["import", str(document), "-o", str(out), "--json"]
    result = CliRunner().invoke(vekha, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def _table(document: Any, rows: Rows, *, whole: tuple[int, ...] = ()) -> Any:
    """A table; the rows numbered in `whole` become one cell over the whole width."""
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for number, texts in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            first, *more = text.split("\n")
            cell.text = first
            for line in more:
                cell.add_paragraph(line)
        if number in whole:
            cells[0].merge(cells[-1])
    return table


def _as_word(name: str, path: Path, *, pages: str) -> None:
    """One of the five documents with real tables; `pages` says what a new page repeats."""
    document = docx.Document()
    for block in read_text((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")):
        if isinstance(block, Paragraph):
            document.add_paragraph(block.text)
            continue
        texts = [tuple(cell.text for cell in row.cells) for row in block.rows]
        width = max(map(len, texts))
        rows = [(*row, *[""] * (width - len(row))) for row in texts]
        whole = {i for i, row in enumerate(rows) if width > 2 and row[0] and not any(row[1:])}
        if pages == "one":
            _table(document, rows, whole=tuple(whole))
            continue
        half = max(2, len(rows) // 2)
        numbers = [tuple(str(n) for n in range(1, width + 1))] if pages == "header" else []
        _table(document, [rows[0], *numbers, *rows[1:half]])
        document.add_paragraph("")
        _table(document, [*([rows[0], *numbers] if pages == "header" else []), *rows[half:]])
    document.save(str(path))


@pytest.mark.parametrize("pages", ["one", "header", "bare"])
@pytest.mark.parametrize("name", FIVE)
def test_the_five_documents_give_the_same_draft_in_word(
    tmp_path: Path, name: str, pages: str
) -> None:
    """Tables whole, divided with the header repeated and the columns numbered, divided without."""
    _as_word(name, tmp_path / f"{name}.docx", pages=pages)
    word = _found(tmp_path / f"{name}.docx", tmp_path / "word")
    text = _found(DOCUMENTS / f"{name}.txt", tmp_path / "text")
    for part in ("title", "body", "period", "coordinators", "pairings", "not_understood"):
        assert _unplaced(word[part]) == _unplaced(text[part])
    for part in ("passport", "activities", "stages", "people", "orders", "organisations"):
        assert _unplaced(word[part]) == _unplaced(text[part]), part


def _unplaced(found: Any) -> Any:
    if isinstance(found, list):
        return [_unplaced(one) for one in found]
    if isinstance(found, dict):
        return {key: _unplaced(one) for key, one in found.items() if key != "line"}
    return " ".join(found.split()) if isinstance(found, str) else found


def _rows_of(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(a["number"], a["title"], a["term"], a["responsible"]) for a in found["activities"]]


def test_stamps_in_a_frame_are_the_heading(tmp_path: Path) -> None:
    document = docx.Document()
    stamps = document.add_table(rows=1, cols=2).rows[0].cells
    stamps[0].text = "СОГЛАСОВАНО\nПредседатель совета\n________ Т.Т. Юдина"
    stamps[1].text = "УТВЕРЖДАЮ\nДиректор МБОУ «Заречная СОШ»\n________ Л.Л. Горин"
    for line in ("ДОРОЖНАЯ КАРТА", "по переходу школы", "на 2023-2024 учебный год"):
        document.add_paragraph(line)
    rows = [
        ("№ п/п", "Мероприя\u00adтия", "Сроки\u00a0реализации", "Ответственные испол-\nнители"),
        ("1", "2", "3", "4"),
        ("Направление 1. Кадры", "", "", ""),
        (
            "",
            "Обучение по программам:",
            "октябрь 2023 –\nмарт 2024",
            "Педагоги\nЗаместитель директора",
        ),
        ("Направление 2. Родители", "", "", ""),
        ("", "Лекторий", "24 мая 2024\nгода", "педагог-психолог Тихая М.М."),
    ]
    table = _table(document, rows, whole=(2, 4))
    for row in (3, 5):
        table.rows[row].cells[0].paragraphs[0].style = document.styles["List Number"]
    inner = table.rows[3].cells[1].add_table(rows=0, cols=2)
    for name, hours in (("«Грамотность»", "36 часов"), ("«Среда»", "18 часов")):
        cells = inner.add_row().cells
        cells[0].text, cells[1].text = name, hours
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", tmp_path / "out")
    assert found["title"] == "ДОРОЖНАЯ КАРТА по переходу школы на 2023-2024 учебный год"
    assert found["body"] == "МБОУ «Заречная СОШ»"
    assert {p["name"]: p["position"] for p in found["people"]}[
        "Юдина Т.Т."
    ] == "Председатель совета"
    assert _rows_of(found) == [
        (
            "1.",
            "Обучение по программам",
            "октябрь 2023 – март 2024",
            "Педагоги, Заместитель директора",
        ),
        ("2.", "Лекторий", "24 мая 2024 года", "педагог-психолог Тихая М.М."),
    ]
    assert [s["title"] for s in found["stages"]] == [
        "Направление 1. Кадры",
        "Направление 2. Родители",
    ]
    text = (tmp_path / "out" / "roadmap.yaml").read_text(encoding="utf-8")
    assert "- «Грамотность» | 36 часов" in text


def test_merged_stages_doers_and_dates_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План мероприятий на 2022/2023 учебный год")
    table = _table(
        document,
        [
            ("Этап", "Мероприятие", "Сроки", "", "Ответственный"),
            ("", "", "начало", "окончание", ""),
            ("Аналитический", "Сбор данных", "03.10.2022", "14.10.2022", "Мошкина Р.А."),
            ("", "Анализ данных", "17.10.2022", "31.10.2022", ""),
            ("Итоговый", "Мониторинг", "31.05.2023", "31.05.2023", "Отдел образования"),
        ],
    )
    table.rows[0].cells[2].merge(table.rows[0].cells[3])
    for column in (0, 1, 4):
        table.rows[0].cells[column].merge(table.rows[1].cells[column])
    for column in (0, 4):
        table.rows[2].cells[column].merge(table.rows[3].cells[column])
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", tmp_path / "out")
    assert [row[1:] for row in _rows_of(found)] == [
        ("Сбор данных", "03.10.2022 – 14.10.2022", "Мошкина Р.А."),
        ("Анализ данных", "17.10.2022 – 31.10.2022", "Мошкина Р.А."),
        ("Мониторинг", "31.05.2023", "Отдел образования"),
    ]
    assert [a["stage"] for a in found["activities"]] == [
        "analiticheskiy",
        "analiticheskiy",
        "itogovyy",
    ]


def test_title_within_the_table_and_signs_under_quarters(tmp_path: Path) -> None:
    document = docx.Document()
    table = _table(
        document,
        [
            ("План-график методического центра на 2023 год", "", "", "", "", "", ""),
            ("№", "Содержание работы", "Сроки (квартал)", "", "", "", "Исполнители"),
            ("", "", "1", "2", "3", "4", ""),
            ("1", "Семинары", "х", "х", "", "х", "Методист Рогова Е.Е."),
            ("2", "Летняя школа", "", "", "х", "", "Рогова Е.Е."),
        ],
        whole=(0,),
    )
    table.rows[1].cells[2].merge(table.rows[1].cells[5])
    for column in (0, 1, 6):
        table.rows[1].cells[column].merge(table.rows[2].cells[column])
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", tmp_path / "out")
    assert found["title"] == "План-график методического центра на 2023 год"
    assert [row[1:3] for row in _rows_of(found)] == [
        ("Семинары", "1 квартал; 2 квартал; 4 квартал"),
        ("Летняя школа", "3 квартал"),
    ]


def test_footnotes_and_page_headers_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План на 2021 год")
    table = _table(document, [("№", "Мероприятие", "Срок"), ("1", "Заседание группы", "14 января")])
    run = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    table.rows[1].cells[1].paragraphs[0]._p.append(parse_xml(run))
    document.sections[0].header.paragraphs[0].text = "Заречная школа, колонтитул"
    document.save(str(tmp_path / "bare.docx"))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>Состав утверждён приказом № 5 от 11.01.2021.</w:t>"
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with (
        zipfile.ZipFile(tmp_path / "bare.docx") as bare,
        zipfile.ZipFile(tmp_path / "plan.docx", "w") as archive,
    ):
        for part in bare.namelist():
            content = bare.read(part)
            if part == "[Content_Types].xml":
                more = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                content = content.replace(b"</Types>", more.encode())
            if part == "word/_rels/document.xml.rels":
                more = f'<Relationship Id="rId99" Type="{link}" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", more.encode())
            archive.writestr(part, content)
        archive.writestr("word/footnotes.xml", notes)
    found = _found(tmp_path / "plan.docx", tmp_path / "out")
    assert [(o["number"], o["date"]) for o in found["orders"]] == [("5", "11.01.2021")]
    text = (tmp_path / "out" / "roadmap.yaml").read_text(encoding="utf-8")
    assert re.search(r"# \[\d+\] Сноска: Состав утверждён", text)
    assert "Колонтитул: Заречная школа, колонтитул" in text


def test_kazakh_passport_and_plan_over_two_pages(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("«Тірек мектеп» жобасының паспорты")
    _table(
        document,
        [
            ("Жобаның атауы", "«Тірек мектеп»"),
            ("Мақсаты", "Білім сапасын арттыру"),
            ("Іске асыру мерзімі", "2023-2024 оқу жылы"),
            ("Жоба үйлестірушісі", "Нұрланова Айгүл Серікқызы, әдіскер"),
        ],
    )
    document.add_paragraph("Жобаны іске асыру жөніндегі іс-шаралар жоспары")
    head = ("Р/с\n№", "Іс-шараның атауы", "Аяқталу нысаны", "Орындау мерзімі", "Жауаптылар")
    first = ("1", "Сауалнама жүргізу", "талдау", "қазан", "Нұрланова А.С.")
    second = (
        "2",
        "Қорытынды",
        "қарар",
        "2024 жылғы 25 мамырға дейін",
        "Білім бөлімі (келісім бойынша)",
    )
    _table(document, [head, first])
    document.add_paragraph("- 2 -")
    _table(document, [head, second])
    document.add_paragraph("Білім бөлімінің басшысы                    Б. Ермеков")
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", tmp_path / "out")
    assert [row[1:3] for row in _rows_of(found)] == [
        ("Сауалнама жүргізу", "қазан"),
        ("Қорытынды", "2024 жылғы 25 мамырға дейін"),
    ]
    assert found["coordinators"] == ["nurlanova-as"]
    assert [(p["name"], p["position"]) for p in found["people"]] == [
        ("Нұрланова Айгүл Серікқызы", "әдіскер"),
        ("Ермеков Б.", "Білім бөлімінің басшысы"),
    ]
