"""What only one `vekha up` may have at a time: the state folder, and the ports."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from typing import TYPE_CHECKING

from deployments.wording import say
from wiring.clock import stopwatch

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wiring.settings import Settings

PATIENCE = 12.0
"""Seconds to wait for the ports: children of a killed predecessor may still be ending."""


class AlreadyRunning(Exception):
    """Another `vekha up` works in this state folder: use it, or stop it first."""


class PortTaken(Exception):
    """Another program listens on a port that Vekha needs: stop it, or set another port."""


@contextlib.contextmanager
def only_one(state: Path, *, language: str = "ru") -> Iterator[None]:
    """Hold the state folder; the system lets go of it when this process ends, however it ends.

    Raises AlreadyRunning.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            lock.seek(0)
            pid = lock.read().strip() or "?"
            raise AlreadyRunning(say("already-running", language, state=state, pid=pid)) from taken
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def needed_ports(settings: Settings) -> list[tuple[str, int, str, str]]:
    """(host, port, what it is for, variable that moves it); what: a key of deployments/wording."""
    ports = [(settings.host, settings.site_port, "site", "VEKHA_SITE_PORT")]
    if settings.embedded:
        ports.append((settings.host, settings.prefect_port, "server", "VEKHA_PREFECT_PORT"))
    if settings.mail != "live":
        ports.append(("127.0.0.1", settings.smtp_port, "mail", "VEKHA_SMTP_PORT"))
    return ports


def check_ports(
    ports: Sequence[tuple[str, int, str, str]],
    *,
    pause: threading.Event,
    patience: float = PATIENCE,
    language: str = "ru",
) -> None:
    """Return when all ports are free. Raises PortTaken after `patience` seconds."""
    deadline = stopwatch() + patience
    while taken := [port for port in ports if not _is_free(port[0], port[1])]:
        if stopwatch() >= deadline:
            lines = [
                say(
                    "port-taken",
                    language,
                    port=port,
                    part=say(what, language),
                    variable=variable,
                    other=port + 1000 if port < 60000 else port - 1000,
                )
                for _, port, what, variable in taken
            ]
            raise PortTaken("\n".join(lines))
        pause.wait(0.5)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
