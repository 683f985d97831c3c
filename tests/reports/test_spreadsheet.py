"""Workbooks, opened again with openpyxl."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reports.spreadsheet import render_spreadsheet
from vekha.outline import Cell, Column, Heading, Outline, Paragraph, Row, Table

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # openpyxl's own use of old names
    from openpyxl import load_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook


def opened(outline: Outline) -> Workbook:
    return load_workbook(io.BytesIO(render_spreadsheet(outline)))


def tables(*given: Table) -> Outline:
    return Outline("Название", "ru", date(2024, 2, 29), given)


def one(*texts: str, **said: Any) -> Table:
    return Table((Column("А"),), tuple(Row((Cell(text),)) for text in texts), **said)


def test_two_renderings_give_the_same_bytes(february: Outline) -> None:
    assert render_spreadsheet(february) == render_spreadsheet(replace(february))


def test_each_table_has_a_sheet_named_after_its_caption(february: Outline) -> None:
    names = opened(february).sheetnames
    assert names == ["Паспорт проекта", "Охват промежуточным", "Исполнение плана работы на 29"]


def test_numbers_are_numbers_and_shares_are_formatted(february: Outline) -> None:
    sheet = opened(february)["Охват промежуточным"]
    assert sheet["A1"].value == "Таблица 2. Охват промежуточным мониторингом по районам"
    assert [cell.value for cell in sheet[2]][1:3] == ["Район", "Всего МКШ"]
    assert (sheet["C4"].value, sheet["D4"].value) == (6, 5)
    assert (sheet["E4"].value, sheet["E4"].number_format) == (5 / 6, "0.0%")
    assert (sheet["C16"].value, sheet["E16"].value, sheet["C16"].font.bold) == (41, 33 / 41, True)
    assert sheet.freeze_panes == "A3"
    assert sheet["A17"].value.startswith("Примечание: Доля вычислена")


@pytest.mark.parametrize(
    ("text", "value", "plain", "expected"),
    [
        ("59,5\u00a0% (22\u00a0из\u00a037)", 22 / 37, "0.0%", '0.0%" (22 из 37)"'),
        ("5\u00a0+", 5, "0", '0" +"'),
        ("3 из 4", 3, "0", '0" из 4"'),
        ("+42,9\u00a0п.п.", 42.857, "0.0", '+0.0" п.п."'),
        ("\u22125,6 п.п.", -5.5556, "0.0", '0.0" п.п."'),
        ("8 495", 8495, "0", "0"),
        ("41-ден 37", 37, "0", "0"),
        ("3 «a»", 3, "0", '0" «a»"'),
        ('3 "', 3, "0", "0"),
    ],
)
def test_what_is_printed_beside_a_number_stands_in_its_format(
    text: str, value: float, plain: str, expected: str
) -> None:
    table = Table((Column("А"),), (Row((Cell(text, value, plain),)),))
    cell = opened(tables(table)).worksheets[0]["A2"]
    assert cell.value == pytest.approx(value)
    assert cell.number_format.replace("\u00a0", " ") == expected


def test_a_workbook_keeps_within_the_number_formats_that_excel_takes() -> None:
    rows = tuple(Row((Cell(f"{n} из 400", n, "0"),)) for n in range(1, 60))
    more = tuple(Row((Cell(f"{n} из {n + 400}", n, "0"),)) for n in range(1, 400))
    sheet = opened(tables(Table((Column("А"),), rows + more))).worksheets[0]
    formats = [cell.number_format for cell in sheet["A"]]
    assert len(set(formats)) <= 152
    assert formats[1] == '0" из 400"'
    assert [cell.value for cell in sheet["A"]][-1] == 399


def test_a_table_without_a_caption_is_named_after_its_heading() -> None:
    outline = tables(one("а", key="answers"), one("б", key="answers"))
    headed = replace(outline, blocks=(Heading("Какие трудности возникли"), *outline.blocks))
    assert opened(headed).sheetnames == ["Какие трудности возникли", "Какие трудности возникли (2)"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 700 000",
        "-5",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "http://a.example",
        "007",
        "{=1}",
    ],
)
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    cell = opened(tables(one(text))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_sheet_names_are_legal_and_differ() -> None:
    same = "Охват [всех]: школ/районов * «Город-селу» за год"
    names = opened(tables(*(one("а", caption=same) for _ in range(3)), one("б"))).sheetnames
    assert len({name.lower() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_forbidden_characters_are_dropped_and_long_text_is_cut() -> None:
    sheet = opened(tables(one("а\x00б\x1f", "в" * 40_000))).worksheets[0]
    assert sheet["A2"].value == "аб"
    assert len(sheet["A3"].value) == 32_767


def test_a_document_without_tables_gives_a_sheet_with_its_title() -> None:
    outline = Outline("Название", "kk", date(2024, 2, 29), (Paragraph("Мәтін"),))
    assert opened(outline).worksheets[0]["A1"].value == "Название"
