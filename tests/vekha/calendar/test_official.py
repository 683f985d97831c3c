"""The snapshot of official years: it equals the library, and a usual year comes from it alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from cli.official_days import SNAPSHOT, current_snapshot
from vekha.calendar import official_year
from vekha.calendar.official import COUNTRIES, reckon_year
from vekha.calendar.snapshot import YEARS, recorded_year, snapshot_text

SCRIPT = """
import json, sys
from vekha.calendar import official_year
official_year(sys.argv[1], int(sys.argv[2]))
print(json.dumps("holidays" in sys.modules))
"""


def loads_the_library(country: str, year: int) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, country, str(year)],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return bool(json.loads(done.stdout))


def test_the_snapshot_equals_the_library() -> None:
    """Fails after an upgrade of `holidays`, or a change of the format."""
    kept = SNAPSHOT.read_text(encoding="utf-8")
    assert kept == current_snapshot(), "run python -m cli.official_days and read the difference"


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_recorded_year_is_the_reckoned_one(country: str) -> None:
    for year in YEARS:
        assert recorded_year(country, year) == reckon_year(country, year)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("year", [YEARS[0] - 1, YEARS[-1] + 1])
def test_a_year_outside_the_snapshot_is_reckoned(country: str, year: int) -> None:
    assert recorded_year(country, year) is None
    assert official_year(country, year) == reckon_year(country, year)
    assert date(year, 1, 1) in official_year(country, year).days


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_year_of_the_snapshot_loads_no_library(country: str) -> None:
    assert not loads_the_library(country, YEARS[0])
    assert not loads_the_library(country, YEARS[-1])


def test_a_year_outside_the_snapshot_loads_the_library() -> None:
    assert loads_the_library("KZ", YEARS[-1] + 1)


def test_one_changed_day_changes_one_line() -> None:
    """So that the difference after an upgrade can be read."""
    year = reckon_year("RU", 2024)
    fewer = {day: name for day, name in year.days.items() if day != date(2024, 6, 12)}
    without = type(year)("RU", 2024, fewer, year.working_weekends, year.known)
    before = snapshot_text([year], library="holidays").splitlines()
    after = snapshot_text([without], library="holidays").splitlines()
    assert [line.strip() for line in before if line not in after] == [
        '"2024-06-12": "День России",'
    ]
