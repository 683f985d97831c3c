"""The clock of the demonstration: idle weeks fly, busy days get time for people to answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from vekha.actions.action import Action
from wiring.clock import CompressedClock

BEFORE = timedelta(hours=12)
AFTER = timedelta(days=2)
LEAST_WEIGHT = 0.55
MOST_WEIGHT = 1.6

CALM = timedelta(hours=9)
"""So much of the roadmap's time passes in the first part of each step: the action's own day."""

_CREEP = timedelta(milliseconds=1)
"""So much passes while a clock is held, for it may not stand."""

CALM_SHARE = 0.45
"""How much of a step's real time is calm: a run that is late by so much is late by hours only."""


def demo_clock(actions: Sequence[Action], *, start: datetime, seconds: float) -> CompressedClock:
    """A clock that begins at the real time `start` and has passed the last action after `seconds`.

    Real time is shared out between one due time and the next by the square root of the days
    between them, within bounds, so that neither a holiday nor a busy morning takes it all. After
    each due time the clock first goes calmly through the working day, then flies to the next.
    """
    moments = sorted({action.due for action in actions})
    moments = [moments[0] - BEFORE, *moments, moments[-1] + AFTER]
    pairs = list(pairwise(moments))
    weights = [_weight(later - earlier) for earlier, later in pairs]
    real, points = start, [(start, moments[0])]
    for (earlier, later), weight in zip(pairs, weights, strict=True):
        step = timedelta(seconds=seconds * weight / sum(weights))
        if later - earlier > 2 * CALM:
            points.append((real + step * CALM_SHARE, earlier + CALM))
        real += step
        points.append((real, later))
    return CompressedClock(tuple(points))


def hold(clock: CompressedClock, *, at: datetime, by: timedelta) -> CompressedClock:
    """The same clock, standing all but still for `by` from the real time `at`: what follows is later.

    For a machine that is busy: the year waits for what is due, instead of missing it.
    """
    stands = clock.roadmap_time(at)
    passed = tuple(point for point in clock.points if point[0] < at and point[1] < stands)
    later = tuple((real + by, moment) for real, moment in clock.points if moment > stands + _CREEP)
    return CompressedClock((*passed, (at, stands), (at + by, stands + _CREEP), *later))


def _weight(gap: timedelta) -> float:
    days = gap / timedelta(days=1)
    return float(min(MOST_WEIGHT, max(LEAST_WEIGHT, days**0.5 / 1.6)))
