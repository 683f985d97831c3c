"""A Word file such as a school hands in, for rehearsals and the demonstration."""

from __future__ import annotations

import io

from docx import Document

from reports.archive import settle
from vekha.synthetic import randomness

_PARTS = (
    ("Цель", "Показать приёмы, которые помогают учителю малокомплектной школы на одном уроке "
             "работать с учениками разных классов."),
    ("Ход работы", "Встречи проходили раз в две недели. Учителя города и села вместе готовили "
                   "урок, проводили его и обсуждали по листу наблюдения."),
    ("Результаты", "Разработаны поурочные планы, задания трёх уровней и критерии оценивания. "
                   "Материалы проверены в закреплённых школах."),
    ("Рекомендации", "Начинать с одного предмета; записывать урок на видео; обсуждать не учителя, "
                     "а приём."),
)  # fmt: skip
_FORMS = ("Мастер-класс", "Открытый урок", "Консультация", "Онлайн-встреча", "Семинар")


def make_material(title: str, author: str) -> bytes:
    """A short text with a table; the same title and author give the same bytes."""
    chance = randomness(0, title, author)
    document = Document()
    document.core_properties.author = author
    document.add_heading(title, level=1)
    document.add_paragraph(author)
    for heading, text in _PARTS:
        document.add_heading(heading, level=2)
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("Форма", "Проведено", "Участников"), strict=True):
        cell.text = text
    for form in _FORMS:
        cells = table.add_row().cells
        cells[0].text = form
        cells[1].text = str(chance.randint(1, 9))
        cells[2].text = str(chance.randint(5, 60))
    stream = io.BytesIO()
    document.save(stream)
    return settle(stream.getvalue())
