"""`vekha report` as it is called: documents opened again, figures as of a day."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"
Run = Callable[..., Result]


def words_of(path: Path) -> str:
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_report_counts_the_answers_of_its_day(run: Run, answered: object, tmp_path: Path) -> None:
    after = told(
        run(
            "report",
            GOROD_SELU,
            "february",
            "--as-of",
            "2024-02-05",
            "--out",
            tmp_path / "a",
            "--json",
        )
    )
    assert (after["answered"], after["asked"]) == (3, 54)
    assert after["as_of"] == "2024-02-05T23:59:59+06:00"
    before = told(
        run(
            "report",
            GOROD_SELU,
            "february",
            "--as-of",
            "2024-02-04",
            "--out",
            tmp_path / "b",
            "--json",
        )
    )
    assert (before["answered"], before["asked"]) == (0, 54)
    assert words_of(Path(after["files"][0]["path"])) != words_of(Path(before["files"][0]["path"]))


def test_report_in_four_formats(run: Run, answered: object, tmp_path: Path) -> None:
    result = run("report", GOROD_SELU, "february", "--format", "docx,pdf,xlsx,html", "--as-of", "2024-02-29",
                 "--out", tmp_path / "out", "--json")  # fmt: skip
    made = {one["format"]: Path(one["path"]) for one in told(result)["files"]}
    assert list(made) == ["docx", "pdf", "xlsx", "html"]
    assert "Айыртауский район" in words_of(made["docx"])
    assert made["pdf"].read_bytes().startswith(b"%PDF-")
    assert load_workbook(io.BytesIO(made["xlsx"].read_bytes())).sheetnames
    assert "Айыртауский район" in made["html"].read_text(encoding="utf-8")


def test_report_without_answers_is_made_and_says_so(
    run: Run, house: object, tmp_path: Path
) -> None:
    result = run("report", GOROD_SELU, "february", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "Ответов ещё нет (0 из 54)" in result.stderr
    (path,) = (tmp_path / "out").iterdir()
    assert "Айыртауский район" in words_of(path)


def test_plan_with_marks_and_passport_are_there_without_being_written(
    run: Run, house: object, tmp_path: Path
) -> None:
    for name, words in (("roadmap", "Проведение итогового мониторинга."), ("passport", "Гипотеза")):
        made = told(run("report", GOROD_SELU, name, "--out", tmp_path, "--json"))
        assert words in words_of(Path(made["files"][0]["path"]))
        assert made["answered"] is None


def test_volume_is_a_word_file_whatever_is_asked_for(
    run: Run, house: object, tmp_path: Path
) -> None:
    result = run("report", GOROD_SELU, "volume", "--format", "xlsx", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert [p.suffix for p in (tmp_path / "out").iterdir()] == [".docx"]
    assert "xlsx" in result.stderr


def test_unknown_name_lists_the_known_ones(run: Run, house: object) -> None:
    result = run("report", GOROD_SELU, "march")
    assert result.exit_code == 1
    for name in ("february", "april", "matching", "volume", "roadmap", "passport"):
        assert f"\n  {name}  " in result.stderr


def test_report_before_deployment_says_what_to_do(run: Run, state: Path, tmp_path: Path) -> None:
    result = run("report", GOROD_SELU, "february", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "vekha deploy" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("wrong", [["--format", "odt"], ["--format", ""], ["--as-of", "yesterday"]])
def test_wrong_options_are_wrong_usage(run: Run, house: object, wrong: list[str]) -> None:
    assert run("report", GOROD_SELU, "february", *wrong).exit_code == 2
