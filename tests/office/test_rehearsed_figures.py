"""Every table of the rehearsed year's reports, whole, against a recount of journal.jsonl.

In the Word files, in the workbooks, and the totals in the PDFs. The recount is in recounting.py and
the recounted_….py beside it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from functools import cache
from pathlib import Path

import pytest
import recounted_changes as changes
import recounted_lists as lists
import recounted_matching as matching
import recounting
from docx import Document
from recounting import LESSONS, QUALITY, TOOK_PART, Figure, Recount, Rows

from office.rehearsal import Rehearsed
from vekha.planning import Plan

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # openpyxl's own use of old names
    from openpyxl import load_workbook

pytestmark = pytest.mark.xdist_group("rehearsal")  # one worker: the year is played once

REPORTS = {"february": "interim", "april": "final"}


def expected(facts: Recount) -> dict[str, Rows]:
    """Caption, or heading where there is none → the table's rows, in the document's order."""
    if facts.report == "matching":
        return {
            "Запросы и предложения по направлениям помощи": matching.areas(facts),
            **{
                f"{title}: запросы районов и предложения школ города": matching.matrix(facts, key)
                for key, title in matching.QUESTIONS.items()
            },
            "Запросы, которые своя школа города не покрывает": matching.uncovered(facts),
        }
    survey = REPORTS[facts.report]
    made = {
        "Участие организаций образования по районам": recounting.participation(facts, survey),
        "Основные показатели по районам": recounting.took_part(facts, survey),
        "Основные показатели по районам (продолжение)": recounting.done_by_mentors(facts, survey),
        QUALITY: recounting.quality(facts, survey),
        "Оценка форм работы, число организаций": recounting.scales(facts, survey),
        "Другие показатели в целом": recounting.other_numbers(facts, survey),
    }
    if facts.report == "april":
        made |= {
            "Доля ответивших в двух мониторингах": changes.response(facts),
            "Изменение показателей в целом": changes.overall(facts),
        }
        compared = (
            (TOOK_PART, "took-part", changes.counts),
            (LESSONS, "lessons", changes.counts),
            (recounting.CONSULTATIONS, "consultations", changes.counts),
            (QUALITY, "quality", changes.means),
        )
        for title, question, cells in compared:
            rows = changes.by_district(facts, question, cells)
            made[f"{title}: изменение по районам"] = rows
    return made | {
        "Организации, не представившие ответ": lists.silent(facts, survey),
        "План работы с отметками об исполнении": lists.plan_of_work(facts),
        "Какие трудности возникли": lists.quotations(facts, survey, "difficulties"),
        "Что предлагаете изменить": lists.quotations(facts, survey, "proposals"),
    }


def recount(year: tuple[Path, Rehearsed], plan: Plan, report: str) -> Recount:
    lines = (year[0] / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return Recount(plan, [json.loads(line) for line in lines], report)


def file_of(year: tuple[Path, Rehearsed], report: str, ending: str) -> Path:
    (file,) = (year[0] / "reports").glob(f"gorod-selu-{report}-*.{ending}")
    return file


def plain(text: object) -> str:
    return str(text).replace("\xa0", " ")


def as_printed(rows: Rows, width: int) -> list[list[str]]:
    """The rows as Word has them: a district's row is one cell across the whole width."""
    printed = [[plain(c.text if isinstance(c, Figure) else c) for c in row] for row in rows]
    return [row * width if len(row) == 1 else row for row in printed]


def test_every_table_in_word_equals_the_recount(
    year: tuple[Path, Rehearsed], plan: Plan, report: str
) -> None:
    tables = [
        [[plain(cell.text) for cell in row.cells] for row in table.rows]
        for table in Document(str(file_of(year, report, "docx"))).tables
    ]
    figures = [table for table in tables if not _is_form(table)]
    wanted = expected(recount(year, plan, report))
    assert len(figures) == len(wanted)
    for (title, rows), table in zip(wanted.items(), figures, strict=True):
        assert table == as_printed(rows, len(table[0])), title


def _is_form(table: list[list[str]]) -> bool:
    """Whether it is the passport or a line for a signature, which hold no figures."""
    return table[0][0] == "Наименование проекта" or (len(table) == 1 and len(table[0]) == 3)


def test_every_sheet_of_the_workbook_equals_the_recount(
    year: tuple[Path, Rehearsed], plan: Plan, report: str
) -> None:
    sheets = load_workbook(file_of(year, report, "xlsx")).worksheets
    figures = [sheet for sheet in sheets if sheet["A1"].value != "Наименование проекта"]
    wanted = expected(recount(year, plan, report))
    assert len(figures) == len(wanted)
    for (title, rows), sheet in zip(wanted.items(), figures, strict=True):
        lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        if plain(lines[0][0]).endswith(title):
            del lines[0]
        if plain(lines[-1][0]).startswith("Примечание: "):
            del lines[-1]
        assert len(lines) == len(rows), title
        for line, row in zip(lines, rows, strict=True):
            values = line[: len(row)]
            held = [_in_workbook(cell, value) for cell, value in zip(row, values, strict=True)]
            assert values == held, title


