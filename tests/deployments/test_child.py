"""Children that end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen(
    [sys.executable, "-c", CHILD],
    env={**os.environ, "VEKHA_PARENT": str(os.getpid())},
    stdout=subprocess.PIPE,
    text=True,
    start_new_session=True,
)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""
CHILD = """
from deployments.child import follow_parent
follow_parent()
print('ready', flush=True)
import time
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_ends_when_its_parent_is_killed() -> None:
    code = PARENT.replace("CHILD", repr(CHILD))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        child = int(up.stdout.readline())
        assert is_alive(child)
        up.send_signal(signal.SIGKILL)
        up.wait()
    deadline = time.monotonic() + 15
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(child)


def test_a_child_whose_parent_went_before_it_began_ends_at_once() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CHILD],
        env={**os.environ, "VEKHA_PARENT": "1"},
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1


def test_a_process_that_nobody_started_as_a_child_follows_nobody() -> None:
    code = "from deployments.child import follow_parent; follow_parent(); print('on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "on\n"
