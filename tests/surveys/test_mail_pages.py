"""The captured mail: found, opened without running anything, followed by its personal link."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from answering import visible

from notifications.folder import store_letter
from wiring.mailbox import FolderMailbox

HOSTILE = (
    "<html><body><p>Жауап беріңіз</p><script>alert(1)</script>"
    '<img src="http://elsewhere.example/pixel.png"></body></html>'
)


def letter(number: int, link: str = "http://127.0.0.1/a/token") -> bytes:
    message = EmailMessage()
    message["Subject"] = f"Аралық мониторинг № {number} <b>"
    message["From"] = "Проект «Город-селу» <gorod@centre.example>"
    message["To"] = f"Иванова А.П. <ivanova{number}@berezovka.example>"
    message["Date"] = datetime(2024, 2, 14, 5, 0, number, tzinfo=UTC)
    message.set_content(f"Ответьте по ссылке: {link}\n")
    message.add_alternative(HOSTILE, subtype="html")
    message.add_attachment(
        b"BEGIN:VCALENDAR", maintype="text", subtype="html", filename="срок.html"
    )
    return message.as_bytes()


@pytest.fixture
def mailbox(tmp_path: Path) -> FolderMailbox:
    folder = tmp_path / "mail"
    for number in range(60):
        store_letter(folder, f"{number:04d}", letter(number))
    return FolderMailbox(folder)


def test_letters_are_listed_newest_first_in_pages_and_found_by_words(client) -> None:
    page = client.get("/mailbox")
    assert page.status_code == 200
    assert "Писем: 60" in visible(page.text)
    assert "Аралық мониторинг № 59 &lt;b&gt;" in page.text
    assert "ivanova59@berezovka.example" in page.text
    assert page.text.count("/mailbox/00") == 50
    assert "Аралық мониторинг № 9 &lt;b&gt;" in client.get("/mailbox?page=2").text
    found = client.get("/mailbox", params={"q": "ivanova17@"})
    assert found.text.count("/mailbox/00") == 1
    assert 'http-equiv="refresh"' not in page.text
    assert 'http-equiv="refresh"' in client.get("/mailbox?refresh").text
    assert client.get("/mailbox?page=nonsense&q=%3Cscript%3E").status_code == 200


def test_a_letter_shows_its_links_text_and_files_and_runs_nothing(client) -> None:
    page = client.get("/mailbox/0007.eml")
    assert '<a href="http://127.0.0.1/a/token"' in page.text
    assert 'sandbox=""' in page.text
    assert "<script>alert" not in page.text
    assert "срок.html" in page.text
    assert "<dt>Кому</dt>" in page.text
    assert "<dt>Когда</dt><dd>14.02.2024 05:00</dd>" in page.text
    assert "<dt>Кімнен</dt>" in client.get("/mailbox/0007.eml?lang=kk").text
    body = client.get("/mailbox/0007.eml/html")
    policy = body.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy
    assert body.headers["x-frame-options"] == "SAMEORIGIN"
    file = client.get("/mailbox/0007.eml/file/0")
    assert file.content == b"BEGIN:VCALENDAR"
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["content-type"] == "application/octet-stream"
    raw = client.get("/mailbox/0007.eml/raw")
    assert raw.content.startswith(b"Subject: =?utf-8?")
    assert raw.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "address",
    [
        "/mailbox/nothing.eml",
        "/mailbox/..%2fvekha.db",
        "/mailbox/0007.eml/file/9",
        "/mailbox/0007.eml/file/-1",
        "/mailbox/x/raw",
    ],
)
def test_what_is_no_letter_is_not_found(client, address) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "198.51.100.7"},
        {"forwarded": "for=198.51.100.7"},
        {"host": "rebound.example"},
    ],
)
def test_the_mail_is_closed_to_who_is_not_on_this_machine(client, headers) -> None:
    """Letters hold personal links: from elsewhere they open with the board's key only."""
    for address in ("/mailbox", "/mailbox/0007.eml", "/mailbox/0007.eml/raw"):
        page = client.get(address, headers=headers)
        assert page.status_code == 403
        assert "ivanova" not in page.text


def test_the_board_key_opens_the_mail_from_anywhere(coordinator) -> None:
    page = coordinator.get("/mailbox", headers={"x-forwarded-for": "198.51.100.7"})
    assert page.status_code == 200


def test_the_board_leads_to_the_mail(coordinator: httpx.Client) -> None:
    assert 'href="/mailbox"' in coordinator.get("/board").text
