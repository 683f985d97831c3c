"""The dated actions and the issues of an example roadmap beside it; VEKHA_GOLDEN=1 rewrites them.

After a wanted change: `VEKHA_GOLDEN=1 pytest tests/cli/test_golden.py`, and read the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

ROOT = Path(__file__).parents[2]
ROADMAPS = ("gorod-selu",)


def compare(path: Path, text: str) -> None:
    if os.environ.get("VEKHA_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ROADMAPS)
@pytest.mark.parametrize(("verb", "file"), [("plan", "actions.json"), ("check", "issues.json")])
def test_output_equals_the_golden_file(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str, verb: str, file: str
) -> None:
    monkeypatch.chdir(ROOT)
    result = run(verb, f"roadmaps/{name}", "--json")
    assert result.exit_code == 0, result.output
    json.loads(result.stdout)
    compare(ROOT / "roadmaps" / name / "golden" / file, result.stdout)


@pytest.mark.parametrize("name", ROADMAPS)
def test_golden_actions_keep_the_contract(name: str) -> None:
    """Names and shapes on which others rely: design, section 12."""
    golden = ROOT / "roadmaps" / name / "golden"
    plan = json.loads((golden / "actions.json").read_text(encoding="utf-8"))
    assert list(plan) == ["roadmap", "timezone", "actions"]
    for action in plan["actions"]:
        assert list(action) == ["key", "kind", "due", "not_after", "stage", "title", "letters"]
        assert action["due"][-6:] in ("+06:00", "+05:00")
    issues = json.loads((golden / "issues.json").read_text(encoding="utf-8"))
    for issue in issues["issues"]:
        assert set(issue) >= {
            "code", "severity", "file", "line", "column", "path", "message", "hint",
        }  # fmt: skip
