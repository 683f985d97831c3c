"""The secret of an installation."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from wiring.secret import LENGTH, SecretUnusableError, installation_secret

if TYPE_CHECKING:
    from pathlib import Path


def test_the_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    state = tmp_path / "state"
    made = installation_secret(state)
    assert len(made) == LENGTH
    assert installation_secret(state) == made
    assert stat.S_IMODE((state / "secret").stat().st_mode) == 0o600
    assert [file.name for file in state.iterdir()] == ["secret"]


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(installation_secret, [tmp_path] * 64))) == 1


def test_a_damaged_secret_is_refused_instead_of_replaced(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(mode=0o600)
    with pytest.raises(SecretUnusableError, match="restore"):
        installation_secret(tmp_path)


def test_a_secret_open_to_others_is_refused(tmp_path: Path) -> None:
    installation_secret(tmp_path)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SecretUnusableError, match="chmod 600"):
        installation_secret(tmp_path)
