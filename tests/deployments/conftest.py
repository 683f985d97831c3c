"""One Prefect server for all tests of this folder, on a free port, in a folder of its own."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogHandler
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_HOME,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

from deployments.child import PARENT
from wiring.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Prefect leaves sockets of its synchronous clients to the garbage collector.
LEFT_OPEN = (
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
ROOT = Path(__file__).parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            for text in LEFT_OPEN:
                item.add_marker(pytest.mark.filterwarnings(text))


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What Prefect left open is collected here, and not in somebody else's test."""
    yield
    gc.collect()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def smtp_port() -> int:
    return free_port()


@pytest.fixture
def three_ports() -> list[int]:
    return [free_port() for _ in range(3)]


@pytest.fixture(scope="session")
def prefect_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of an installation whose Prefect server runs."""
    state = tmp_path_factory.mktemp("state")
    settings = Settings(state=state, prefect_port=free_port())
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment |= {
        PARENT: str(os.getpid()),
        "VEKHA_STATE": str(state),
        "VEKHA_PREFECT_PORT": str(settings.prefect_port),
    }
    with (state / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "deployments.server_process"],
            env=environment, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_until_healthy(settings.prefect_api, server)
            with temporary_settings(
                {
                    PREFECT_API_URL: settings.prefect_api,
                    PREFECT_HOME: state / "prefect",
                    PREFECT_LOGGING_TO_API_ENABLED: True,
                }
            ):
                yield settings
                asyncio.run(APILogHandler.aflush())
                EventsWorker.drain_all(timeout=10)
        finally:
            server.terminate()
            server.wait(20)


def wait_until_healthy(api: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended: see server.log"
        try:
            with urllib.request.urlopen(f"{api}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(api)
