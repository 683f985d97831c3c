"""Files that are attached, files that are not taken, and handing a questionnaire over."""

from __future__ import annotations

import io
import re
import socket
import time
import zipfile

import pytest
from answering import full_form, visible
from docx import Document

from models.answers import sheet, submissions
from models.engine import reading
from models.event import events
from models.link import find_link, links_of
from models.mail_log import letters
from models.material import materials
from surveys.received import harmless_name
from surveys.tokens import link_path, make_token, token_hash
from surveys.visits import delegates
from vekha.states import SheetState

SECRET = b"s" * 32
WHERE = {"edition": "gorod/2023-2024", "survey": "interim", "organisation": "berezovka"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def word_file() -> bytes:
    document = Document()
    document.add_paragraph("План школы, қазақша")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def attach(client, path, content, name="План.docx", question="plan", **params):
    files = {"file": (name, content, "application/octet-stream")}
    return client.post(f"{path}/files/{question}", files=files, params=params)


def kept(town):
    with reading(town.engine) as session:
        return materials(session, **WHERE)


def test_attaching_keeps_the_other_answers_and_shows_the_file(town, client, word_file) -> None:
    path, _ = town.link()
    asked = client.post(path, data={"teachers": "17", "act": "attach:plan"})
    assert asked.headers["location"].startswith(f"{path}/files/plan")
    page = client.get(asked.headers["location"])
    assert 'type="file"' in page.text
    assert "не больше 1 МБ" in visible(page.text)
    answer = attach(client, path, word_file)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert "Файл принят: План.docx" in page.text
    assert 'value="17"' in page.text
    (file,) = kept(town)
    assert (file.file_name, file.media_type, file.submitted) == ("План.docx", WORD, None)
    download = client.get(f"{path}/file/{file.id}")
    assert download.content == word_file
    assert download.headers["content-disposition"].startswith("attachment; ")
    assert download.headers["content-disposition"].endswith(
        "filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD.docx"
    )
    assert download.headers["x-content-type-options"] == "nosniff"


def test_a_file_goes_with_the_answers_and_survives_a_wrong_form(town, client, word_file) -> None:
    path, _ = town.link()
    attach(client, path, word_file)
    page = client.post(path, data=full_form() | {"teachers": "", "act": "submit"})
    assert page.status_code == 422
    assert "План.docx" in page.text
    assert client.post(path, data=full_form() | {"act": "submit"}).status_code == 303
    with reading(town.engine) as session:
        (version,) = submissions(session, **WHERE)
    (file,) = kept(town)
    assert version.answers["plan"] == [
        {"id": file.id, "name": "План.docx", "size": len(word_file), "sha256": file.sha256}
    ]
    assert file.submitted == 1
    assert "План.docx" in client.get(f"{path}/receipt").text


def test_a_submitted_file_is_taken_away_only_with_the_next_version(town, client, word_file) -> None:
    path, _ = town.link()
    attach(client, path, word_file)
    client.post(path, data=full_form() | {"act": "submit"})
    (file,) = kept(town)
    client.post(path, data=full_form() | {"act": f"remove:{file.id}"})
    assert len(kept(town)) == 1
    assert "Файлов пока нет" in client.get(path).text
    client.post(path, data=full_form() | {"act": "submit"})
    assert kept(town) == []
    with reading(town.engine) as session:
        first, second = submissions(session, **WHERE)
    assert "plan" in first.answers
    assert "plan" not in second.answers


def test_a_file_of_the_draft_is_taken_away_at_once(town, client, word_file) -> None:
    path, _ = town.link()
    attach(client, path, word_file)
    (file,) = kept(town)
    answer = client.post(path, data={"teachers": "5", "act": f"remove:{file.id}"})
    assert answer.status_code == 303
    assert kept(town) == []
    assert 'value="5"' in client.get(path).text


def test_only_so_many_files_are_taken(town, client, word_file) -> None:
    path, _ = town.link()
    for _ in range(2):
        assert attach(client, path, word_file).status_code == 303
    page = attach(client, path, word_file)
    assert page.status_code == 422
    assert "Файлов уже 2" in page.text
    assert "Приложить файл к вопросу" not in client.get(path).text
    assert len(kept(town)) == 2


def macro_file(word: bytes) -> bytes:
    content = io.BytesIO(word)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        archive.writestr("word/document.xml", b"0" * 300 * 2**20)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00" + b"\0" * 500, "Отчёт.docx", "Это программа, а не документ"),
        (b"MZ\x90\x00" + b"\0" * 500, "Отчёт.docx.exe", "Это программа, а не документ"),
        (b"#!/bin/sh\nrm -rf /\n", "a.docx", "Это программа, а не документ"),
        (b"", "a.docx", "Файл пуст"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "старого формата"),
        (b"<html><script>alert(1)</script>", "a.docx", "Такой файл сюда не подходит"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.docx", "Принимаются: DOCX"),
        (b"PK\x03\x04 broken", "a.docx", "Файл повреждён"),
    ],
)
def test_what_only_looks_like_a_document_is_refused_in_words(
    town, client, content, name, words
) -> None:
    path, _ = town.link()
    client.post(path, data={"teachers": "17", "act": "draft"})
    page = attach(client, path, content, name)
    assert page.status_code == 422
    assert words in visible(page.text)
    assert kept(town) == []
    assert 'value="17"' in client.get(path).text


