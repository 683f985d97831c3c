"""`plan` and `diff` count what `check` tells in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import vekha

ROADMAP = Path(__file__).parents[2] / "roadmaps" / "500plus"


@pytest.mark.parametrize(
    ("language", "begins"),
    [("ru", "Предупреждений: "), ("kk", "Ескерту: "), ("en", "Warnings: ")],
)
def test_warnings_are_one_line_that_names_the_command(language: str, begins: str) -> None:
    told = CliRunner().invoke(vekha, ["plan", str(ROADMAP), "--json", "--lang", language])
    checked = CliRunner().invoke(vekha, ["check", str(ROADMAP), "--json", "--lang", language])
    issues = json.loads(checked.stdout)["issues"]
    found = [one for one in issues if one["severity"] == "W" and not one["acknowledged"]]
    assert found
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"{begins}{len(found)}.")
    assert line.endswith(f"vekha check {ROADMAP}")
    assert json.loads(told.stdout)["actions"]


def test_errors_are_told_in_full(tmp_path: Path) -> None:
    (tmp_path / "roadmap.yaml").write_text("key: one\n", encoding="utf-8")
    told = CliRunner().invoke(vekha, ["plan", str(tmp_path)])
    assert told.exit_code == 1
    assert ": E " in told.stderr
    assert "vekha check" not in told.stderr
