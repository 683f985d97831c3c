"""Wall time and UTC by the package's rules, over gaps, folds and changes of the law."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.calendar import ZoneUnknown, find_zone, list_zones, to_local, to_utc, wall_clock


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        ("2024-02-15", "Asia/Almaty", "2024-02-15T03:00Z"),
        ("2024-02-29", "Asia/Almaty", "2024-02-29T03:00Z"),
        ("2024-03-01", "Asia/Almaty", "2024-03-01T04:00Z"),  # the law of 2024-03-01
        ("2024-04-15", "Asia/Almaty", "2024-04-15T04:00Z"),
        ("2019-09-17", "Europe/Volgograd", "2019-09-17T05:00Z"),
        ("2020-12-26", "Europe/Volgograd", "2020-12-26T05:00Z"),
        ("2020-12-28", "Europe/Volgograd", "2020-12-28T06:00Z"),
        ("2021-03-09", "Asia/Novokuznetsk", "2021-03-09T02:00Z"),
        ("2021-02-17", "Europe/Moscow", "2021-02-17T06:00Z"),
        ("2024-01-01", "UTC", "2024-01-01T09:00Z"),
    ],
)
def test_nine_in_the_morning_is_in_utc(day: str, zone: str, moment: str) -> None:
    found = to_utc(date.fromisoformat(day), time(9), zone)
    assert found == datetime.fromisoformat(moment)
    assert found.tzinfo is UTC
    assert to_local(found, zone).time() == time(9)


@pytest.mark.parametrize(
    ("day", "at", "zone", "happens", "moment"),
    [
        # 2024-02-29, 24:00 at +6 became 23:00 at +5: the hour before midnight came twice.
        ("2024-02-29", time(23, 30), "Asia/Almaty", "fold", "2024-02-29T17:30Z"),
        ("2020-12-27", time(1, 30), "Europe/Volgograd", "fold", "2020-12-26T21:30Z"),
        ("2024-03-31", time(2, 30), "Europe/Berlin", "gap", "2024-03-31T01:30Z"),
        ("2024-03-31", time(3, 30), "Europe/Berlin", "plain", "2024-03-31T01:30Z"),
    ],
)
def test_time_that_is_jumped_over_or_comes_twice_has_one_moment(
    day: str, at: time, zone: str, happens: str, moment: str
) -> None:
    on = date.fromisoformat(day)
    assert wall_clock(on, at, zone) == happens
    assert to_utc(on, at, zone) == datetime.fromisoformat(moment)
    assert to_utc(on, at.replace(fold=1), zone) == datetime.fromisoformat(moment)


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2037, 1, 1)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.sampled_from(("Asia/Almaty", "Europe/Volgograd", "Europe/Moscow", "Asia/Qyzylorda")),
)
def test_wall_time_survives_the_way_to_utc_and_back(day: date, at: time, zone: str) -> None:
    back = to_local(to_utc(day, at, zone), zone)
    if wall_clock(day, at, zone) != "gap":
        assert (back.date(), back.time()) == (day, at)


def test_rules_are_not_the_machines() -> None:
    """With the system's directories empty, and the package's own path gone, the rules still stand."""
    code = (
        "import zoneinfo; zoneinfo.reset_tzpath(to=[])\n"
        "from datetime import date, time\n"
        "from vekha.calendar import to_utc\n"
        "print(to_utc(date(2024, 4, 15), time(9), 'Asia/Almaty').isoformat())"
    )
    env = {**os.environ, "PYTHONTZPATH": ""}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True
    )
    assert ran.stdout.strip() == "2024-04-15T04:00:00+00:00"


@pytest.mark.parametrize(
    "zone", ["", "Asia/Petropavl", "../../etc/passwd", "Asia", "/etc/localtime"]
)
def test_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ZoneUnknown):
        find_zone(zone)


def test_known_zones_can_all_be_read() -> None:
    assert "Asia/Qostanay" in list_zones()
    assert all(find_zone(zone).key == zone for zone in list_zones())


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        to_local(datetime(2024, 1, 1), "Asia/Almaty")  # noqa: DTZ001 - the mistake itself
