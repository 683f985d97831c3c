"""The power goes off while letters leave: the rest goes out afterwards, nobody gets one twice."""

from __future__ import annotations

import json
import signal
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from running import Installation, wait_for
from staging import ROADMAP

from models.engine import open_engine, reading
from models.mail_log import letters
from notifications.capture import CaptureServer
from vekha.planning import Plan
from vekha.states import LetterState
from wiring.clock import CompressedClock, real_now, write_clock

INVITE = "gorod-selu/2023-2024/interim/invite"
BATCH = 50


def set_clock(file: Path, moment: datetime) -> None:
    """From now on it is this moment in the roadmap, and time goes on at its usual speed."""
    write_clock(file, clock=CompressedClock(((real_now(), moment),)))


def states(installation: Installation) -> dict[str, LetterState]:
    engine = open_engine(f"sqlite:///{installation.folder / 'state' / 'vekha.db'}")
    with reading(engine) as session:
        found = {row.key: row.state for row in letters(session, action=INVITE)}
    engine.dispose()
    return found


@pytest.mark.system
def test_killed_in_the_middle_of_sending_and_started_again(
    installation: Installation, tmp_path: Path, plan: Plan
) -> None:
    action = plan.action(INVITE)
    assert action is not None
    clock, mailbox = tmp_path / "clock.json", tmp_path / "outside"
    set_clock(clock, action.due - timedelta(hours=1))
    with CaptureServer(mailbox, now=real_now, latency=0.12) as server:
        installation.environment |= {
            "VEKHA_CLOCK": str(clock),
            "VEKHA_MAIL": "live",
            "VEKHA_SMTP_URL": f"smtp+plain://127.0.0.1:{server.port}",
        }
        first = installation.up(str(ROADMAP))
        set_clock(clock, action.due)
        wait_for(lambda: len(list(mailbox.glob("*.eml"))) >= 8, name="the first letters")
        first.send_signal(signal.SIGKILL)
        first.wait(30)
        accepted_before = len(list(mailbox.glob("*.eml")))
        set_clock(clock, action.due + timedelta(minutes=20))  # past every lease
        installation.up()
        ended = {LetterState.SENT, LetterState.IN_DOUBT}

        def all_ended() -> bool:
            found = states(installation)
            return len(found) == 54 and set(found.values()) <= ended

        wait_for(all_ended, name="the rest of the letters")
        status = installation.run("status", "--json")
    keys = Counter(
        message_from_bytes(file.read_bytes())["X-Vekha-Key"] for file in mailbox.glob("*.eml")
    )
    found = states(installation)
    doubted = {key for key, state in found.items() if state is LetterState.IN_DOUBT}
    invited = {key: number for key, number in keys.items() if key.startswith(INVITE)}
    assert accepted_before < 54
    assert set(invited.values()) == {1}
    assert {key for key, state in found.items() if state is LetterState.SENT} <= set(invited)
    assert len(doubted) <= BATCH
    listed = json.loads(status.stdout)["roadmaps"][0]
    assert {one["key"] for one in listed["in_doubt"]} == doubted
    assert len(listed["undecided"]) > 20, "autumn's actions were missed and wait for a decision"
