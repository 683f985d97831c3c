"""The only reader of the real clock: time as it is, or a school year compressed into minutes."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

_TICK = timedelta(microseconds=1)
FLYING = 60  # times as fast as real time


class Clock(Protocol):
    """What time it is in the roadmap, and when in real time a moment of the roadmap comes."""

    def now(self) -> datetime:
        """The roadmap's present, aware, in UTC."""
        ...

    def real_time_of(self, moment: datetime) -> datetime:
        """The earliest real time at which `now()` has reached `moment`; both aware."""
        ...

    @property
    def flies(self) -> bool:
        """Whether days pass in seconds somewhere: a demonstration."""
        ...


@dataclass(frozen=True, slots=True)
class RealClock:
    """Roadmap time is real time."""

    def now(self) -> datetime:
        return real_now()

    def real_time_of(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC)

    @property
    def flies(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class CompressedClock:
    """Roadmap time as a piecewise linear function of real time; rate 1 outside the points.

    `points` are (real, roadmap) pairs, aware, strictly increasing in both. Arithmetic is in whole
    microseconds, rounded so that a run that wakes at `real_time_of(due)` finds `now() >= due`.
    """

    points: tuple[tuple[datetime, datetime], ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("a compressed clock needs at least one point (real, roadmap)")
        if any(moment.tzinfo is None for point in self.points for moment in point):
            raise ValueError("every moment of a clock needs a time zone")
        for (real, roadmap), (real_after, roadmap_after) in pairwise(self.points):
            if real_after <= real or roadmap_after <= roadmap:
                raise ValueError(f"the clock stands still or runs back after {roadmap:%Y-%m-%d}")

    def now(self) -> datetime:
        return self.roadmap_time(real_now())

    @property
    def flies(self) -> bool:
        return any(
            after[1] - before[1] > FLYING * (after[0] - before[0])
            for before, after in pairwise(self.points)
        )

    def roadmap_time(self, real: datetime) -> datetime:
        """The roadmap's time at the real time `real`."""
        (real_0, map_0), (real_1, map_1) = self._segment(real, side=0)
        ticks, span = (real - real_0) // _TICK, (real_1 - real_0) // _TICK
        return (map_0 + _TICK * (ticks * ((map_1 - map_0) // _TICK) // span)).astimezone(UTC)

    def real_time_of(self, moment: datetime) -> datetime:
        (real_0, map_0), (real_1, map_1) = self._segment(moment, side=1)
        ticks, span = (moment - map_0) // _TICK, (map_1 - map_0) // _TICK
        rounded_up = -(-ticks * ((real_1 - real_0) // _TICK) // span)
        return (real_0 + _TICK * rounded_up).astimezone(UTC)

    def _segment(
        self, moment: datetime, *, side: int
    ) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
        first, last = self.points[0], self.points[-1]
        if moment >= last[side]:
            return last, (last[0] + timedelta(days=1), last[1] + timedelta(days=1))
        if moment < first[side]:
            return first, (first[0] + timedelta(days=1), first[1] + timedelta(days=1))
        return next(
            (before, after)
            for before, after in pairwise(self.points)
            if before[side] <= moment < after[side]
        )


class SharedClock:
    """The clock of a file, read again when the file changes: all processes follow at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: tuple[tuple[int, int], CompressedClock] = (_stamp(file), read_points(file))

    def now(self) -> datetime:
        return self._clock().now()

    def real_time_of(self, moment: datetime) -> datetime:
        return self._clock().real_time_of(moment)

    @property
    def flies(self) -> bool:
        return self._clock().flies

    def _clock(self) -> CompressedClock:
        stamp, clock = self._read
        found = _stamp(self._file)
        if found != stamp:
            clock = read_points(self._file)
            self._read = (found, clock)
        return clock


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as wrong:
        raise ValueError(f"cannot read the clock {file}: {wrong}") from wrong
    return found.st_mtime_ns, found.st_ino


def read_clock(file: Path | None) -> Clock:
    """The clock that all processes of one system share; without a file, the real one."""
    return RealClock() if file is None else SharedClock(file)


def read_points(file: Path) -> CompressedClock:
    """The compressed clock of a file: {"points": [["<real, ISO>", "<roadmap, ISO>"], …]}.

    Raises ValueError that says what is wrong with it.
    """
    try:
        pairs = json.loads(file.read_text(encoding="utf-8"))["points"]
        points = tuple(
            (datetime.fromisoformat(real), datetime.fromisoformat(roadmap))
            for real, roadmap in pairs
        )
    except (OSError, KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"cannot read the clock {file}: {wrong}") from wrong
    return CompressedClock(points)


def write_clock(file: Path, *, clock: CompressedClock) -> None:
    """Write what `read_clock` reads, whole or not at all."""
    points = [[real.isoformat(), roadmap.isoformat()] for real, roadmap in clock.points]
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(json.dumps({"points": points}, indent=1), encoding="utf-8")
    draft.replace(file)


def real_now() -> datetime:
    """Real time, aware, in UTC: for machines (logs, Prefect's schedule), never for the roadmap."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds that only grow, for waiting and measuring."""
    return time.monotonic()
