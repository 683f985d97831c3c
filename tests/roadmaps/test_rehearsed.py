"""500+ and #СЕЛОРЯДОМ from the first letter to the last report; the other roadmaps have tests of theirs."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from docx import Document

from office.materials import make_material
from office.rehearsal import rehearse
from vekha.planning import make_plan

ROADMAPS = Path(__file__).parents[2] / "roadmaps"


@pytest.mark.parametrize("name", ["500plus", "selo-ryadom"])
def test_year_is_played_and_every_document_opens(tmp_path: Path, name: str) -> None:
    folder = ROADMAPS / name
    files = {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.suffix in (".yaml", ".csv")
    }
    plan, _ = make_plan(files)
    assert plan is not None
    done = rehearse(files, plan, tmp_path, seed=1, make_file=make_material)
    assert done.states == {"done": len(plan.actions)}
    reports = {file.name for file in (tmp_path / "reports").iterdir()}
    for report in plan.roadmap.file.reports:
        assert any(f"-{report}-" in name and name.endswith(".docx") for name in reports), report
    for file in (tmp_path / "reports").glob("*.docx"):
        document = Document(str(file))
        assert document.paragraphs
    keys = [
        message_from_bytes(file.read_bytes(), policy=policy.default)["X-Vekha-Key"]
        for file in (tmp_path / "letters").glob("*.eml")
    ]
    assert len(keys) == len(set(keys)) == done.letters > 50
