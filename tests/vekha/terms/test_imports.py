"""The command line starts fast: reading terms loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys


def test_reading_a_term_loads_no_date_library() -> None:
    code = (
        "import sys\n"
        "from vekha.terms import read_period, read_term\n"
        "assert read_term('до 5 мая', period=read_period('2023/2024')).resolvable\n"
        "heavy = {'holidays', 'dateutil', 'babel', 'pendulum', 'prefect', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_importing_the_calendar_loads_no_date_library() -> None:
    code = (
        "import sys\n"
        "from vekha.calendar import WorkCalendar\n"
        "WorkCalendar('KZ')\n"
        "print(sorted({'holidays', 'dateutil', 'pendulum'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
