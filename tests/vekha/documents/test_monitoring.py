from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from vekha.documents.data import WaveMissingError
from vekha.documents.monitoring import monitoring_report
from vekha.documents.registry import outline_of
from vekha.outline import Chart, Heading, Paragraph, Signature, Table
from vekha.states import SheetState
from vekha.tally.response import tally_response

if TYPE_CHECKING:
    from vekha.documents.data import DocumentData
    from vekha.outline import Outline
    from vekha.roadmap.programme import Roadmap


def table(outline: Outline, key: str) -> Table:
    found = {block.key: block for block in outline.blocks if isinstance(block, Table)}
    return found[key]


def test_february_has_13_districts_and_a_total(roadmap: Roadmap, data: DocumentData) -> None:
    response = table(outline_of("february", roadmap, data), "response")
    assert len(response.rows) == 14
    assert [row.kind for row in response.rows] == ["body"] * 13 + ["total"]
    assert response.rows[-1].cells[1].text == "Итого"
    assert sum(int(row.cells[2].value or 0) for row in response.rows[:-1]) == 54
    for column in range(2, 7):
        rows = [row.cells[column].value for row in response.rows]
        assert sum(value or 0 for value in rows[:-1]) == rows[-1]


def test_february_compares_with_nothing_and_april_with_february(
    roadmap: Roadmap, data: DocumentData
) -> None:
    february = outline_of("february", roadmap, data)
    april = outline_of("april", roadmap, data)
    assert not any(isinstance(b, Table) and b.key.startswith("change") for b in february.blocks)
    change = table(april, "change")
    assert "февраль" in change.columns[2].title
    assert "апрель" in change.columns[3].title
    assert len(table(april, "change-took-part").rows) == 14


def test_silent_schools_are_listed_with_whom_to_call(roadmap: Roadmap, data: DocumentData) -> None:
    wave = data.waves["interim"]
    silent = table(outline_of("february", roadmap, data), "silent")
    assert len(silent.rows) == len(wave.silent) == tally_response(roadmap, wave).total.silent
    assert all(row.cells[4].text.startswith("+7") for row in silent.rows)
    excused = table(outline_of("february", roadmap, data), "excused")
    assert [row.cells[3].text for row in excused.rows] == ["Школа на ремонте"]


def test_every_share_in_a_cell_carries_its_base(roadmap: Roadmap, data: DocumentData) -> None:
    """Either in the cell itself, or in a column of counts in the same row."""
    bases = {"Дали ответ", "Должны ответить", "Сопоставимо", "База"}
    for block in outline_of("april", roadmap, data).blocks:
        if not isinstance(block, Table):
            continue
        titles = {column.title for column in block.columns}
        for row in block.rows:
            bare = [c.text for c in row.cells if c.text.endswith("%")]
            assert not bare or titles & bases, (block.key, bare)


def test_chart_shows_the_rates_of_the_table(roadmap: Roadmap, data: DocumentData) -> None:
    outline = outline_of("february", roadmap, data)
    (chart,) = (block for block in outline.blocks if isinstance(block, Chart))
    shares = [row.cells[-1].value for row in table(outline, "response").rows]
    assert [round((share or 0) * 100, 1) for share in shares] == list(chart.series[0].values)


def test_open_survey_is_said_to_be_interim(roadmap: Roadmap, data: DocumentData) -> None:
    wave = replace(data.waves["interim"], closed=False)
    outline = outline_of("february", roadmap, replace(data, waves={"interim": wave}))
    texts = [block.text for block in outline.blocks if isinstance(block, Paragraph)]
    assert any("Приём ответов не завершён" in text for text in texts)


def test_nobody_answered_gives_dashes_and_no_error(roadmap: Roadmap, data: DocumentData) -> None:
    wave = data.waves["interim"]
    empty = replace(
        wave,
        sheets=tuple(replace(s, state=SheetState.ASKED, submission=None) for s in wave.sheets),
    )
    outline = outline_of("february", roadmap, replace(data, waves={"interim": empty}))
    assert table(outline, "by-took-part").rows[-1].cells[3].text == "—"
    assert table(outline, "response").rows[-1].cells[-1].text == "0,0\u00a0%"
    assert table(outline, "scale").rows[0].cells[-1].text == "—"


def test_everybody_excused_leaves_no_base(roadmap: Roadmap, data: DocumentData) -> None:
    wave = data.waves["interim"]
    excused = replace(wave, sheets=tuple(replace(s, state=SheetState.EXCUSED) for s in wave.sheets))
    outline = outline_of("february", roadmap, replace(data, waves={"interim": excused}))
    assert table(outline, "response").rows[-1].cells[-1].text == "—"


def test_missing_wave_is_named(roadmap: Roadmap, data: DocumentData) -> None:
    with pytest.raises(WaveMissingError, match="interim"):
        outline_of("february", roadmap, replace(data, waves={}))


def test_date_is_the_day_in_the_programmes_zone(roadmap: Roadmap, data: DocumentData) -> None:
    late = replace(data, as_of=datetime(2024, 2, 29, 19, 30, tzinfo=UTC))
    outline = outline_of("february", roadmap, late)
    assert outline.as_of.isoformat() == "2024-03-01"
    texts = [block.text for block in outline.blocks if isinstance(block, Paragraph)]
    assert "Данные на 1 марта 2024 года, 00:30 (по времени Астаны, UTC+5)" in texts


def test_acting_head_signs_as_acting_once(roadmap: Roadmap, data: DocumentData) -> None:
    outline = outline_of("february", roadmap, data)
    signed = [block for block in outline.blocks if isinstance(block, Signature)]
    assert [line.name for line in signed] == ["Ельцова Л.Ф.", "Черепанова Е.А."]
    assert signed[1].position.lower().count("и.о.") == 1


def test_english_has_a_point_and_its_own_words(roadmap: Roadmap, data: DocumentData) -> None:
    outline = outline_of("april", roadmap, replace(data, language="en"))
    assert table(outline, "response").rows[-1].cells[1].text == "Total"
    assert "." in table(outline, "response").rows[-1].cells[-1].text
    assert any(isinstance(b, Heading) and b.text == "Response" for b in outline.blocks)


def test_any_survey_can_be_reported_on(roadmap: Roadmap, data: DocumentData) -> None:
    """Choices and numbers of the needs survey, which has no scale and no key number."""
    outline = monitoring_report(
        roadmap,
        wave=data.waves["needs"],
        previous=None,
        marks={},
        terms={},
        as_of=data.as_of,
    )
    choices = table(outline, "choices")
    assert {row.kind for row in choices.rows} == {"section", "body"}
    by_district = table(outline, "areas")
    assert len(by_district.rows) == 14
