"""`vekha mail` as it is called, over a real ledger and a real SMTP conversation."""

from __future__ import annotations

import email
import email.policy
import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from models.engine import reading, writing
from models.event import events
from models.mail_log import letter
from models.outbox import claim_letters, doubt_expired, mark_handed
from models.setting import put_setting, setting
from notifications.capture import CaptureServer
from office.sending import PAUSED
from vekha.states import LetterState

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"
Run = Callable[..., Result]


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def doubted(house: Any) -> str:
    """The invitations are queued, and a worker died after handing over two of them; one's key."""
    due = house.perform("interim/invite")
    with writing(house.office.engine) as session:
        rows = claim_letters(session, worker="w", now=due, lease=timedelta(minutes=1), limit=2)
        keys = [row.key for row in rows]
        mark_handed(session, keys, worker="w", now=due, lease=timedelta(minutes=1))
    with writing(house.office.engine) as session:
        doubt_expired(session, due + timedelta(hours=1))
    return keys[0]


def test_log_is_narrowed_by_state_survey_and_person(run: Run, doubted: str) -> None:
    everything = told(run("mail", "log", "--json"))
    assert (everything["counts"]["queued"], everything["counts"]["in doubt"]) == (52, 2)
    doubts = told(run("mail", "log", "--state", "in-doubt", "--json"))["letters"]
    assert doubted in [one["key"] for one in doubts]
    assert {one["state"] for one in doubts} == {"in doubt"}
    person = doubted.rsplit("/", 1)[1]
    of_person = told(run("mail", "log", "--person", person, "--json"))["letters"]
    assert [one["key"] for one in of_person] == [doubted]
    assert told(run("mail", "log", "--survey", "final", "--json"))["letters"] == []


def test_log_counts_what_its_limit_leaves_out(run: Run, doubted: str) -> None:
    result = run("mail", "log", "--limit", "3")
    assert result.stdout.count("gorod-selu/2023-2024/interim/invite/") == 3
    assert "раньше этих ещё 51" in result.stdout
    assert "в очереди 52, в сомнении 2" in result.stdout


def test_letter_in_doubt_is_counted_as_sent(run: Run, doubted: str, house: Any) -> None:
    result = run("mail", "resolve", doubted, "--sent", "--why", "директор подтвердил по телефону")
    assert result.exit_code == 0, result.output
    with reading(house.office.engine) as session:
        row = letter(session, doubted)
        (event,) = events(session, kind="doubt resolved")
    assert row is not None
    assert row.state is LetterState.SENT
    assert (event.detail["by"], event.detail["why"]) == (
        "tester",
        "директор подтвердил по телефону",
    )


def test_letter_in_doubt_goes_out_again_when_so_decided(run: Run, doubted: str, house: Any) -> None:
    assert run("mail", "resolve", doubted, "--again", "--why", "не дошло").exit_code == 0
    with reading(house.office.engine) as session:
        row = letter(session, doubted)
    assert row is not None
    assert row.state is LetterState.QUEUED


def test_what_is_not_in_doubt_is_left_and_said(run: Run, doubted: str, house: Any) -> None:
    run("mail", "resolve", doubted, "--sent", "--why", "дошло")
    again = run("mail", "resolve", doubted, "gorod-selu/none", "--again", "--why", "ещё раз")
    assert again.exit_code == 1
    assert "(ушло)" in again.stderr
    assert "gorod-selu/none: такого письма нет" in again.stderr
    with reading(house.office.engine) as session:
        row = letter(session, doubted)
    assert row is not None
    assert row.state is LetterState.SENT


def test_resolving_needs_a_decision_and_a_reason(run: Run, doubted: str) -> None:
    assert run("mail", "resolve", doubted, "--why", "так").exit_code == 2
    assert run("mail", "resolve", doubted, "--sent").exit_code == 2


def test_pause_is_lifted_once(run: Run, house: Any) -> None:
    pause = {"until": "2099-01-01T00:00:00+00:00", "why": "535 bad password"}
    with writing(house.office.engine) as session:
        put_setting(session, PAUSED, pause)
    assert "535 bad password" in run("mail", "resume").stdout
    with reading(house.office.engine) as session:
        assert setting(session, PAUSED) is None
    assert "не стояла" in run("mail", "resume").stdout