def test_macros_and_bombs_are_refused(town, client, word_file) -> None:
    path, _ = town.link()
    assert "макросы" in attach(client, path, macro_file(word_file)).text
    assert "В распакованном виде файл слишком велик" in attach(client, path, bomb()).text
    assert "бағдарлама" in attach(client, path, b"MZ" + b"\0" * 99, lang="kk").text
    assert kept(town) == []


def test_no_file_chosen_is_told(town, client) -> None:
    path, _ = town.link()
    page = attach(client, path, b"", name="")
    assert page.status_code == 422
    assert "Файл не выбран" in page.text


def test_a_huge_upload_is_cut_off_early_with_a_page_and_nothing_is_lost(town, client) -> None:
    """The 200 MB are announced; the answer comes although most of them were never read."""
    path, _ = town.link()
    client.post(path, data={"teachers": "17", "act": "draft"})
    begun = time.monotonic()
    answer, sent = upload_slowly(town.url, f"{path}/files/plan", size=200 * 2**20, announced=True)
    assert time.monotonic() - begun < 15
    assert sent < 40 * 2**20
    assert answer.startswith("HTTP/1.1 413")
    assert "Файл больше 1 МБ, поэтому загрузка остановлена" in answer
    assert 'value="17"' in client.get(path).text


def test_an_upload_of_unknown_length_is_cut_off_too(town, client) -> None:
    path, _ = town.link()
    answer, sent = upload_slowly(town.url, f"{path}/files/plan", size=200 * 2**20, announced=False)
    assert sent < 40 * 2**20
    assert answer.startswith("HTTP/1.1 413")
    assert kept(town) == []


def test_an_upload_without_a_right_link_is_not_read(town) -> None:
    answer, sent = upload_slowly(town.url, "/a/wrong/files/plan", size=200 * 2**20, announced=True)
    assert answer.startswith("HTTP/1.1 404")
    assert sent < 40 * 2**20


