"""One `vekha up` per state folder, and ports that are free."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from deployments.exclusive import (
    AlreadyRunning,
    PortTaken,
    check_ports,
    needed_ports,
    only_one,
)
from wiring.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import pathlib, sys, time
from deployments.exclusive import only_one
with only_one(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_up_in_the_same_folder_is_refused_with_the_first_ones_process(
    tmp_path: Path,
) -> None:
    with (
        only_one(tmp_path),
        pytest.raises(AlreadyRunning, match=str(os.getpid())),
        only_one(tmp_path),
    ):
        raise AssertionError
    with only_one(tmp_path):
        pass


def test_a_killed_up_leaves_the_folder_free(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(holder.pid)), only_one(tmp_path):
            raise AssertionError
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with only_one(tmp_path):
        pass


def test_a_taken_port_is_named_with_the_variable_that_moves_it() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        settings = Settings(site_port=taken)
        with pytest.raises(PortTaken) as refusal:
            check_ports(needed_ports(settings)[:1], pause=threading.Event(), patience=0)
    assert str(taken) in str(refusal.value)
    assert "VEKHA_SITE_PORT=" in str(refusal.value)
    check_ports([("127.0.0.1", taken, "site", "VEKHA_SITE_PORT")], pause=threading.Event())


def test_ports_of_a_predecessor_that_is_still_ending_are_waited_for() -> None:
    other = socket.socket()
    other.bind(("127.0.0.1", 0))
    other.listen()
    port = other.getsockname()[1]
    threading.Timer(0.7, other.close).start()
    check_ports([("127.0.0.1", port, "site", "X")], pause=threading.Event(), patience=10)


def test_only_what_is_used_needs_a_port() -> None:
    names = [port[2] for port in needed_ports(Settings())]
    assert names == ["site", "server", "mail"]
    live = Settings(
        mail="live", smtp_url="smtp://mail.example", prefect_api_url="http://p.example/api"
    )
    assert [port[2] for port in needed_ports(live)] == ["site"]
