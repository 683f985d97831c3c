"""A Word file such as a school hands in, for rehearsals and the demonstration."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape

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


_TITLE, _AUTHOR = "{title}", "{author}"
_MARK = re.compile(rb"\{(?:title|author|(?:held|came) \d+)\}")


def make_material(title: str, author: str) -> bytes:
    """A short text with a table; the same title and author give the same bytes."""
    chance = randomness(0, title, author)
    given = {_TITLE: title, _AUTHOR: author}
    for row in range(len(_FORMS)):
        given |= {_held(row): str(chance.randint(1, 9)), _came(row): str(chance.randint(5, 60))}
    return settle(_form(), lambda content: _fill(content, given))


def _held(row: int) -> str:
    return f"{{held {row}}}"


def _came(row: int) -> str:
    return f"{{came {row}}}"


def _fill(content: bytes, given: Mapping[str, str]) -> bytes:
    return _MARK.sub(lambda found: escape(given[found[0].decode()]).encode(), content)


@cache
def _form() -> bytes:
    """The file with marks for what differs: making each anew would take most of a rehearsal."""
    document = Document()
    document.core_properties.author = _AUTHOR
    document.add_heading(_TITLE, level=1)
    document.add_paragraph(_AUTHOR)
    for heading, text in _PARTS:
        document.add_heading(heading, level=2)
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("Форма", "Проведено", "Участников"), strict=True):
        cell.text = text
    for row, form in enumerate(_FORMS):
        cells = table.add_row().cells
        for cell, text in zip(cells, (form, _held(row), _came(row)), strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
