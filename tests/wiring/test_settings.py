"""The settings: defaults that run, refusals that say what is missing, and a page that lists all."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from wiring.settings import MailMode, Settings
from wiring.settings_page import page, sample

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def clean_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variables and no .env but the test's own."""
    monkeypatch.chdir(tmp_path)
    for variable in [name for name in os.environ if name.startswith("VEKHA_")]:
        monkeypatch.delenv(variable)


def test_everything_has_a_default_that_runs_on_one_machine(tmp_path: Path) -> None:
    settings = Settings()
    assert settings.embedded
    assert settings.folder == tmp_path / ".vekha"
    assert settings.database == f"sqlite:///{tmp_path}/.vekha/vekha.db"
    assert settings.prefect_api == "http://127.0.0.1:4200/api"
    assert settings.site == "http://127.0.0.1:8080"
    assert settings.mail is MailMode.CAPTURE


def test_variables_win_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("VEKHA_SITE_PORT=9001\nVEKHA_SMTP_PORT=9002\n")
    monkeypatch.setenv("VEKHA_SITE_PORT", "9003")
    settings = Settings()
    assert (settings.site_port, settings.smtp_port) == (9003, 9002)


def test_guests_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEKHA_MAIL", "guests")
    monkeypatch.setenv("VEKHA_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("VEKHA_GUESTS", "A@one.example, b@two.example,")
    assert Settings().guests == ("a@one.example", "b@two.example")


@pytest.mark.parametrize("mail", ["guests", "live"])
def test_mail_that_leaves_the_house_is_refused_without_a_server(
    monkeypatch: pytest.MonkeyPatch, mail: str
) -> None:
    monkeypatch.setenv("VEKHA_MAIL", mail)
    with pytest.raises(ValidationError, match="VEKHA_SMTP_URL"):
        Settings()


def test_a_secret_of_the_wrong_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEKHA_SECRET", base64.b64encode(b"short").decode())
    with pytest.raises(ValidationError, match="32 bytes"):
        Settings()


def test_a_secret_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = base64.b64encode(b"x" * 32).decode()
    monkeypatch.setenv("VEKHA_SECRET", hidden)
    monkeypatch.setenv("VEKHA_SMTP_URL", "smtp://user:parol@mail.example")
    settings = Settings()
    assert settings.installation_secret() == b"x" * 32
    assert hidden not in repr(settings)
    assert "parol" not in repr(settings)


def test_a_system_that_listens_everywhere_is_reached_on_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VEKHA_HOST", "0.0.0.0")
    monkeypatch.setenv("VEKHA_SITE_URL", "https://anketa.example/")
    settings = Settings()
    assert settings.prefect_api == "http://127.0.0.1:4200/api"
    assert settings.site == "https://anketa.example"


def test_every_setting_has_a_description() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    ("name", "text"), [("docs/settings.md", page()), (".env.sample", sample())]
)
def test_the_page_lists_every_setting(name: str, text: str) -> None:
    """When this fails, run python -m wiring.settings_page and read the difference."""
    assert (ROOT / name).read_text(encoding="utf-8") == text