def test_ladder_of_a_person_is_shown_without_a_ledger(run: Run, state: Path) -> None:
    """The director of a city school: four surveys with their reminders, materials, meeting, thanks."""
    found = told(run("mail", "preview", GOROD_SELU, "--person", "kasenova-bzh", "--json"))
    kinds = [one["key"].removeprefix("gorod-selu/2023-2024/").rsplit("/", 1)[0] for one in found]
    assert [k for k in kinds if k.startswith("interim")] == [
        "interim/invite", "interim/remind-1", "interim/remind-2", "interim/remind-3",
    ]  # fmt: skip
    assert "round-table/invite" in kinds
    assert kinds[-1] == "thanks/announce"
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    assert not state.exists()


def test_preview_is_the_same_when_made_twice(run: Run, state: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("mail", "preview", GOROD_SELU, "--survey", "interim", "--out", tmp_path / name)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two
    assert {Path(name).suffix for name in one} == {".eml", ".html", ".txt"}
    parsed = email.message_from_bytes(
        next(c for n, c in sorted(one.items()) if n.endswith(".eml")), policy=email.policy.default
    )
    assert "Промежуточный мониторинг" in parsed["Subject"]


def test_preview_in_kazakh_of_one_action_about_one_organisation(run: Run, state: Path) -> None:
    (one,) = told(
        run("mail", "preview", GOROD_SELU, "--organisation", "daryn", "--action", "interim/remind-2",
            "--letters", "kk", "--json")
    )  # fmt: skip
    assert one["key"].startswith("gorod-selu/2023-2024/interim/remind-2/")
    assert one["subject"].startswith("Еске салу")
    assert "Құрметті" in one["text"]


def test_person_may_be_named_as_people_are(run: Run, state: Path) -> None:
    by_key = told(
        run(
            "mail",
            "preview",
            GOROD_SELU,
            "--person",
            "kasenova-bzh",
            "--survey",
            "interim",
            "--json",
        )
    )
    address = by_key[0]["to"]
    by_address = told(
        run("mail", "preview", GOROD_SELU, "--person", address, "--survey", "interim", "--json")
    )
    assert by_key == by_address
    assert len(by_key) == 4


@pytest.mark.parametrize(
    ("option", "given", "near"),
    [
        ("--person", "kasenova", "kasenova-bzh"),
        ("--organisation", "darin", "daryn"),
        ("--survey", "interin", "interim"),
        ("--action", "interim/remind-9", "interim/remind-"),
    ],
)
def test_slip_is_answered_with_the_nearest_names(
    run: Run, state: Path, option: str, given: str, near: str
) -> None:
    refused = run("mail", "preview", GOROD_SELU, option, given)
    assert refused.exit_code == 1
    assert near in refused.stderr


def test_preview_of_nobody_lists_nothing_and_says_why(run: Run, state: Path) -> None:
    assert run("mail", "preview", GOROD_SELU, "--person", "nobody").exit_code == 1
    wrong = run("mail", "preview", GOROD_SELU, "--survey", "interin")
    assert wrong.exit_code == 1
    assert "interim" in wrong.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_trial_letter_arrives(
    run: Run, house: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wiring import tools

    moment = datetime(2024, 2, 1, tzinfo=UTC)
    with CaptureServer(tmp_path / "mailbox", now=lambda: moment) as server:
        monkeypatch.setenv("VEKHA_SMTP_PORT", str(server.port))
        house.office.engine.dispose()
        tools._tools.cache_clear()
        result = run("mail", "test", "me@school.example")
    assert result.exit_code == 0, result.output
    (path,) = (tmp_path / "mailbox").glob("*.eml")
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert found["To"] == "me@school.example"
    assert found["From"].addresses[0].addr_spec == "gorod-selu@cmrito.example"
    assert found["Subject"].startswith("[Проба почты] Просим"), "the year's first invitation"
    for kind in ("plain", "html"):
        assert "отвечать не нужно" in found.get_body((kind,)).get_content()
    assert found["X-Vekha-Key"].startswith("trial/")
    assert not [part for part in found.walk() if part.get_content_type() == "text/calendar"]
    assert told(run("mail", "log", "--json"))["letters"] == []


def test_trial_without_a_server_says_what_to_start(
    run: Run, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEKHA_SMTP_PORT", str(free_port()))
    result = run("mail", "test", "me@school.example", "--sender", "office@school.example")
    assert result.exit_code == 1
    assert "vekha up" in result.stderr


def test_trial_needs_a_sender(run: Run, state: Path) -> None:
    result = run("mail", "test", "me@school.example")
    assert result.exit_code == 1
    assert "--sender" in result.stderr
