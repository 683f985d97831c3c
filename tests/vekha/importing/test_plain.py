"""The ways in which texts show tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.importing.blocks import Paragraph, Table
from vekha.importing.plain import read_text


def _rows(text: str) -> list[list[str]]:
    (table,) = (b for b in read_text(text) if isinstance(b, Table))
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_tabs_between_cells_make_rows() -> None:
    rows = _rows("№\tМероприятие\tСрок\n1\tСеминар\tмай\n2\tОтчёт\tиюнь\n\nПодпись")
    assert rows == [["№", "Мероприятие", "Срок"], ["1", "Семинар", "май"], ["2", "Отчёт", "июнь"]]


def test_page_break_inside_a_row_is_marked() -> None:
    text = "№\tМероприятие\tСрок\n1\tПроведение\tмай\n\n\tсеминара\t\n2\tОтчёт\tиюнь"
    (table,) = (b for b in read_text(text) if isinstance(b, Table))
    assert [row.after_break for row in table.rows] == [False, False, True, False]


def test_line_break_inside_a_cell_keeps_one_row() -> None:
    rows = _rows("№\tМероприятие\tСрок\n1\tПроведение\nсеминара\tмай\n2\tОтчёт\tиюнь")
    assert rows[1] == ["1", "Проведение\nсеминара", "май"]


def test_cells_on_lines_of_their_own_make_rows_as_wide_as_most() -> None:
    text = "\t\n\tМероприятия\n\tСроки\n\n\t1.\n\tСтарт\n\n\t17\nсентября\n\n\t2.\n\tИтог\n\tмай\n\nДалее"
    rows = _rows(text)
    assert rows == [
        ["", "Мероприятия", "Сроки"],
        ["1.", "Старт", "17\nсентября"],
        ["2.", "Итог", "май"],
    ]


def test_indented_paragraphs_are_no_table() -> None:
    blocks = read_text("\tВ соответствии с планом проведён семинар.\n\tПриняли участие учителя.\n")
    assert all(isinstance(b, Paragraph) for b in blocks)
    assert len(blocks) == 2


def test_numbered_items_with_tabs_are_paragraphs() -> None:
    blocks = read_text("1)\tобучение специалистов;\n2)\tорганизация взаимодействия.")
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [
        "1) обучение специалистов;",
        "2) организация взаимодействия.",
    ]


def test_columns_aligned_by_spaces_make_rows() -> None:
    text = (
        "  №        Мероприятия            Сроки       Ответственные\n"
        "                                исполнения\n"
        "  1   Создание рабочей группы   сентябрь      Иванова А.А.,\n"
        "      по проекту                2023 г.       директор\n"
        "  2   Мониторинг                май           Петров Б.Б.\n"
    )
    assert _rows(text) == [
        ["№", "Мероприятия", "Сроки\nисполнения", "Ответственные"],
        [
            "1",
            "Создание рабочей группы\nпо проекту",
            "сентябрь\n2023 г.",
            "Иванова А.А.,\nдиректор",
        ],
        ["2", "Мониторинг", "май", "Петров Б.Б."],
    ]


def test_bars_make_rows_and_rules_none() -> None:
    rows = _rows("| № | Мероприятие | Срок |\n|---|---|---|\n| 1 | Семинар | май |\n")
    assert rows == [["№", "Мероприятие", "Срок"], ["1", "Семинар", "май"]]


def test_lines_between_drawn_rules_are_one_row() -> None:
    text = (
        "+---+-------------+------+\n| № | Мероприятие | Срок |\n+---+-------------+------+\n"
        "| 1 | Проведение  | май  |\n|   | семинара    |      |\n+---+-------------+------+\n"
    )
    assert _rows(text)[1] == ["1", "Проведение\nсеминара", "май"]


def test_cells_below_each_other_make_rows_by_their_numbers() -> None:
    text = "№\nМероприятие\nСрок\nОтветственный\n1\nПервое\nмай\nИванов\n2\nВторое\nдлинное\nиюнь\nПетров\n"
    assert _rows(text)[2] == ["2", "Второе\nдлинное", "июнь", "Петров"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_broken_lines_are_joined_whatever_ends_them(end: str) -> None:
    (block,) = read_text(f"Центр методической{end}работы и информа-{end}ционных технологий")
    assert isinstance(block, Paragraph)
    assert block.text == "Центр методической работы и информационных технологий"


@given(st.text(alphabet=st.sampled_from("абвАБ1 .\t\n\r-|«»()№;:"), max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_letter_is_lost(text: str) -> None:
    """Whatever a text looks like, its letters and digits are all in the blocks, in some order."""
    found = "".join(
        b.text if isinstance(b, Paragraph) else "".join(c.text for r in b.rows for c in r.cells)
        for b in read_text(text)
    )
    assert sorted(c for c in found if c.isalnum()) == sorted(c for c in text if c.isalnum())
