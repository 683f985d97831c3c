"""The whole of Vekha as child processes: `vekha up` and `vekha demo`, to be started and killed."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 240.0


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(what: Callable[[], bool], *, within: float = PATIENCE, name: str) -> None:
    """Wait until something is so; fail with its name when it does not become so."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if what():
            return
        time.sleep(0.3)
    raise AssertionError(f"not within {within:.0f} s: {name}")


@dataclass
class Installation:
    """One state folder with its settings; starts and kills the whole system."""

    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *arguments: str, within: float = PATIENCE) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command that stays, its output in out.log."""
        with (self.folder / "out.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli.main", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    @property
    def output(self) -> str:
        """All that was printed so far."""
        return (self.folder / "out.log").read_text(encoding="utf-8")

    def up(self, *arguments: str) -> subprocess.Popen[bytes]:
        """`vekha up`, ready."""
        before = self.output.count("Ctrl-C") if (self.folder / "out.log").exists() else 0
        process = self.start("up", *arguments)

        def ready() -> bool:
            assert process.poll() is None, self.output
            return self.output.count("Ctrl-C") > before

        wait_for(ready, name="vekha up")
        return process

    def stop_all(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            if process.poll() is None:
                process.kill()
