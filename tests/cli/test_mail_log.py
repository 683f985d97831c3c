"""`vekha mail log` with its filters and `vekha mail show`, over a ledger with letters of every kind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from models.engine import reading, writing
from models.mail_log import letters
from models.outbox import Outcome, claim_letters, mark_handed, record_outcomes
from vekha.states import LetterState

Run = Callable[..., Result]
ACTION = "gorod-selu/2023-2024/interim/invite"
MIME = (
    "From: =?utf-8?B?0JPQvtGA0L7QtA==?= <gorod-selu@cmrito.example>\r\n"
    "To: director@daryn.example\r\nSubject: =?utf-8?B?0J/RgNC+0YHQuNC8?=\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nТак и ушло.\r\n"
).encode()


@pytest.fixture
def handled(house: Any) -> Any:
    """54 invitations: one sent, one held, one refused, one delayed, 50 queued."""
    due = house.perform("interim/invite")
    outcomes = [
        (LetterState.SENT, "250", "2.0.0 queued as 4F1", MIME),
        (LetterState.SENT, "250", "held: kept as x.eml", MIME),
        (LetterState.REFUSED, "550", "5.1.1 =нет такого ящика", None),
        (LetterState.DELAYED, "451", "4.7.1 try later", None),
    ]
    lease = timedelta(minutes=1)
    with writing(house.office.engine) as session:
        rows = claim_letters(session, worker="w", now=due, lease=lease, limit=4)
        keys = [row.key for row in rows]
        mark_handed(session, keys, worker="w", now=due, lease=lease)
        record_outcomes(
            session,
            [
                Outcome(key, state, due, code, reply, "<m@x>", mime, next_try=due + lease)
                for key, (state, code, reply, mime) in zip(keys, outcomes, strict=True)
            ],
            worker="w",
        )
    house.keys, house.due = keys, due
    return house


def found(run: Run, *options: str | Path) -> Any:
    result = run("mail", "log", "--json", *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_held_is_not_sent(run: Run, handled: Any) -> None:
    counts = found(run)["counts"]
    assert (counts["sent"], counts["held"], counts["queued"]) == (1, 1, 50)
    for state, key in (("sent", handled.keys[0]), ("held", handled.keys[1])):
        (one,) = found(run, "--state", state)["letters"]
        assert (one["key"], one["state"]) == (key, state)
    both = found(run, "--state", "sent", "--state", "held")["letters"]
    assert [one["key"] for one in both] == handled.keys[:2]


def test_filters_narrow_in_every_way(run: Run, handled: Any) -> None:
    key = handled.keys[2]
    with reading(handled.office.engine) as session:
        (row,) = [one for one in letters(session) if one.key == key]
    organisation = handled.plan.roadmap.organisations[row.organisation]
    for options in (
        ("--code", "550"),
        ("--address", row.address.upper()),
        ("--organisation", organisation.key),
        ("--organisation", organisation.name),
        ("--text", "НЕТ ТАКОГО"),
        ("--text", row.person),
        ("--person", row.person),
    ):
        assert [one["key"] for one in found(run, *options)["letters"]] == [key], options
    assert len(found(run, "--action", "interim/invite")["letters"]) == 54
    assert len(found(run, "--action", ACTION)["letters"]) == 54
    assert found(run, "--action", "invite/interim")["letters"] == []
    assert len(found(run, "--template", "invitation", "--limit", "5")["letters"]) == 5
    assert found(run, "--template", "reminder")["letters"] == []
    assert len(found(run, "--roadmap", "gorod-selu/2023-2024")["letters"]) == 54


def test_district_takes_in_its_organisations(run: Run, handled: Any) -> None:
    known = handled.plan.roadmap.organisations
    asked = {r.organisation.key for r in handled.plan.roadmap.respondents("interim")}
    district = next(one.district for one in known.values() if one.key in asked and one.district)
    own = {one.key for one in known.values() if one.district == district} & asked
    told = found(run, "--district", known[district].name)["letters"]
    assert {one["organisation"] for one in told} == own


def test_days_are_those_of_the_roadmap(run: Run, handled: Any) -> None:
    """The invitations leave at 09:00 in Almaty, which is still the same day there until midnight."""
    day, after = handled.due.date(), handled.due.date() + timedelta(days=1)
    assert len(found(run, "--since", str(day), "--until", str(day))["letters"]) == 54
    assert len(found(run, "--since", f"{day:%d.%m.%Y}")["letters"]) == 54
    assert found(run, "--since", str(after))["letters"] == []
    assert found(run, "--until", str(day - timedelta(days=1)))["letters"] == []


def test_unknown_organisation_is_refused_with_near_names(run: Run, handled: Any) -> None:
    result = run("mail", "log", "--organisation", "dary")
    assert result.exit_code == 1
    assert "daryn" in result.stderr


def test_table_for_excel_holds_everything_and_no_formula(run: Run, handled: Any) -> None:
    text = run("mail", "log", "--csv", "--limit", "1").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 54
    assert {row["state"] for row in rows} == {"sent", "held", "refused", "delayed", "queued"}
    assert not any(value[:1] in "=+@" for row in rows for value in row.values() if value)


def test_letter_is_shown_word_for_word_with_its_history(run: Run, handled: Any) -> None:
    result = run("mail", "show", handled.keys[0])
    assert result.exit_code == 0, result.output
    for words in ("Так и ушло.", "Subject: Просим", "слово в слово", "2.0.0 queued as 4F1"):
        assert words in result.stdout
    told = json.loads(run("mail", "show", handled.keys[2], "--json").stdout)
    assert (told["state"], told["as_sent"]) == ("refused", False)
    assert [one["kind"] for one in told["timeline"]] == ["letter refused"]
    assert "Промежуточный мониторинг" in told["text"], "as it would be written now"


def test_letter_is_written_to_a_file_as_it_was(run: Run, handled: Any, tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    assert run("mail", "show", handled.keys[0], "--eml", file).exit_code == 0
    assert file.read_bytes() == MIME


def test_mistyped_letter_is_refused_with_near_keys(run: Run, handled: Any) -> None:
    person = handled.keys[0].rsplit("/", 1)[1]
    result = run("mail", "show", f"gorod-selu/2023/interim/{person}")
    assert result.exit_code == 1
    assert handled.keys[0] in result.stderr
