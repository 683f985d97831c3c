"""The garbage collector, out of the way of long work that keeps or just drops what it makes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 50_000
"""New objects between two looks; the interpreter's own 700 is meant for programs of no known habits."""


class _Work:
    """What goes on in this process at once; the first to begin changes the habit, the last restores it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.number = 0
        self.usual = gc.get_threshold()


_work = _Work()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within it garbage is looked for seldom: a sixteenth of the time of a campaign goes into that."""
    with _work.lock:
        if _work.number == 0:
            _work.usual = gc.get_threshold()
            gc.set_threshold(SELDOM, *_work.usual[1:])
        _work.number += 1
    try:
        yield
    finally:
        with _work.lock:
            _work.number -= 1
            if _work.number == 0:
                gc.set_threshold(*_work.usual)
