"""The clock: identity in real time, monotone and invertible when compressed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiring.clock import (
    CompressedClock,
    RealClock,
    read_clock,
    read_points,
    real_now,
    write_clock,
)

if TYPE_CHECKING:
    from pathlib import Path

ALMATY = ZoneInfo("Asia/Almaty")
REAL = datetime(2026, 1, 5, 12, tzinfo=UTC)
YEAR = datetime(2023, 9, 1, 4, tzinfo=UTC)
MOMENTS = st.integers(min_value=-(10**14), max_value=10**14).map(
    lambda ticks: YEAR + timedelta(microseconds=ticks)
)


@st.composite
def clocks(draw: st.DrawFn) -> CompressedClock:
    """One to six points, from a thousandth of real speed to a year in a minute."""
    steps = draw(
        st.lists(
            st.tuples(
                st.integers(min_value=1, max_value=10**9),
                st.integers(min_value=1, max_value=10**13),
            ),
            max_size=5,
        )
    )
    real, roadmap = REAL, YEAR
    points = [(real, roadmap)]
    for real_ticks, roadmap_ticks in steps:
        real += timedelta(microseconds=real_ticks)
        roadmap += timedelta(microseconds=roadmap_ticks)
        points.append((real, roadmap))
    return CompressedClock(tuple(points))


@given(clock=clocks(), moment=MOMENTS)
def test_a_run_that_wakes_at_its_real_time_is_due_and_not_a_tick_later_than_it_must(
    clock: CompressedClock, moment: datetime
) -> None:
    real = clock.real_time_of(moment)
    assert clock.roadmap_time(real) >= moment
    assert clock.roadmap_time(real - timedelta(microseconds=1)) < moment


@given(clock=clocks(), real=MOMENTS)
def test_real_time_comes_back_from_the_roadmaps_time(
    clock: CompressedClock, real: datetime
) -> None:
    assert clock.real_time_of(clock.roadmap_time(real)) <= real


@given(clock=clocks(), one=MOMENTS, other=MOMENTS)
def test_time_never_runs_back(clock: CompressedClock, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert clock.roadmap_time(early) <= clock.roadmap_time(late)
    assert clock.real_time_of(early) <= clock.real_time_of(late)


def test_a_year_passes_in_five_minutes_and_then_goes_on_at_its_own_pace() -> None:
    end = datetime(2024, 6, 1, tzinfo=UTC)
    clock = CompressedClock(((REAL, YEAR), (REAL + timedelta(minutes=5), end)))
    half = YEAR + (end - YEAR) / 2
    assert clock.real_time_of(half) == REAL + timedelta(minutes=2.5)
    assert clock.roadmap_time(REAL + timedelta(minutes=6)) == end + timedelta(minutes=1)
    assert clock.roadmap_time(REAL - timedelta(minutes=1)) == YEAR - timedelta(minutes=1)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    clock = CompressedClock(((REAL, YEAR), (REAL + timedelta(minutes=5), YEAR + timedelta(300))))
    moment = datetime(2024, 2, 29, 9, tzinfo=ALMATY)
    assert clock.real_time_of(moment) == clock.real_time_of(moment.astimezone(UTC))
    assert clock.real_time_of(moment).tzinfo is UTC


def test_the_real_clock_is_the_identity() -> None:
    before = real_now()
    now = RealClock().now()
    assert before <= now <= real_now()
    assert RealClock().real_time_of(now) == now


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((REAL, YEAR), (REAL, YEAR + timedelta(1))),
        ((REAL, YEAR), (REAL + timedelta(1), YEAR)),
        ((REAL.replace(tzinfo=None), YEAR),),
    ],
)
def test_a_clock_is_refused_when_it_stands_still_or_has_no_zone(
    points: tuple[tuple[datetime, datetime], ...],
) -> None:
    with pytest.raises(ValueError, match=r"clock|zone"):
        CompressedClock(points)


@given(clock=clocks())
def test_all_processes_agree_when_they_read_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, clock: CompressedClock
) -> None:
    file = tmp_path_factory.mktemp("clock") / "clock.json"
    write_clock(file, clock=clock)
    assert read_points(file) == clock


def test_a_broken_clock_file_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text('{"points": [["yesterday", "today"]]}')
    with pytest.raises(ValueError, match=r"clock\.json"):
        read_clock(file)
    assert read_clock(None) == RealClock()


def test_a_clock_flies_where_days_pass_in_seconds_and_not_where_it_is_only_another_time() -> None:
    start = datetime(2024, 2, 1, tzinfo=UTC)
    real = datetime(2026, 1, 1, tzinfo=UTC)
    other_time = CompressedClock(((real, start),))
    slow = CompressedClock(((real, start), (real + timedelta(hours=1), start + timedelta(hours=2))))
    year = CompressedClock(((real, start), (real + timedelta(minutes=5), start + timedelta(300))))
    assert [clock.flies for clock in (RealClock(), other_time, slow, year)] == [
        False,
        False,
        False,
        True,
    ]
