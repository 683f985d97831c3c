"""The roadmap of Karaganda against its report: nothing left out, every flag at its line, and both
tables out of the answers as printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from declared_text import (
    ROOT,
    inspect_example,
    line_of,
    raw_issues,
    squeeze,
    stand_in_the_way,
    words_of,
)
from golden_output import compare_golden

from cli.main import vekha
from vekha.catalogue import message_of, severity_of
from vekha.issues import Severity
from vekha.planning import Inspection, Plan, inspect

NAME = "karaganda"
PRINTED = (Path(__file__).parent / "karaganda.txt").read_text(encoding="utf-8")
FLAGS = (  # code, words of the line it points at, words of the message
    ("mixed-precision", "69,6 %", "знаков после запятой в строках 0, в итоге 1"),
    ("alias", "[Бухаржырауский, bukhar", "«Бұхаржырауский»"),
    ("slip", "4 | Жаңааркинский | 27 | 17 | 63 %", "согласуется «Жанааркинский»"),
    ("name-space", '"Шетский "', "«Шетский»"),
    ("unlabelled-total", 'total: ["", "", 303', "«Итого»"),
    ("unlabelled-total", "156]", "«Итого»"),
    ("ambiguous-base", "163 школы", "163/303 = 53,8 %; 163/211 = 77,3 %"),
    ("figures-clash", "18 регионов", "(9) и «из 18 регионов"),
    ("no-count", "более 2000", "2000"),
    ("undated", "4. В февраля месяце", "текущего года"),
    ("undated", "5. По плану", "в апреле месяце"),
    ("undated", "8. Для выявления", "в мае месяце"),
    ("case", "4. В февраля месяце", "«В феврале месяце»"),
    ("slip", "7.  По обощению", "обобщению"),
    ("slip", "8. Для выявления", "преподавания"),
    ("territory-change", "ulytau;", "07.06.2022"),
    ("territory-change", "zhanaarka;", "07.06.2022"),
)


@pytest.fixture(scope="module")
def found() -> Inspection:
    return inspect_example(NAME)


@pytest.fixture(scope="module")
def plan(found: Inspection) -> Plan:
    assert found.plan is not None, found.issues
    return found.plan


@pytest.mark.parametrize(("verb", "file"), [("plan", "actions.json"), ("check", "issues.json")])
def test_output_equals_the_golden_file(
    verb: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare_golden(NAME, verb, file, monkeypatch)


def test_nothing_of_the_document_is_left_out(plan: Plan) -> None:
    """Every line of the report stands in the file, word for word, with its slips."""
    words = words_of(plan.roadmap)
    assert [line for line in PRINTED.splitlines() if squeeze(line) not in words] == []


def test_activities_are_worded_as_in_the_document(plan: Plan) -> None:
    """Titles and terms are passages of the report; three terms only name its school year."""
    words, own = squeeze(PRINTED), "2020-2021 учебного года"
    activities = plan.roadmap.file.activities
    assert [a.term for a in activities if squeeze(a.term) not in words] == []
    assert sum(a.term == own for a in activities) == 3
    assert len(activities) == 15


@pytest.mark.parametrize(("code", "line", "message"), FLAGS)
def test_flag_stands_at_its_line(found: Inspection, code: str, line: str, message: str) -> None:
    issues = [issue for issue in raw_issues(found) if issue.code == code]
    there = [issue for issue in issues if line in line_of(NAME, issue)]
    assert there, [line_of(NAME, issue) for issue in issues]
    assert any(message in message_of(issue, language="ru") for issue in there)


def test_warnings_are_acknowledged_and_the_arithmetic_is_right(found: Inspection) -> None:
    """The document's sums and shares are all right: no error is among its flags."""
    assert stand_in_the_way(raw_issues(found)) == []
    assert [i.code for i in found.issues if severity_of(i) is not Severity.INFORMATION] == []
    codes = {issue.code for issue in raw_issues(found)}
    assert not codes & {"table-sum", "share-count", "part-above-whole", "not-in-text"}


def test_year_after_the_change_of_territory_has_seven_districts() -> None:
    """From 8 June 2022 two districts belong to another region; the report of 2020/2021 has nine."""
    folder = ROOT / "roadmaps" / NAME
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    text = files["roadmap.yaml"].decode().replace("period: 2020/2021", "period: 2022/2023")
    for old, new in (
        ("2021\n", "2023\n"),
        ("[coordinators, mk-ulytau, mk-shet]", "[coordinators]"),
    ):
        text = text.replace(old, new)
    later = inspect({**files, "roadmap.yaml": text.encode()})
    left = [issue.path for issue in later.issues if issue.code == "territory-left"]
    assert left == ["zhanaarka", "ulytau"]
    assert len(later.issues) > len(left)  # the old tables name districts that are no more


def rows_of(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    out = tmp_path_factory.mktemp(NAME)
    answers = ROOT / "roadmaps" / NAME / "golden" / "answers.json"
    arguments = [str(ROOT / "roadmaps" / NAME), "--out", str(out), "--answers", str(answers)]
    result = CliRunner().invoke(vekha, ["rehearse", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["states"] == {"done": told["actions"]}

    def report(name: str) -> Path:
        [path] = sorted((out / "reports").glob(f"{NAME}-{name}-*.docx"))
        return path

    return report


def test_both_tables_come_out_of_the_answers_as_printed(
    rehearsed: Callable[[str], Path], plan: Plan
) -> None:
    """303, 211, 69,6 % and 156, and every row; names are the roster's, in one spelling."""
    declared = plan.roadmap.file.declared.tables
    names = {o.key: o.name for o in plan.roadmap.districts()}
    tables = docx.Document(str(rehearsed("progress"))).tables
    for key, table in zip(("schools", "debates"), tables, strict=False):
        _, *rows, total = rows_of(table)
        printed = [[names[r.organisation or ""], *r.figures] for r in declared[key].rows]
        assert [row[1:] for row in rows] == printed
        assert [row[0] for row in rows] == [str(n) for n in range(1, 10)]
        last = declared[key].total
        assert last is not None
        assert total == ["", "Итого", *last.figures]
    assert rows_of(tables[0])[-1][2:] == ["303", "211", "69,6 %"]
    assert rows_of(tables[1])[-1][2:] == ["303", "211", "156"]


def test_sentences_of_the_report_are_filled(rehearsed: Callable[[str], Path]) -> None:
    text = "\n".join(p.text for p in docx.Document(str(rehearsed("progress"))).paragraphs)
    text = text.replace("\u00a0", " ")
    assert "в 9-ти сельских регионах области функционирует 211 малокомплектных школ" in text
    assert "В 156 малокомплектных школах (73,9 %)" in text
    assert "прикреплено школ – 163" in text
    assert "{" not in text
