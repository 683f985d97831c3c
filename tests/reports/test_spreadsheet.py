"""Workbooks, opened again with openpyxl."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reports.spreadsheet import render_spreadsheet
from vekha.outline import Cell, Column, Outline, Paragraph, Row, Table

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
