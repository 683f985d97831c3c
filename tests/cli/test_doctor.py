"""`vekha mail doctor` as it is called: a real name server, a real SMTP server, a real roadmap."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from naming import NameServer

from notifications.capture import CaptureServer
from wiring.clock import CompressedClock, real_now, write_clock

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"
MOMENT = datetime(2023, 9, 1, tzinfo=UTC)
Run = Callable[..., Result]

DOMAIN = "cmrito.edu.kz"
GOOD = {
    (DOMAIN, "TXT"): ['"v=spf1 ip4:185.12.40.7 a:localhost -all"'],
    ("localhost", "A"): ["127.0.0.1"],
    (DOMAIN, "MX"): [f"10 mx.{DOMAIN}."],
    (f"mx.{DOMAIN}", "A"): ["185.12.40.7"],
    (f"_dmarc.{DOMAIN}", "TXT"): [f'"v=DMARC1; p=quarantine; rua=mailto:postmaster@{DOMAIN}"'],
}


@pytest.fixture
def roadmap(tmp_path: Path) -> Path:
    """«Город-селу» with addresses that could be real, but for one slip."""
    folder = tmp_path / "gorod-selu"
    folder.mkdir()
    for path in GOROD_SELU.glob("*.*"):
        if path.suffix in (".yaml", ".csv"):
            text = path.read_text(encoding="utf-8-sig").replace("cmrito.example", DOMAIN)
            text = text.replace("director@daryn.petropavlovsk.example", "daryn.pavlov@gmial.com")
            (folder / path.name).write_text(text.replace(".example", ".kz"), encoding="utf-8")
    return folder


@pytest.fixture
def outside(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CaptureServer]:
    """An outgoing server on loopback, in the mode live, on 1 September 2023."""
    clock = tmp_path / "clock.json"
    write_clock(clock, clock=CompressedClock(((real_now(), MOMENT),)))
    monkeypatch.setenv("VEKHA_CLOCK", str(clock))
    with CaptureServer(tmp_path / "outside", now=lambda: MOMENT) as server:
        monkeypatch.setenv("VEKHA_MAIL", "live")
        monkeypatch.setenv("VEKHA_SMTP_URL", f"smtp+plain://127.0.0.1:{server.port}")
        yield server


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def by_code(result: Result) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in told(result)["findings"]}


def test_doctor_tells_what_would_lose_letters(
    run: Run, roadmap: Path, outside: CaptureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NameServer(GOOD) as names:
        monkeypatch.setenv("VEKHA_DNS_SERVER", names.address)
        monkeypatch.setenv("VEKHA_MAIL_PER_DAY", "50")
        result = run("mail", "doctor", roadmap, "--json")
    found = by_code(result)
    assert result.exit_code == 1
    assert found["mode-live"]["level"] == "ok"
    assert found["server-ok"]["seen"].startswith("127.0.0.1:")
    assert found["mx-ok"]["seen"] == f"{DOMAIN}: mx.{DOMAIN}"
    assert found["dkim-none"]["level"] == "warn"
    assert found["site-inside"]["level"] == "error"
    assert "2023-10-09: 54" in found["volume-day"]["seen"], "54 schools on one day"
    assert "daryn.pavlov@gmial.com" in found["people-typo"]["seen"]
    assert "gmail.com" in found["people-typo"]["seen"]
    dead = [one for one in told(result)["findings"] if one["code"] == "people-dead-domain"]
    assert any("abay.petropavlovsk.kz" in one["seen"] for one in dead)
    assert told(result)["counts"]["error"] > 0
    assert list((tmp_path / "outside").glob("*.eml")) == [], "looking sends nothing"


def test_doctor_writes_no_state(run: Run, state: Path) -> None:
    result = run("mail", "doctor", "--json")
    assert "mode-no-roadmap" in by_code(result)
    assert not state.exists()


def test_record_to_publish_is_spelled_out_in_each_language(
    run: Run, roadmap: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NameServer({}) as names:
        monkeypatch.setenv("VEKHA_DNS_SERVER", names.address)
        for language, word in (("ru", "Опубликуйте"), ("kk", "жариялаңыз"), ("en", "Publish")):
            result = run("mail", "doctor", roadmap, "--lang", language)
            assert result.exit_code == 1
            assert f'"v=DMARC1; p=none; rua=mailto:postmaster@{DOMAIN}"' in result.stdout
            assert '"v=spf1 mx ~all"' in result.stdout
            assert word in result.stdout


def test_deploy_shows_errors_and_goes_on(
    run: Run, roadmap: Path, outside: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NameServer(GOOD) as names:
        monkeypatch.setenv("VEKHA_DNS_SERVER", names.address)
        result = run("deploy", roadmap)
    assert result.exit_code == 0, result.output
    assert "Почта не готова" in result.stderr
    assert "vekha mail doctor" in result.stderr
    assert "версия 1" in result.stderr


def test_deploy_is_stopped_where_the_setting_says_so(
    run: Run, roadmap: Path, outside: CaptureServer, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEKHA_MAIL_DOCTOR", "block")
    with NameServer(GOOD) as names:
        monkeypatch.setenv("VEKHA_DNS_SERVER", names.address)
        result = run("deploy", roadmap)
    assert result.exit_code == 1
    assert "VEKHA_MAIL_DOCTOR=tell" in result.stderr
    assert not (state / "vekha.db").exists()


def test_deploy_does_not_look_where_no_letter_leaves(
    run: Run, roadmap: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEKHA_MAIL_DOCTOR", "block")
    with NameServer({}) as names:
        monkeypatch.setenv("VEKHA_DNS_SERVER", names.address)
        result = run("deploy", roadmap)
        assert not names.asked
    assert result.exit_code == 0, result.output
