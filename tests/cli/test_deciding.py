"""`vekha deploy`, `status`, `run` and `skip` on a real ledger, without Prefect."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from cli.main import vekha
from wiring import tools as wiring_tools
from wiring.clock import real_now

if TYPE_CHECKING:
    from collections.abc import Iterator

ROADMAP = Path(__file__).parent.parent.parent / "roadmaps" / "gorod-selu"
YEAR = "gorod-selu/2023-2024"
CLOSED = {
    "missed": f"{YEAR}/feedback/invite",
    "coming": f"{YEAR}/thanks/announce",
}


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A state folder of its own on 1 May 2024, and no Prefect."""
    for variable in [name for name in os.environ if name.startswith("VEKHA_")]:
        monkeypatch.delenv(variable)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        monkeypatch.setenv("VEKHA_PREFECT_PORT", str(found.getsockname()[1]))
    clock = tmp_path / "clock.json"
    clock.write_text(
        json.dumps({"points": [[real_now().isoformat(), "2024-05-01T04:00:00+00:00"]]})
    )
    monkeypatch.setenv("VEKHA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("VEKHA_CLOCK", str(clock))
    wiring_tools._tools.cache_clear()
    yield
    wiring_tools._tools.cache_clear()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(vekha, arguments)


def status() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("status", "--json").stdout)
    return found


def state_of(key: str) -> str:
    (roadmap,) = status()["roadmaps"]
    listed = {row["key"]: row["state"] for row in roadmap["coming"] + roadmap["undecided"]}
    return str(listed.get(key, "settled"))


def test_an_empty_installation_says_what_to_do_first() -> None:
    assert status()["roadmaps"] == []
    assert "vekha deploy" in call("status").stdout


def test_what_was_past_when_deployed_is_listed_for_a_decision() -> None:
    deployed = call("deploy", str(ROADMAP), "--json")
    assert deployed.exit_code == 0
    assert len(json.loads(deployed.stdout)["applied"][0]["added"]) > 60
    assert state_of(CLOSED["missed"]) == "missed"
    assert state_of(CLOSED["coming"]) == "planned"
    assert "впереди" in call("status").stdout


def test_a_roadmap_with_an_error_changes_nothing_of_any(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in ROADMAP.glob("*.*"):
        (broken / file.name).write_bytes(file.read_bytes())
    yaml = broken / "roadmap.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8") + "\n\tx: 1\n", encoding="utf-8")
    refused = call("deploy", str(ROADMAP), str(broken), "--json")
    assert refused.exit_code == 1
    said = json.loads(refused.stdout)
    assert "E" in {issue["severity"] for issue in said["issues"]}
    assert said["applied"] == []
    assert status()["roadmaps"] == []


def test_a_missed_action_is_done_only_when_somebody_says_so() -> None:
    call("deploy", str(ROADMAP))
    looked = call("run", CLOSED["missed"])
    assert (looked.exit_code, "--now" in looked.stdout) == (0, True)
    assert state_of(CLOSED["missed"]) == "missed"
    decided = call("run", "feedback/invite", "--now")
    assert decided.exit_code == 0
    assert "Prefect не отвечает" in decided.stderr
    assert state_of(CLOSED["missed"]) == "planned"


def test_a_skipped_action_is_settled_with_its_reason_and_not_skipped_twice() -> None:
    call("deploy", str(ROADMAP))
    assert call("skip", CLOSED["coming"]).exit_code == 2
    assert call("skip", CLOSED["coming"], "--why", "Передумали").exit_code == 0
    assert state_of(CLOSED["coming"]) == "settled"
    again = call("skip", CLOSED["coming"], "--why", "Ещё раз")
    assert (again.exit_code, "уже решено" in again.stderr) == (1, True)


def test_a_key_that_is_unknown_or_ambiguous_is_refused() -> None:
    call("deploy", str(ROADMAP))
    unknown = call("run", "no/such", "--now")
    assert (unknown.exit_code, "vekha status" in unknown.stderr) == (1, True)
    several = call("run", "invite", "--now")
    assert (several.exit_code, CLOSED["missed"] in several.stderr) == (1, True)


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEKHA_MAIL", "live")
    refused = call("status")
    assert (refused.exit_code, refused.stderr) == (2, "VEKHA_MAIL=live needs VEKHA_SMTP_URL\n")
    monkeypatch.setenv("VEKHA_MAIL", "everybody")
    assert call("status").stderr.startswith("VEKHA_MAIL: ")


def test_diff_of_an_edit_tells_nobody_who_never_heard_of_the_date(tmp_path: Path) -> None:
    """No letter has gone out here; who is told of a change is shown in tests/cli/test_changes.py."""
    call("deploy", str(ROADMAP))
    text = (ROADMAP / "roadmap.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "gorod-selu"
    folder.mkdir()
    for name in ("organisations.csv", "people.csv"):
        (folder / name).write_bytes((ROADMAP / name).read_bytes())
    (folder / "roadmap.yaml").write_text(
        text.replace("closes: 19 апреля", "closes: 22 апреля"), encoding="utf-8"
    )
    assert json.loads(call("diff", str(folder), "--json").stdout)["told"] == []


def test_an_edit_of_a_closing_shows_what_moves_and_moves_nothing_that_is_done(
    tmp_path: Path,
) -> None:
    call("deploy", str(ROADMAP))
    edited = tmp_path / "edited"
    edited.mkdir()
    for file in ROADMAP.glob("*.*"):
        (edited / file.name).write_bytes(file.read_bytes())
    yaml = edited / "roadmap.yaml"
    text = yaml.read_text(encoding="utf-8")
    assert "closes: 24 мая " in text
    yaml.write_text(text.replace("closes: 24 мая ", "closes: 29 мая "), encoding="utf-8")
    shown = call("diff", str(edited)).stdout
    assert "~ 2024-05-24 18:00 → 2024-05-29 18:00  Материалы для сборника · закрытие" in shown
    moved = {line.rpartition("[")[2].rstrip("]") for line in shown.splitlines() if "→" in line}
    applied = json.loads(call("deploy", str(edited), "--json").stdout)["applied"][0]
    assert moved <= set(applied["moved"])
    assert applied["dropped"] == []
    assert "→" not in call("diff", str(edited)).stdout


@pytest.mark.parametrize(
    ("language", "coming", "none"),
    [
        ("kk", "алда:", "Бірде-бір жол картасы"),
        ("en", "coming:", "No roadmap is deployed"),
    ],
)
def test_the_operator_is_told_in_the_language_asked_for_or_set(
    language: str, coming: str, none: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert none in call("status", "--lang", language).stdout
    monkeypatch.setenv("VEKHA_LANG", language)
    told = call("deploy", str(ROADMAP)).stderr + call("status").stdout
    assert coming in told
    told += call("run", CLOSED["missed"]).stdout + call("run", "no/such").stderr
    told += call("skip", CLOSED["coming"], "--why", "—").stdout
    words = ("версия", "пропущено", "впереди", "письма", "добавьте", "ключом", "не делаем")
    assert [word for word in words if word in told] == []


def test_the_language_may_stand_in_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("# ours\nVEKHA_LANG=kk  # қазақша\n", encoding="utf-8")
    assert "Бірде-бір жол картасы" in call("status").stdout
    assert "No roadmap is deployed" in call("status", "--lang", "en").stdout
