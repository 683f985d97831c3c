"""How commands load the core: without holidays, and with the collector as it was afterwards."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

from cli.loading import collecting_seldom

ROOT = Path(__file__).parents[2]

SCRIPT = """
import gc, json, sys
from pathlib import Path

from cli.loading import collecting_seldom
from cli.folders import inspect_folder
plans = [inspect_folder(Path(sys.argv[1])).plan for _ in range(2)]
print(json.dumps([None not in plans, gc.isenabled(), "holidays" in sys.modules]))
"""


def test_a_roadmap_of_a_usual_year_needs_no_library_of_holidays() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "roadmaps/gorod-selu"],
        capture_output=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    planned, collecting, holidays = json.loads(done.stdout)
    assert planned
    assert collecting
    assert not holidays


def test_what_was_set_of_the_collector_is_set_again_afterwards() -> None:
    usual = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual
