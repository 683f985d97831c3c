"""How commands load the core: without holidays, and with the collector at work afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SCRIPT = """
import gc, json, sys
from pathlib import Path

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
