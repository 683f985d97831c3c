"""The dated actions and the issues of a roadmap beside it; VEKHA_GOLDEN=1 rewrites them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import vekha

ROOT = Path(__file__).parents[1]


def compare_golden(name: str, verb: str, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`vekha <verb> roadmaps/<name> --json` prints the golden file."""
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(vekha, [verb, f"roadmaps/{name}", "--json"])
    assert result.exit_code == 0, result.output
    path = ROOT / "roadmaps" / name / "golden" / file
    if os.environ.get("VEKHA_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == path.read_text(encoding="utf-8")
