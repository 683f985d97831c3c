"""`vekha new` as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import vekha
from vekha.catalogue import has_errors, severity_of
from vekha.issues import Severity
from vekha.planning import make_plan

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(vekha, list(arguments))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_skeleton_has_neither_errors_nor_warnings(tmp_path: Path, language: str) -> None:
    result = run("new", str(tmp_path / "My Programme"), "--lang", language, "--period", "2026/2027")
    assert result.exit_code == 0, result.output
    files = files_of(tmp_path / "My Programme")
    assert set(files) == {
        "roadmap.yaml", "organisations.csv", "people.csv", "roadmap.schema.json",
        ".vscode/extensions.json", ".vscode/settings.json",
    }  # fmt: skip
    plan, issues = make_plan(files)
    assert plan is not None
    assert plan.edition == "my-programme/2026-2027"
    assert {severity_of(issue) for issue in issues} <= {Severity.INFORMATION}
    assert plan.roadmap.file.language == language
    assert {str(a.kind) for a in plan.actions} >= {
        "invite",
        "remind",
        "escalate",
        "close",
        "report",
    }


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_skeleton_tells_editors_where_its_schema_is(tmp_path: Path, language: str) -> None:
    run("new", str(tmp_path / "new"), "--lang", language)
    first = (tmp_path / "new" / "roadmap.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=roadmap.schema.json"
    schema = json.loads((tmp_path / "new" / "roadmap.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["surveys"]["description"]
    options = json.loads((tmp_path / "new" / ".vscode" / "settings.json").read_text())
    assert options["yaml.schemas"] == {"./roadmap.schema.json": "roadmap.yaml"}
    offered = json.loads((tmp_path / "new" / ".vscode" / "extensions.json").read_text())
    assert offered["recommendations"] == ["redhat.vscode-yaml"]


def test_roadmap_taken_over_differs_in_the_period_only(tmp_path: Path) -> None:
    folder = tmp_path / "next"
    result = run("new", str(folder), "--from", str(GOROD_SELU), "--period", "2026/2027")
    assert result.exit_code == 0, result.output
    for name in ("organisations.csv", "people.csv", "README.md"):
        assert (folder / name).read_bytes() == (GOROD_SELU / name).read_bytes()
    old, new = ((f / "roadmap.yaml").read_text(encoding="utf-8") for f in (GOROD_SELU, folder))
    assert new == old.replace("\nperiod: 2023/2024", "\nperiod: 2026/2027")
    assert not (folder / "golden").exists()
    assert "Подтвердите людей" in result.output


def test_roadmap_taken_over_tells_in_json_what_to_look_at(tmp_path: Path) -> None:
    folder = tmp_path / "next"
    result = run("new", str(folder), "--from", str(GOROD_SELU), "--period", "2026/2027", "--json")
    told = json.loads(result.stdout)
    assert told["period"] == "2026/2027"
    assert {one["code"] for one in told["look_at"]} >= {"moved", "order-older", "people"}
    assert not any(issue["severity"] == "E" for issue in told["issues"])


def test_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("new", str(tmp_path))
    assert result.exit_code == 1
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    assert "не пуста" in result.output


def test_unreadable_source_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "roadmap.yaml").write_text("key: [", encoding="utf-8")
    result = run(
        "new", str(tmp_path / "new"), "--from", str(tmp_path / "old"), "--period", "2026/2027"
    )
    assert result.exit_code == 1
    assert not (tmp_path / "new").exists()


def test_period_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    result = run("new", str(tmp_path / "new"), "--period", "someday")
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()


def test_copy_with_errors_is_written_and_ends_with_1(tmp_path: Path) -> None:
    """29 February 2024 has no counterpart in 2026: the copy is there, and the issue names the line."""
    old = tmp_path / "old"
    run("new", str(old), "--period", "2023/2024")
    path = old / "roadmap.yaml"
    text = path.read_text(encoding="utf-8")
    term = "    audience: [directors]\n"
    path.write_text(
        text.replace(term, f"{term}    opens: 2023-11-01\n    closes: 2024-02-29\n", 1),
        encoding="utf-8",
    )
    assert not has_errors(make_plan(files_of(old))[1])
    result = run("new", str(tmp_path / "new"), "--from", str(old), "--period", "2025/2026")
    assert result.exit_code == 1
    assert "2026-02-29" in result.output
    assert (tmp_path / "new" / "roadmap.yaml").exists()
