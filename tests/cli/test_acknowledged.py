"""`vekha check` goes on printing what a file acknowledges, with the reason; only the rest counts."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cli.main import vekha

KLYUCH = str(Path(__file__).parents[2] / "roadmaps" / "goryachy-klyuch")


def test_acknowledged_findings_are_printed_with_their_reason() -> None:
    result = CliRunner().invoke(vekha, ["check", KLYUCH])
    assert result.exit_code == 0
    assert "E share-count" in result.stderr
    assert "Принято: Доля округлена до умножения" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("Ошибок: 0")


def test_json_lists_all_findings_and_says_which_are_settled() -> None:
    result = CliRunner().invoke(vekha, ["check", KLYUCH, "--json"])
    issues = json.loads(result.stdout)["issues"]
    errors = [issue for issue in issues if issue["severity"] == "E"]
    assert len(errors) >= 20
    assert all(issue["acknowledged"] for issue in errors)
    assert any(issue["acknowledged"] is None for issue in issues)
