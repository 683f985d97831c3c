"""Child processes that end with their parent, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

from wiring.clock import stopwatch

PARENT = "VEKHA_PARENT"
"""Variable with the parent's process id; without it nobody is followed."""

_PR_SET_PDEATHSIG = 1
_PATIENCE = 10.0
"""Seconds that a child may take to end by itself after its parent went."""


def follow_parent() -> None:
    """End when the parent that started this process does, also if it was killed with SIGKILL.

    Linux sends SIGTERM by itself; elsewhere, and should SIGTERM not be enough, a thread looks.
    """
    parent = int(os.environ.pop(PARENT, "0"))
    if not parent:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before it could be followed
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), name="follow-parent", daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1)
    if sys.platform != "linux":
        os.kill(os.getpid(), signal.SIGTERM)
    deadline = stopwatch() + _PATIENCE
    while stopwatch() < deadline:
        pause.wait(0.5)
    os._exit(1)
