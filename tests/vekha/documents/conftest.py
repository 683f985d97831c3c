"""The roadmap «Город-селу» with answers drawn from a seed, and outlines as plain text."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vekha.answers import Sheet, Submission, Wave
from vekha.documents.data import DocumentData
from vekha.marks import MarkFact
from vekha.outline import (
    Chart,
    Contents,
    Heading,
    Listing,
    Outline,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
)
from vekha.questionnaire import questions_for
from vekha.reading.reader import read_roadmap
from vekha.states import Mark, SheetState
from vekha.terms import read_term

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.roadmap.programme import Respondent, Roadmap
    from vekha.roadmap.survey import Question

FOLDER = Path(__file__).parents[3] / "roadmaps" / "gorod-selu"
DIFFICULTIES = (
    "Слабый интернет, видеосвязь прерывается.",
    "Удалённость: до школы 90 км, зимой дорога закрыта.",
    "Совмещённые классы: трудно перенести приёмы городских уроков.",
    "Мұғалімдердің жүктемесі көп, уақыт жетпейді.",
)
PROPOSALS = (
    "Проводить мастер-классы в каникулы.",
    "Записывать уроки и выкладывать их для просмотра.",
    "Көшпелі әдістемелік күндерді көбейту.",
)


@pytest.fixture(scope="session")
def roadmap() -> Roadmap:
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    found, _ = read_roadmap(files)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def data(roadmap: Roadmap) -> DocumentData:
    waves = {
        "needs": wave_of(roadmap, "needs", day=10, month=11, year=2023),
        "possibilities": wave_of(roadmap, "possibilities", day=10, month=11, year=2023),
        "interim": wave_of(roadmap, "interim", day=29, month=2, year=2024),
        "final": wave_of(roadmap, "final", day=19, month=4, year=2024),
        "materials": wave_of(roadmap, "materials", day=24, month=5, year=2024),
    }
    set_at = datetime(2023, 10, 12, 5, tzinfo=UTC)
    return DocumentData(
        as_of=datetime(2024, 4, 22, 4, tzinfo=UTC),
        waves=waves,
        marks={
            "legal-basis": MarkFact(Mark.DONE, "Приказ издан 6.10.2023", set_at, "eltsova-lf"),
            "working-group": MarkFact(Mark.DONE, "", set_at, "eltsova-lf"),
            "plans": MarkFact(Mark.PARTLY, "Утверждены планы 12 школ из 13", set_at, "eltsova-lf"),
        },
        terms={
            activity.key: read_term(activity.term, period=roadmap.period)
            for activity in roadmap.file.activities
        },
    )


@pytest.fixture(scope="session")
def as_text() -> Callable[[Outline], str]:
    return print_outline


def wave_of(roadmap: Roadmap, survey: str, *, day: int, month: int, year: int) -> Wave:
    """A closed wave: about one school in eight silent, one excused, one late, one returned."""
    sheets = []
    for number, respondent in enumerate(roadmap.respondents(survey)):
        chance = random.Random(f"{survey}/{respondent.organisation.key}")
        given = Submission(
            chance.choice((1, 1, 2)),
            datetime(year, month, 1 + chance.randrange(day - 1), 6, tzinfo=UTC),
            answers_of(roadmap, survey, respondent),
        )
        sheet = Sheet(respondent, SheetState.SUBMITTED, given)
        if number == 5:
            sheet = Sheet(respondent, SheetState.EXCUSED, excused_why="Школа на ремонте")
        elif number == 7:
            sheet = replace(sheet, submission=replace(given, late=True))
        elif number == 8:
            sheet = replace(sheet, state=SheetState.RETURNED, remark="Проверьте число педагогов")
        elif chance.random() < 0.13:
            sheet = Sheet(respondent, SheetState.ASKED)
        sheets.append(sheet)
    opens = datetime(year, month, 1, 3, tzinfo=UTC)
    return Wave(survey, opens, datetime(year, month, day, 12, tzinfo=UTC), tuple(sheets), True)


def answers_of(roadmap: Roadmap, survey: str, respondent: Respondent) -> dict[str, Any]:
    questionnaire = roadmap.file.questionnaires[roadmap.file.surveys[survey].questionnaire]
    # Seeded by the school and the question alone, so that two waves resemble each other.
    answers: dict[str, Any] = {}
    for question in questions_for(questionnaire, roadmap, respondent.organisation):
        chance = random.Random(f"{respondent.organisation.key}/{question.key}")
        growth = random.Random(f"{survey}/{respondent.organisation.key}/{question.key}").random()
        if question.required or growth > 0.35:
            answers[question.key] = _answer(question, chance, growth, answers)
    return answers


def _answer(question: Question, chance: random.Random, growth: float, above: dict[str, Any]) -> Any:
    match question.kind:
        case "number":
            most = above.get(question.not_above or "", 40)
            return int(most * (0.3 + 0.4 * chance.random() + 0.3 * growth))
        case "share":
            return round(40 + 30 * chance.random() + 6 * growth, 1)
        case "choice":
            return chance.choice(question.choices).key
        case "several":
            wanted = 1 + chance.randrange(max(1, len(question.choices) // 2))
            return [choice.key for choice in chance.sample(question.choices, wanted)]
        case "scale":
            marks = ("plus", "plus", "plus", "minus", "absent", "unplanned", "not-held")
            return chance.choice(marks) if growth < 0.9 else "plus"
        case "file":
            return [{"id": "f1", "name": "Материал.docx", "size": 20_000, "sha256": "0" * 64}]
        case "text" if question.key == "heading":
            return "Приёмы работы в совмещённом классе"
        case "text" if question.key == "authors":
            return "Иванова А.А., учитель начальных классов"
        case _:
            return chance.choice(PROPOSALS if question.key == "proposals" else DIFFICULTIES)


def print_outline(outline: Outline) -> str:
    """Every text of an outline, one block after the other."""
    lines = [f"{outline.language}  {outline.as_of}  landscape={outline.landscape}", ""]
    if outline.title_page is not None:
        page = outline.title_page
        lines += [*page.above, f"TITLE {page.title}", *page.below, page.foot, ""]
    lines += [*outline.heading_lines, f"TITLE {outline.title}", ""]
    for block in outline.blocks:
        match block:
            case Heading():
                lines.append(f"{'#' * block.level}{'.' * block.numbered} {block.text}")
            case Paragraph():
                lines.append(f"[{block.role}] {block.text}")
            case Listing():
                lines += [f"- {item}" for item in block.items]
            case Table():
                lines += _print_table(block)
            case Chart():
                lines.append(f"CHART {block.caption}, {block.unit}, to {block.maximum}")
                for series in block.series:
                    bars = zip(block.categories, series.values, strict=True)
                    lines += [f"  {name}: {value}" for name, value in bars]
            case Signature():
                lines.append(f"SIGN {block.position} ____ {block.name}")
            case Contents():
                lines.append(f"CONTENTS {block.title} to level {block.depth}")
            case PageBreak():
                lines.append(f"PAGE landscape={block.landscape}")
        lines.append("")
    return "\n".join(line.rstrip() for line in lines)


def _print_table(table: Table) -> list[str]:
    lines = [f"TABLE {table.key}: {table.caption}"]
    if table.header:
        lines.append("  " + " | ".join(column.title for column in table.columns))
    lines += [_print_row(row) for row in table.rows]
    return [*lines, *([f"  NOTE {table.note}"] if table.note else [])]


def _print_row(row: Row) -> str:
    mark = {"body": "  ", "section": "§ ", "total": "= "}[row.kind]
    return mark + " | ".join(cell.text.replace("\n", " / ") for cell in row.cells)
