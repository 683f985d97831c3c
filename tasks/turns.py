"""Performing and sending go on side by side; looking after leases waits until nobody is at work.

Leases are counted in the roadmap's time, and a compressed clock runs through one in milliseconds:
within one process whoever is at work is known without them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 5.0
"""Seconds that looking after leases waits; while it waits, nobody else begins."""


class Turns:
    """Many may be at work; one may be alone."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._condition = threading.Condition()
        self._patience = patience
        self._workers = 0
        self._reserved = False

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Held while an action is performed or letters are sent."""
        with self._condition:
            self._condition.wait_for(lambda: not self._reserved, self._patience * 2)
            self._workers += 1
        try:
            yield
        finally:
            with self._condition:
                self._workers -= 1
                self._condition.notify_all()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody is at work; if so, nobody begins until the end of the block."""
        with self._condition:
            if self._reserved:
                yield False
                return
            self._reserved = True
            free = self._condition.wait_for(lambda: self._workers == 0, self._patience)
        try:
            yield free
        finally:
            with self._condition:
                self._reserved = False
                self._condition.notify_all()


turns = Turns()
"""Those of this process."""
