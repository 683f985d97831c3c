"""`vekha up` as its user starts it: killed in the middle of sending, and started again."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vekha.planning import make_plan
from wiring.clock import real_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.system

ROOT = Path(__file__).parent.parent.parent
ROADMAP = ROOT / "roadmaps" / "gorod-selu"
INVITE = "gorod-selu/2023-2024/feedback/invite"
KEY = re.compile(rb"^X-Vekha-Key: *([^\r\n]+)", re.MULTILINE)


class Up:
    """A state folder, and the command started in it."""

    def __init__(self, state: Path, ports: list[int]) -> None:
        self.state = state
        self.environment = {
            **os.environ,
            "VEKHA_STATE": str(state),
            "VEKHA_CLOCK": str(state / "clock.json"),
            "VEKHA_PREFECT_PORT": str(ports[0]),
            "VEKHA_SITE_PORT": str(ports[1]),
            "VEKHA_SMTP_PORT": str(ports[2]),
            "VEKHA_HORIZON_DAYS": "5",
            "VEKHA_RECONCILE_SECONDS": "10",
        }
        plan, _ = make_plan({file.name: file.read_bytes() for file in ROADMAP.glob("*.*")})
        assert plan is not None
        due = next(action.due for action in plan.actions if action.key == INVITE)
        started = (due + timedelta(minutes=1)).isoformat()
        clock = {"points": [[real_now().isoformat(), started]]}
        (state / "clock.json").write_text(json.dumps(clock))

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """The command; whatever becomes of it, nothing of it is left."""
        up = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "up", str(ROADMAP)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield up
        finally:
            kill_all(up)
            up.communicate()

    def letters(self) -> dict[str, str]:
        """Letter key → state."""
        with closing(sqlite3.connect(self.state / "vekha.db", timeout=30)) as database:
            made = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'letter'").fetchone()
            return dict(database.execute("SELECT key, state FROM letter")) if made else {}

    def captured(self) -> Counter[str]:
        """Letter key → how often the mail server took it."""
        files = (self.state / "mailbox").glob("*.eml")
        keys = (KEY.search(file.read_bytes()) for file in files)
        return Counter(key.group(1).decode().strip() for key in keys if key)


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in text.read_text().split()] if text.exists() else []


def kill_all(up: subprocess.Popen[str]) -> None:
    """SIGKILL for the whole family at once."""
    family = [*children_of(up.pid), up.pid] if up.poll() is None else []
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    up.wait()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), seconds=20)


def wait_for(met: Callable[[], bool], *, seconds: float = 120, pause: float = 0.2) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if met():
            return
        time.sleep(pause)
    raise TimeoutError


def test_killed_in_the_middle_of_sending_the_rest_goes_out_and_nobody_gets_a_letter_twice(
    tmp_path: Path, three_ports: list[int]
) -> None:
    it = Up(tmp_path, three_ports)
    with it.running() as up:

        def sending() -> bool:
            assert up.poll() is None, up.communicate()[0]
            if not (it.state / "vekha.db").exists():
                return False
            invited = [state for key, state in it.letters().items() if key.startswith(INVITE)]
            return "sending" in invited

        wait_for(sending, pause=0.005)
        kill_all(up)
    interrupted = it.letters()
    assert sum(key.startswith(INVITE) for key in interrupted) == 54
    assert "sending" in interrupted.values()

    with it.running() as up:
        wait_for(lambda: not set(it.letters().values()) & {"sending", "queued"})
        again = subprocess.run(
            [sys.executable, "-m", "cli.main", "up"],
            env=it.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (again.returncode, str(up.pid) in again.stderr) == (1, True)
        up.send_signal(signal.SIGINT)
        assert up.wait(40) == 0
    letters, captured = it.letters(), it.captured()
    assert set(letters.values()) <= {"sent", "in doubt"}
    assert [key for key, times in captured.items() if times > 1] == []
    assert {key for key, state in letters.items() if state == "sent"} <= set(captured)
    status = subprocess.run(
        [sys.executable, "-m", "cli.main", "status", "--json"],
        env=it.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = {one["key"] for one in json.loads(status.stdout)["roadmaps"][0]["in_doubt"]}
    assert listed == {key for key, state in letters.items() if state == "in doubt"}
