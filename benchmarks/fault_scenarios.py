"""What can go wrong with a campaign, as lists of cases: each is some strokes and a setting.

Each scenario takes the kind of database, takes each `every`-th of its cases, and is the same for the
same seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.fault_campaign import Setting
from benchmarks.fault_sender import ANY, CUT, FULL, KILL, OWN_STEPS, STOP, Fuse
from benchmarks.fault_server import STEPS, EachTrouble

OWN = 900
"""Steps of a sender's own in a campaign of 300 letters: begins, statements, commits, letters."""

WIRE = 300
"""How often a mail server comes to each of its steps in such a campaign."""

LINES = 4

MERGED = "merged"
"""The scenario whose database has two letters for each person."""


@dataclass(frozen=True, slots=True)
class Case:
    """Strokes, and how each campaign is set up that it takes to use them up."""

    fuses: list[Fuse] = field(default_factory=list)
    make: Callable[[], Setting] = Setting


Cases = Iterator[Case]


def killed_at_each_own_step(kind: str, every: int, seed: int) -> Cases:
    """SIGKILL at the k-th step of the sender, for every k."""
    del kind, seed
    yield Case([Fuse(ANY, k) for k in range(OWN, 0, -every)])


def killed_at_each_wire_step(kind: str, every: int, seed: int) -> Cases:
    """SIGKILL when the server is at MAIL, RCPT, DATA, in the message, past it, for every letter."""
    del kind, seed
    for step in STEPS:
        most = LINES if step == "ehlo" else WIRE
        yield Case([Fuse(step, k) for k in range(most, 0, -(1 if step == "ehlo" else every))])


def asleep_or_cut_off(kind: str, every: int, seed: int) -> Cases:
    """Stopped beyond the lease, then woken; the database gone for a while; the disk full."""
    fuses = [Fuse(name, k, STOP) for name in (*OWN_STEPS, *STEPS[1:]) for k in range(1, 60, 7)]
    fuses += [Fuse("statement", k, CUT) for k in range(1, 200)]
    fuses += [Fuse(name, k, CUT) for name in ("commit", "hand", "reply") for k in range(1, 60, 3)]
    if kind == "sqlite":
        fuses += [Fuse("statement", k, FULL) for k in range(1, 200, 2)]
        fuses += [Fuse(name, k, FULL) for name in ("commit", "reply") for k in range(1, 60, 3)]
    random.Random(seed).shuffle(fuses)
    yield Case(fuses[::every])


def troubled_server(kind: str, every: int, seed: int) -> Cases:
    """Every way of misbehaving at every step of the conversation, in turn; and no server at all."""
    del kind, seed
    for spacing in range(5, 40, max(1, every // 4)):
        yield Case(make=lambda spacing=spacing: Setting(trouble=EachTrouble(spacing), down=(0, 2)))  # type: ignore[misc]


def many_at_once(kind: str, every: int, seed: int) -> Cases:
    """Two, three, four senders on one campaign; any of them dies; the server grumbles at random."""
    del kind
    for workers in (2, 3, 4):
        fuses = [Fuse(ANY, k) for k in range(400, 0, -1)]
        fuses += [Fuse(step, k) for step in STEPS[1:] for k in range(1, 80, 2)]
        fuses += [Fuse("committed", k, STOP) for k in range(1, 40, 2)]
        fuses += [Fuse("statement", k, CUT) for k in range(1, 80, 2)]
        random.Random(seed + workers).shuffle(fuses)
        yield Case(
            fuses[::every],
            lambda workers=workers: Setting(workers=workers, trouble=0.01),  # type: ignore[misc]
        )


def restored_backup(kind: str, every: int, seed: int) -> Cases:
    """A backup taken while senders write, put back rounds later; then a person decides, or not."""
    del kind
    chance = random.Random(seed)
    for number in range(max(2, 60 // every)):
        taken, later = chance.randrange(3), chance.randrange(1, 3)
        # The first rounds have to die early: the campaign must not be over before the restore.
        fuses = [Fuse(ANY, chance.randrange(20, 140), KILL) for _ in range(taken + later + 1)]
        setting = Setting(
            workers=1, backup_in=taken, restore_after=taken + later, decide=number % 2 == 0
        )
        yield Case(fuses, lambda setting=setting: setting)  # type: ignore[misc]


def wrong_clocks(kind: str, every: int, seed: int) -> Cases:
    """Clocks that jump 5 days, 40 days, backwards; workers and neighbours whose clocks disagree."""
    del kind
    chance = random.Random(seed)
    jumps = (
        timedelta(days=5),
        timedelta(days=40),
        timedelta(hours=-3),
        timedelta(days=-1),
        timedelta(minutes=-20),
    )
    skews = (
        (),
        (timedelta(), timedelta(minutes=10)),
        (timedelta(minutes=-10), timedelta(minutes=7)),
    )
    for number in range(max(len(jumps), 90 // every)):
        fuses = [Fuse(ANY, chance.randrange(20, 200), chance.choice([KILL, KILL, STOP]))]
        fuses += [Fuse(chance.choice(STEPS[1:]), chance.randrange(1, 60)) for _ in range(2)]
        off = skews[number % len(skews)]
        setting = Setting(
            workers=len(off) or 1, jumps={0: jumps[number % len(jumps)], 2: -jumps[0]}, skews=off
        )
        yield Case(fuses, lambda setting=setting: setting)  # type: ignore[misc]


def common_letters(kind: str, every: int, seed: int) -> Cases:
    """Two surveys ask the same people in one letter each: killed, asleep, cut off, put back."""
    fuses = [Fuse(ANY, k) for k in range(500, 0, -3)]
    fuses += [Fuse(step, k) for step in STEPS[1:] for k in range(1, 120, 6)]
    fuses += [Fuse("committed", k, STOP) for k in range(1, 40, 4)]
    fuses += [Fuse("statement", k, CUT) for k in range(1, 80, 4)]
    random.Random(seed).shuffle(fuses)
    yield Case(fuses[::every], lambda: Setting(workers=2, trouble=0.01))
    yield from restored_backup(kind, max(every, 15), seed)


SCENARIOS: dict[str, Callable[[str, int, int], Cases]] = {
    "steps": killed_at_each_own_step,
    "wire": killed_at_each_wire_step,
    "asleep": asleep_or_cut_off,
    "server": troubled_server,
    "workers": many_at_once,
    "restored": restored_backup,
    "clocks": wrong_clocks,
    MERGED: common_letters,
}
