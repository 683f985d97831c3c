"""A whole school year on the running system, as the README's first command plays it, only faster."""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from running import Installation

from models.answers import sheets
from models.document import documents
from models.engine import open_engine, reading
from models.event import events
from models.ledger import action_rows
from models.mail_log import letters
from vekha.planning import Plan
from vekha.states import ActionState, LetterState

SECONDS = 150


@pytest.mark.system
def test_year_is_played_from_the_first_letter_to_the_volume(
    installation: Installation, tmp_path: Path, plan: Plan
) -> None:
    state = tmp_path / "demo"
    done = installation.run(
        "demo",
        "--state",
        str(state),
        "--seconds",
        str(SECONDS),
        "--exit",
        "--seed",
        "3",
        within=1200,  # it waits for a busy machine
    )
    assert done.returncode == 0, done.stderr
    engine = open_engine(f"sqlite:///{state / 'vekha.db'}")
    with reading(engine) as session:
        actions = action_rows(session, edition=plan.edition)
        sent = letters(session, edition=plan.edition)
        made = {(row.name, row.format) for row in documents(session, plan.edition)}
        journal = events(session, edition=plan.edition)
        answered = {
            survey: sum(
                row.submitted_version > 0
                for row in sheets(session, edition=plan.edition, survey=survey)
            )
            for survey in plan.schedule.surveys
        }
    engine.dispose()
    ended = Counter(row.state for row in actions)
    assert ended[ActionState.FAILED] == 0
    assert ended[ActionState.WAITING] == 1, "the thanks wait for approval"
    assert ended[ActionState.DONE] + ended[ActionState.MISSED] == len(plan.actions) - 1
    assert ended[ActionState.MISSED] == 0, "the year waits for a slow machine"
    for report in ("matching", "february", "april"):
        assert {(report, f) for f in ("docx", "pdf", "xlsx", "html")} <= made
    assert ("volume", "docx") in made
    assert all(number > 0 for number in answered.values()), answered
    _nobody_got_a_letter_twice(state / "mailbox")
    assert {row.state for row in sent} <= {
        LetterState.SENT,
        LetterState.REFUSED,
        LetterState.CANCELLED,
    }
    _reminded_only_while_silent(sent, journal)


def _nobody_got_a_letter_twice(mailbox: Path) -> None:
    keys = Counter(
        message_from_bytes(file.read_bytes())["X-Vekha-Key"] for file in mailbox.glob("*.eml")
    )
    assert len(keys) > 500
    assert {key: number for key, number in keys.items() if number > 1} == {}


def _reminded_only_while_silent(sent: list, journal: list) -> None:  # type: ignore[type-arg]
    """No reminder was queued for an organisation after its answer."""
    first: dict[tuple[str, str], object] = {}
    for event in journal:
        if event.kind == "answers submitted":
            key = (event.detail["survey"], event.detail["organisation"])
            first.setdefault(key, event.at)
    reminders = [row for row in sent if row.template == "reminder"]
    assert reminders
    late = [
        row.key
        for row in reminders
        if (at := first.get((row.subject_key, row.organisation))) and row.queued_at > at
    ]
    assert late == []
