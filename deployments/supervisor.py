"""`vekha up`: Prefect's server, the worker and the site as children of one process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deployments.child import PARENT
from deployments.exclusive import check_ports, needed_ports, only_one
from deployments.prefect_environment import client_environment, server_environment
from deployments.wording import say as words
from wiring.clock import stopwatch
from wiring.settings import Settings

READY_WITHIN = 240.0
STOP_WITHIN = 25.0
RESTARTS = 5
"""So often a child that dies is started again within ten minutes."""

LARGEST_LOG = 20 * 1024 * 1024

Say = Callable[[str], None]


class ChildFailed(Exception):
    """A part of the system does not run: its log, which the message names, says why."""


@dataclass
class Child:
    """One process, its log and how to see that it is ready; the name is a key of deployments/wording."""

    name: str
    module: str
    environment: dict[str, str]
    log: Path
    is_ready: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it; must be called in the main thread, whose end Linux tells the child about."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".1.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", self.module],
                env={**os.environ, **self.environment, PARENT: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the parent, which stops all in order
            )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self, *, within: float = STOP_WITHIN) -> None:
        """Ask it to end, and insist when it does not."""
        if self.process is None or not self.alive:
            return
        self.process.terminate()
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


class System:
    """The running whole."""

    def __init__(self, settings: Settings, *, say: Say, language: str = "ru") -> None:
        self._say = say
        self._language = language
        self._pause = threading.Event()
        self.settings = settings
        self.children = _children(settings)

    def start(self) -> None:
        """Start all children at once and wait until each is ready. Raises ChildFailed."""
        for child in self.children:
            child.start()
        deadline = stopwatch() + READY_WITHIN
        waiting = list(self.children)
        while waiting:
            for child in list(waiting):
                if not child.alive:
                    raise ChildFailed(self._of(child, "does-not-start"))
                if child.is_ready():
                    waiting.remove(child)
                    self._say(self._of(child, "ready"))
            if stopwatch() > deadline:
                raise ChildFailed(self._of(waiting[0], "does-not-answer"))
            self._pause.wait(0.2)

    def watch(self) -> None:
        """Start again what has died. Raises ChildFailed when it does not help."""
        for child in self.children:
            if child.alive:
                continue
            now = stopwatch()
            child.deaths = [moment for moment in child.deaths if now - moment < 600] + [now]
            if len(child.deaths) > RESTARTS:
                raise ChildFailed(self._of(child, "again-and-again"))
            self._say(self._of(child, "restarted"))
            child.start()

    def _of(self, child: Child, code: str) -> str:
        part = words(child.name, self._language)
        return words(code, self._language, part=part, log=child.log)

    def run_until(self, stop: threading.Event) -> None:
        """Watch until `stop` is set."""
        while not stop.wait(0.5):
            self.watch()

    def stop(self) -> None:
        """The worker first, which still needs the others to end its runs in order."""
        for child in reversed(self.children):
            child.stop()


@contextlib.contextmanager
def running(settings: Settings, *, say: Say, language: str = "ru") -> Iterator[System]:
    """The whole system, from a free state folder to the last child's end.

    Raises AlreadyRunning, PortTaken or ChildFailed, each with a message for the operator.
    """
    with only_one(settings.folder, language=language):
        check_ports(needed_ports(settings), pause=threading.Event(), language=language)
        system = System(settings, say=say, language=language)
        try:
            system.start()
            yield system
        finally:
            system.stop()


@contextlib.contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM and a closed terminal set; the second Ctrl-C interrupts."""
    stop = threading.Event()

    def set_stop(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, set_stop) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _children(settings: Settings) -> list[Child]:
    logs, run = settings.folder / "logs", settings.folder / "run"
    for folder in (logs, run, settings.folder / "prefect"):
        folder.mkdir(parents=True, exist_ok=True)
    ready = run / "worker.ready"
    ready.unlink(missing_ok=True)
    ours = _own_environment(settings)
    client = {**ours, **client_environment(settings)}
    site = f"http://{settings.reachable_host}:{settings.site_port}/healthz"
    children = [
        Child("site", "deployments.site_process", ours, logs / "site.log", _answers(site)),
        Child(
            "worker",
            "deployments.worker_process",
            client,
            logs / "worker.log",
            ready.exists,
        ),
    ]
    if settings.embedded:
        server = {**ours, **server_environment(settings)}
        health = _answers(f"{settings.prefect_api}/health")
        log = logs / "server.log"
        children.insert(0, Child("server", "deployments.server_process", server, log, health))
    return children


def _own_environment(settings: Settings) -> dict[str, str]:
    """The same installation for the children, also where it was given in code."""
    given = settings.model_dump(mode="json", exclude_unset=True)
    hidden = {name: getattr(settings, name) for name in ("secret", "board_token", "smtp_url")}
    given |= {name: value.get_secret_value() for name, value in hidden.items() if value}
    written = {
        f"VEKHA_{name.upper()}": ",".join(value) if isinstance(value, list) else str(value)
        for name, value in given.items()
        if value is not None
    }
    return {**written, "VEKHA_STATE": str(settings.folder)}


def _answers(url: str) -> Callable[[], bool]:
    def ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310 - our own address
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ready