def upload_slowly(url: str, path: str, *, size: int, announced: bool) -> tuple[str, int]:
    """Send a file as a browser does, until it is all sent or the line breaks; (answer, sent)."""
    host, port = re.fullmatch(r"http://([\d.]+):(\d+)", url).groups()
    head = (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="big.docx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    length = f"Content-Length: {size}" if announced else "Transfer-Encoding: chunked"
    block, sent = b"x" * 65536, 0
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{length}\r\n"
            "Content-Type: multipart/form-data; boundary=B\r\n\r\n".encode()
        )
        try:
            for chunk in [head, *([block] * (size // len(block)))]:
                line.sendall(chunk if announced else b"%x\r\n%s\r\n" % (len(chunk), chunk))
                sent += len(chunk)
        except OSError:
            pass  # the line was broken: what came before is read all the same
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
        except OSError:
            pass
    return answer.decode("utf-8", "replace"), sent


def test_a_file_of_another_organisation_does_not_open(town, client, word_file) -> None:
    path, _ = town.link()
    attach(client, path, word_file)
    (file,) = kept(town)
    other, _ = town.link("dalnee")
    assert client.get(f"{other}/file/{file.id}").status_code == 404
    client.post(other, data={"act": f"remove:{file.id}"})
    assert len(kept(town)) == 1


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\я\\План.docx", "План.docx"),
        ("a\r\nSet-Cookie: x.docx", "aSet-Cookie_ x.docx"),
        ("\u202exslx.docx", "xslx.docx"),
        ("...", "file"),
        ("", "file"),
        ("Қ" * 300 + ".docx", "Қ" * 100 + ".docx"),
        ('<img src="x">.docx', "_img src=_x__.docx"),
    ],
)
def test_names_of_files_are_made_harmless(name: str, harmless: str) -> None:
    assert harmless_name(name) == harmless


def test_handing_over_ends_the_old_link_and_sends_a_new_one(town, client) -> None:
    path, old = town.link()
    client.post(path, data={"teachers": "17", "act": "draft"})
    page = client.get(f"{path}/handover")
    assert "ваша ссылка перестанет действовать" in page.text
    wrong = client.post(f"{path}/handover", data={"name": "", "position": "завуч", "email": "нет"})
    assert wrong.status_code == 422
    assert "Впишите фамилию и имя коллеги" in wrong.text
    assert 'value="завуч"' in wrong.text
    done = client.post(
        f"{path}/handover",
        data={"name": "Серікова А.Б.", "position": "завуч", "email": "serikova@school.example"},
    )
    assert "Анкета передана: Серікова А.Б., serikova@school.example" in visible(done.text)
    ended = client.get(path)
    assert ended.status_code == 403
    assert "передана коллеге" in ended.text
    with reading(town.engine) as session:
        (new,) = links_of(session, **WHERE)
        (letter,) = letters(session, edition=WHERE["edition"])
        told = [row for row in events(session) if row.kind == "link handed over"]
        colleagues = delegates(session, edition=WHERE["edition"], survey="interim")
    assert new.handed_from == old.id
    assert new.handed_by == "d-berezovka"
    assert (letter.template, letter.address) == ("invitation", "serikova@school.example")
    assert letter.context["link_id"] == new.id
    assert "link" not in str(letter.context["link"])
    assert told[0].detail["to"] == new.person
    assert colleagues["berezovka"].email == "serikova@school.example"
    theirs = client.get(link_path(SECRET, new.salt))
    assert "Серікова А.Б., завуч" in visible(theirs.text)
    assert 'value="17"' in theirs.text
    client.post(link_path(SECRET, new.salt), data=full_form() | {"act": "submit"})
    with reading(town.engine) as session:
        assert submissions(session, **WHERE)[0].person == new.person
        receipt = letters(session, edition=WHERE["edition"])[-1]
        assert sheet(session, **WHERE).state is SheetState.SUBMITTED
    assert receipt.address == "serikova@school.example"


def test_a_token_has_256_bits_and_only_its_hash_is_kept(town) -> None:
    path, link = town.link()
    token = path.removeprefix("/a/")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert make_token(SECRET, link.salt) == token
    assert make_token(b"t" * 32, link.salt) != token
    with reading(town.engine) as session:
        assert find_link(session, token_hash(token)).id == link.id
    town.engine.dispose()
    from pathlib import Path

    file = Path(str(town.engine.url.database))
    content = b"".join(part.read_bytes() for part in file.parent.glob(file.name + "*"))
    assert token.encode() not in content