def _in_workbook(cell: object, value: object) -> object:
    """What the sheet must hold: numbers as numbers, to the last digit that matters."""
    if isinstance(cell, Figure):
        return pytest.approx(cell.value, rel=1e-9, abs=1e-9)
    if cell == "":
        return None
    return value if plain(value) == plain(cell) else cell


def test_the_words_beside_a_number_are_in_the_workbook_too(
    year: tuple[Path, Rehearsed], plan: Plan
) -> None:
    facts = recount(year, plan, "matching")
    sheet = load_workbook(file_of(year, "matching", "xlsx")).worksheets[2]
    rows = matching.matrix(facts, "areas")
    for row, line in zip(rows[1:14], sheet.iter_rows(min_row=3, max_row=15), strict=True):
        for cell, written in zip(row[3:], line[3:], strict=True):
            assert isinstance(cell, Figure)
            words = plain(written.number_format).removeprefix("0").strip('"')
            assert f"{written.value}{words}" == cell.text


def test_sentences_of_the_reports_equal_the_recount(
    year: tuple[Path, Rehearsed], plan: Plan, report: str
) -> None:
    document = Document(str(file_of(year, report, "docx")))
    text = "\n".join(plain(paragraph.text) for paragraph in document.paragraphs)
    for sentence in sentences(recount(year, plan, report)):
        assert sentence in text


def sentences(facts: Recount) -> list[str]:
    """What the reports say in words of their totals."""
    if facts.report == "matching":
        found = matching.sides(facts)
        needs, base = (
            sum(len(side.answered) for side in found),
            sum(len(side.needs) for side in found),
        )
        offers = sum(side.offers is not None for side in found)
        return [
            f"О потребностях сообщили {needs} из {base} ({percent(needs, base)}), о возможностях – "
            f"{offers} из {len(found)} ({percent(offers, len(found))})."
        ]
    survey = REPORTS[facts.report]
    asked, answered = facts.asked(survey), facts.answers(survey)
    excused, timely = facts.excused(survey), facts.on_time(survey)
    owing = len(asked) - len(excused)
    said = [
        f"из {owing} ({percent(len(answered), owing)}), в том числе в установленный срок – "
        f"от {len(timely)}. Не представили ответ: {owing - len(answered)}. Освобождены от ответа: "
        f"{len(excused)}.",
        lists.marks_sentence(facts),
    ]
    for question in ("difficulties", "proposals"):
        given = sum(bool(answers.get(question)) for answers in answered.values())
        said.append(f"на вопрос ответили {given} из {len(answered)}, кому он был задан")
    return said


def percent(part: int, whole: int) -> str:
    made = recounting.share(part, whole)
    assert isinstance(made, Figure)
    return made.text


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)
def test_totals_and_sentences_of_the_pdf_equal_the_recount(
    year: tuple[Path, Rehearsed], plan: Plan, report: str
) -> None:
    facts = recount(year, plan, report)
    text = read_pdf(file_of(year, report, "pdf"))
    for sentence in sentences(facts):
        assert sentence in text
    for title, rows in expected(facts).items():
        if len(rows[-1]) > 1 and rows[-1][1] == "Итого":
            total = " ".join(filter(None, as_printed(rows[-1:], 1)[0]))
            assert total in text, title


@cache
def read_pdf(file: Path) -> str:
    """The PDF's text as one line; the minus sign and spaces as they are printed."""
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", said.stdout.decode())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "report" in metafunc.fixturenames:
        metafunc.parametrize("report", [*REPORTS, "matching"])


def test_volume_has_a_chapter_for_every_mentor(year: tuple[Path, Rehearsed], plan: Plan) -> None:
    """Thirteen headings in the order of закрепление; who sent nothing says so in one sentence."""
    facts = recount(year, plan, "volume")
    handed = facts.answers("materials")
    paragraphs = Document(str(file_of(year, "volume", "docx"))).paragraphs
    styled = [(plain(p.text), p.style.name if p.style else "") for p in paragraphs]
    known = plan.roadmap.organisations
    chapters = [
        (f"{number}. {known[pair.district].name}. {known[pair.mentor].name}", pair.mentor)
        for number, pair in enumerate(plan.roadmap.file.pairings["mentors"].pairs, 1)
    ]
    headings = [text for text, style in styled if style == "Heading 1"]
    assert headings == ["Состав сборника", *(plain(heading) for heading, _ in chapters)]
    for heading, mentor in chapters:
        after = styled[styled.index((plain(heading), "Heading 1")) + 1]
        if mentor in handed:
            assert after == (plain(handed[mentor]["heading"]), "Heading 2")
        else:
            assert after[0] == "Материалы не поступили."
    assert 0 < len(handed) < 13
