"""The mailbox of returned letters: a wrong or dead one is told of and stops nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.returned_mail import take_back_returned
from wiring.clock import RealClock
from wiring.settings import Settings
from wiring.tools import Tools, open_office


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tools]:
    """Tools whose mailbox is a loopback port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    monkeypatch.setenv("VEKHA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("VEKHA_IMAP_URL", f"imaps://somebody:secret-word@127.0.0.1:{port}/INBOX")
    settings = Settings()
    office = open_office(settings, RealClock())
    yield Tools(settings, RealClock(), office)
    office.engine.dispose()


def test_mailbox_that_does_not_answer_is_told_of_without_its_password(made: Tools) -> None:
    sentence, trouble = take_back_returned(made)
    assert sentence == ""
    assert "VEKHA_IMAP_URL" in trouble
    assert "secret-word" not in trouble
