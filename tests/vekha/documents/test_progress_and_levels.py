"""The reports on progress and on indicators, from the answers of the two roadmaps that have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vekha.answers import Sheet, Submission, Wave
from vekha.documents.data import DocumentData
from vekha.documents.registry import outline_of
from vekha.outline import Chart, Paragraph, Table
from vekha.planning import Plan, make_plan
from vekha.states import SheetState

if TYPE_CHECKING:
    from vekha.outline import Language, Outline

ROADMAPS = Path(__file__).parents[3] / "roadmaps"
AS_OF = datetime(2021, 6, 1, 6, tzinfo=UTC)


def plan_of(name: str) -> Plan:
    folder = ROADMAPS / name
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    plan, issues = make_plan(files)
    assert plan is not None, issues
    return plan


def made(name: str, report: str, language: Language, *, without: str = "") -> Outline:
    """The report of a roadmap from its golden answers; `without` is one that does not answer."""
    plan = plan_of(name)
    path = ROADMAPS / name / "golden" / "answers.json"
    [(survey, given)] = json.loads(path.read_text(encoding="utf-8")).items()
    sheets = tuple(
        Sheet(r, SheetState.ASKED)
        if r.organisation.key == without
        else Sheet(r, SheetState.SUBMITTED, Submission(1, AS_OF, given[r.organisation.key]))
        for r in plan.roadmap.respondents(survey)
    )
    waves = {survey: Wave(survey, AS_OF, AS_OF, sheets, closed=True)}
    terms = plan.schedule.activities
    data = DocumentData(AS_OF, waves=waves, terms=terms, language=language)
    return outline_of(report, plan.roadmap, data)


def table(outline: Outline, key: str) -> list[list[str]]:
    [found] = [b for b in outline.blocks if isinstance(b, Table) and b.key == key]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


REPORTS = (("karaganda", "progress"), ("goryachy-klyuch", "results"))


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize(("name", "report"), REPORTS)
def test_report_is_whole_in_every_language(name: str, report: str, language: Language) -> None:
    """No placeholder is left, no table without rows."""
    outline = made(name, report, language)
    tables = [block for block in outline.blocks if isinstance(block, Table)]
    assert tables
    assert [t.key for t in tables if not t.rows] == []
    texts = [block.text for block in outline.blocks if isinstance(block, Paragraph)]
    texts += [cell.text for t in tables for row in t.rows for cell in row.cells]
    texts += [t.note for t in tables] + [t.caption for t in tables]
    assert [text for text in texts if "{" in text] == []


def test_silent_district_is_a_dash_and_the_total_says_who_answered() -> None:
    outline = made("karaganda", "progress", "ru", without="shet")
    *_, shet, total = table(outline, "table-schools")
    assert shet[1:] == ["Шетский", "—", "—", "—"]
    assert total[2:] == ["255", "173", "67,8 %"]
    [found] = [b for b in outline.blocks if isinstance(b, Table) and b.key == "table-schools"]
    assert found.note.startswith("ответили 9 из 10")
    assert "Шетский, «Всего школ»: — вместо «48»" in found.note
    assert "Итого, «Из них МКШ»: 173 вместо «211»" in found.note


def test_report_that_agrees_with_the_document_says_so() -> None:
    outline = made("karaganda", "progress", "ru")
    notes = [b.note for b in outline.blocks if isinstance(b, Table) and b.key.startswith("table-")]
    assert len(notes) == 2
    assert all("Все числа (30) совпадают с напечатанными" in note for note in notes)


def test_chart_of_coefficients_shows_what_the_table_says() -> None:
    outline = made("goryachy-klyuch", "results", "ru")
    rows = {row[1]: float(row[4]) for row in table(outline, "coefficient")}
    chart = [block for block in outline.blocks if isinstance(block, Chart)][-1]
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == rows
    assert chart.maximum == 10


def test_who_has_not_answered_is_in_no_base() -> None:
    """School 15 had help from a curator: 11 of the 14 that answered, not 12 of 15."""
    outline = made("goryachy-klyuch", "results", "ru", without="school-15")
    rows = {row[0]: row[1] for row in table(outline, "indicators-curators")}
    assert rows["Школы, получившие поддержку кураторов"] == "78,6 % (11 из 14 школ)"
