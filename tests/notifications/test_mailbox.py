"""The captured mailbox: order, search, opening, and names that must not lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from notifications.composing import Composer
from notifications.folder import FolderTransport, key_of, name_of_key, store_letter
from notifications.letter import Address, Attachment, Letter
from notifications.mailbox import LetterUnknown, count_letters, list_letters, read_letter
from notifications.transport import MailRefused

LetterOf = Callable[..., Letter]
LINK = "https://vekha.sko-edu.example/a/Jx3mQm0vT5uEo8s1r2n9dA"


@pytest.fixture
def folder(tmp_path: Path, composer: Composer, letter_of: LetterOf) -> Path:
    """Three letters, received one after the other."""
    letters = (
        letter_of("invitation"),
        letter_of("reminder", "kk", to=Address("Жүнісов Қ.Ә.", "birlik@x.example")),
        letter_of("digest", attachments=(Attachment("Сводка.pdf", "application/pdf", b"%PDF"),)),
    )
    for number, letter in enumerate(letters, 1):
        name = f"20240215T0300000000{number:02d}Z-{number:06d}"
        store_letter(tmp_path, name, composer.compose(letter).mime)
    return tmp_path


def test_letters_are_listed_newest_first(folder: Path) -> None:
    entries = list_letters(folder)

    assert [entry.subject for entry in entries] == [
        "Сводка на 20 февраля 2024 г.: Город-селу",
        "Еске салу, жауап 29 ақпанға дейін: Промежуточный мониторинг",
        "Просим ответить до 29 февраля: Промежуточный мониторинг",
    ]
    last = entries[-1]
    assert last.recipient == "Мәкен Е.З. <director@daryn.example>"
    assert last.links == (LINK,)
    assert last.key == "gorod-selu/2023-2024/interim/invitation/daryn-director"
    assert last.date is not None
    assert last.date.isoformat() == "2024-02-15T09:00:00+06:00"
    assert last.size == (folder / last.name).stat().st_size


def test_page_and_search_agree(folder: Path) -> None:
    names = [entry.name for entry in list_letters(folder)]

    assert [e.name for e in list_letters(folder, limit=1, offset=1)] == names[1:2]
    assert [e.name for e in list_letters(folder, query="ЖҮНІСОВ еске")] == names[1:2]
    assert [e.name for e in list_letters(folder, query="daryn", limit=1, offset=1)] == names[1:2]
    assert list_letters(folder, query="нет такого") == []
    assert list_letters(folder, offset=3) == []
    assert count_letters(folder) == 3


def test_mailbox_that_does_not_exist_yet_is_empty(tmp_path: Path) -> None:
    assert list_letters(tmp_path / "none") == []


def test_letter_is_opened_whole(folder: Path) -> None:
    letter = read_letter(folder, list_letters(folder)[0].name)

    assert dict(letter.headers)["Auto-Submitted"] == "auto-generated"
    assert letter.text.startswith("Здравствуйте, Ельцова Л.Ф.!\n")
    assert letter.html.startswith("<!DOCTYPE html>")
    (file,) = letter.attachments
    assert (file.name, file.media_type, file.content) == ("Сводка.pdf", "application/pdf", b"%PDF")
    assert letter.links == ("https://vekha.sko-edu.example/board/7hK2mPq9",)


@pytest.mark.parametrize(
    "name",
    [
        *("../secret.eml", "/etc/passwd", "..", "", ".hidden.eml", "a/b.eml", "a\\b.eml"),
        *("absent.eml", "x.eml\x00", "link.eml", "x.eml\n", "secret.txt"),
    ],
)
def test_name_that_is_no_letter_is_refused(name: str, folder: Path) -> None:
    (folder.parent / "secret.eml").write_text("secret")
    (folder / "secret.txt").write_text("secret")
    (folder / "link.eml").symlink_to(folder.parent / "secret.eml")

    with pytest.raises(LetterUnknown):
        read_letter(folder, name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        b"\xff\xfe\x00 no mail at all",
        b"Subject: =?utf-8?B?!!!?=\r\nDate: never\r\nFrom: =?x?Q?=\r\n\r\nbody",
        b"Content-Type: text/plain; charset=klingon\r\n\r\n\xd0\xa2",
        b"Content-Type: multipart/mixed\r\n\r\n--x\r\n",
    ],
)
def test_mail_of_strangers_breaks_nothing(content: bytes, tmp_path: Path) -> None:
    name = store_letter(tmp_path, "20240215T030000000001Z-000001", content)

    (entry,) = list_letters(tmp_path, query="")
    assert entry.name == name
    assert read_letter(tmp_path, name).name == name


def test_folder_keeps_a_letter_under_its_key(
    tmp_path: Path, composer: Composer, letter_of: LetterOf
) -> None:
    letter = letter_of("invitation")
    mime = composer.compose(letter).mime
    transport = FolderTransport(tmp_path)
    delivery = transport.put(mime, sender=letter.sender.email, recipient=letter.to.email)

    assert delivery.held
    (file,) = tmp_path.iterdir()
    assert file.name == "gorod-selu--2023-2024--interim--invitation--daryn-director.eml"
    assert file.read_bytes() == mime
    assert key_of(mime) == letter.key


def test_letter_that_comes_twice_is_seen_twice(tmp_path: Path) -> None:
    names = [store_letter(tmp_path, "a", b"1"), store_letter(tmp_path, "a", b"2")]

    assert names == ["a.eml", "a.2.eml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_folder_refuses_an_address_that_bounces(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path, bounces=lambda email: email.startswith("gone"))

    with pytest.raises(MailRefused) as refused:
        transport.put(b"x", sender="a@x.example", recipient="gone@x.example")
    assert refused.value.code == 550
    assert list(tmp_path.iterdir()) == []


def test_keys_that_look_alike_get_names_of_their_own() -> None:
    keys = ["a/б", "a/в", "a/b", "a--b ", "../../x", "x" * 300, "x" * 301]
    names = [name_of_key(key) for key in keys]

    assert len(set(names)) == len(keys)
    assert all("/" not in name and not name.startswith(".") and len(name) < 200 for name in names)
