"""A new period also moves the terms of single visits and the start of the programme."""

from __future__ import annotations

from pathlib import Path

from vekha.planning import make_plan
from vekha.renewing.period import renew

FOLDER = Path(__file__).parents[3] / "roadmaps"


def test_terms_of_visits_move_with_the_period() -> None:
    files = {p.name: p.read_bytes() for p in (FOLDER / "500plus").iterdir() if p.is_file()}
    files["roadmap.yaml"] = renew(files["roadmap.yaml"], period="2027").content

    plan, issues = make_plan(files)

    assert plan is not None
    assert [issue for issue in issues if issue.code == "outside-period"] == []
    march = plan.schedule.activities["method-days-march"]
    assert march.start is not None
    assert march.start.isoformat() == "2027-03-18"


def test_start_moves_with_the_period() -> None:
    written = (FOLDER / "selo-ryadom" / "roadmap.yaml").read_bytes()

    made = renew(written, period="2026-08-01/2027-07-31").content.decode()

    assert "\nstart: 17 сентября 2026 года" in made
