"""A fresh installation on free ports, and the example roadmap's plan."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Installation, free_port
from staging import roadmap_files

from vekha.planning import Plan, make_plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The plan of the example roadmap."""
    made, _ = make_plan(roadmap_files())
    assert made is not None
    return made


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation on free ports."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VEKHA_", "PREFECT_"))}
    environment = {
        **kept,
        "VEKHA_STATE": str(tmp_path / "state"),
        "VEKHA_PREFECT_PORT": str(free_port()),
        "VEKHA_SITE_PORT": str(free_port()),
        "VEKHA_SMTP_PORT": str(free_port()),
        "VEKHA_RECONCILE_SECONDS": "5",
        "PYTHONUNBUFFERED": "1",
    }
    made = Installation(tmp_path, environment)
    yield made
    made.stop_all()
