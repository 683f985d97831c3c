"""The official years as a file beside this module, so that a usual year needs no `holidays` library.

`python -m cli.official_days` writes the file from the library after an upgrade; a test compares the
two. See docs/decisions/0005-official-days-snapshot.md. Years outside `YEARS` are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from vekha.calendar.year import OfficialYear

FILE = "official_days.json"
YEARS = range(2010, 2036)


def recorded_year(country: str, year: int) -> OfficialYear | None:
    """The year as the file has it; None where it is not in the file."""
    row = _recorded()["years"].get(f"{country} {year}")
    if row is None:
        return None
    return OfficialYear(
        country=country,
        year=year,
        days={date.fromisoformat(day): name for day, name in row["days"].items()},
        working_weekends=frozenset(map(date.fromisoformat, row["working_weekends"])),
        known=row["known"],
    )


def snapshot_text(years: Iterable[OfficialYear], *, library: str) -> str:
    """The file's content: JSON, a day a line, so that an upgrade's difference can be read.

    `library` is the version that the years come from: «holidays 0.109».
    """
    rows = {
        f"{one.country} {one.year}": {
            "known": one.known,
            "working_weekends": sorted(day.isoformat() for day in one.working_weekends),
            "days": {day.isoformat(): name for day, name in sorted(one.days.items())},
        }
        for one in years
    }
    whole = {"library": library, "years": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


@cache
def _recorded() -> Mapping[str, Any]:
    text = resources.files("vekha.calendar").joinpath(FILE).read_text(encoding="utf-8")
    recorded: dict[str, Any] = json.loads(text)
    return recorded
