"""`python -m cli.official_days`: write the snapshot of official days from the `holidays` library.

For developers, after the library was upgraded; read the difference before it is committed.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click

import vekha.calendar
from vekha.calendar.official import COUNTRIES, reckon_year
from vekha.calendar.snapshot import FILE, YEARS, snapshot_text

SNAPSHOT = Path(vekha.calendar.__file__).with_name(FILE)


def current_snapshot() -> str:
    """The snapshot's text as the installed library gives it."""
    years = [reckon_year(country, year) for country in COUNTRIES for year in YEARS]
    return snapshot_text(years, library=f"holidays {metadata.version('holidays')}")


@click.command()
def write_official_days() -> None:
    """Write the official days of Kazakhstan and Russia into the package's own file."""
    SNAPSHOT.write_text(current_snapshot(), encoding="utf-8")
    click.echo(f"{SNAPSHOT.name}: {YEARS[0]} – {YEARS[-1]}, {', '.join(COUNTRIES)}")


if __name__ == "__main__":
    write_official_days()
