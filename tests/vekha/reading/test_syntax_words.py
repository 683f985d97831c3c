"""What the YAML parser complains of is told in the reader's language, at the place of the mistake."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import yaml

from vekha.catalogue import message_of
from vekha.issues import Issue
from vekha.reading import source as reading
from vekha.reading.roster import read_organisations
from vekha.reading.source import read_source

# text: line and column, and words of the Russian message
WRONG = {
    'a: "x\nb: c\n': ("1:4", "кавычка открыта и до конца не закрыта"),
    'a: 1\nb: "x\nc: d\ne: "f"\ng: 1\n': ("2:4", "кавычка закрылась только в строке 4"),
    "m:\n  - a: 'x\n    b: c\n  - d: 'e f'\n": ("2:8", "закрылась только в строке 4"),
    'a: {t: "x, k: v}\nb: c\nd: {t: "e"}\n': ("1:8", "закрылась только в строке 3"),
    'a: "x\n---\nb"\n': ("1:4", "кавычка открыта"),
    "a: b: c\n": ("1:5", "лишнее двоеточие"),
    "a\nb: c\n": ("2:2", "строкой выше забыто двоеточие"),
    "a: b\nkeykey\nc: d\n": ("3:1", "после ключа нет двоеточия"),
    "a: [x, y\nb: c\n": ("2:2", "скобка не закрыта"),
    "a: {x: y\nb: c\n": ("2:2", "скобка не закрыта"),
    "a: @x\n": ("1:4", "возьмите его в кавычки"),
    "a: %x\n": ("1:4", "возьмите его в кавычки"),
    'a: "C:\\qwe"\n': ("1:7", "обратная косая черта"),
    "a:\n   b: c\n  d: e\n": ("3:3", "отступ не совпадает"),
    'title: "Малая" программа\n': ("1:16", "после закрытой кавычки стоит ещё текст"),
    "a: - b\n": ("1:4", "начинают с новой строки"),
    "- a\nb: c\n": ("2:1", "строка другого вида"),
    "a: *\n": ("1:5", "ожидается имя"),
    "a: !x!y z\n": ("1:4", "служебного знака"),
    "a: ]\n": ("1:4", "ожидается значение"),
    "a: |x\n b\n": ("1:5", "с новой строки"),
    "a: b\n...\nc: d\n": ("3:1", "после конца документа"),
    "a: 1\nb: \x01c\n": ("2:1", "управляющий знак"),
}


def only_issue(text: str) -> Issue:
    (issue,) = read_source(text.encode(), file="r.yaml").issues
    assert issue.code == "yaml-syntax"
    return issue


@pytest.mark.parametrize("text", WRONG)
def test_fault_is_told_in_russian_at_its_place(text: str) -> None:
    issue = only_issue(text)
    place, words = WRONG[text]
    assert str(issue.place) == f"r.yaml:{place}"
    assert words in message_of(issue, language="ru")


@pytest.mark.parametrize("text", WRONG)
def test_fault_is_told_without_a_word_of_the_parser(text: str) -> None:
    issue = only_issue(text)
    told = {language: message_of(issue, language=language) for language in ("ru", "kk", "en")}
    assert len(set(told.values())) == 3
    for language in ("ru", "kk"):
        assert not re.search("[a-z]{3}", told[language].replace("YAML", "")), told[language]


@pytest.mark.parametrize("text", [t for t in WRONG if "\\" not in t])
def test_slower_parser_is_understood_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, the pure parser reads, and words its complaints in its own way."""
    monkeypatch.setattr(reading, "_Loader", yaml.SafeLoader)
    issue = only_issue(text)
    assert not re.search("[a-z]{3}", message_of(issue, language="ru").replace("YAML", ""))


def test_quoted_text_over_several_lines_is_no_fault() -> None:
    source = read_source(b'a: "x\n  y"\nb: c\n', file="r.yaml")
    assert (source.value, source.issues) == ({"a": "x y", "b": "c"}, [])


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


GARBAGE = {
    "noise": bytes(range(256)) * 20,
    "text": "просто текст".encode(),
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "cut archive": archive(a=b"1" * 500)[:200],
    "other archive": archive(letter=b"text"),
    "nothing behind the mark": b"PK",
}


@pytest.mark.parametrize("content", GARBAGE.values(), ids=list(GARBAGE))
def test_garbage_workbook_is_called_what_it_is(content: bytes) -> None:
    found, (issue,) = read_organisations(content, file="o.xlsx")
    assert found == {}
    assert message_of(issue, language="ru") == (
        "Таблица не читается: файл повреждён или это не книга Excel."
    )
    assert "бүлінген" in message_of(issue, language="kk")
    assert "damaged" in message_of(issue, language="en")


def test_table_in_no_known_encoding_is_told_in_words() -> None:
    _, (issue,) = read_organisations(b"key;name\nx;\x98\xff\n", file="o.csv")
    assert "кодировка не опознана" in message_of(issue, language="ru")


def test_table_with_an_endless_cell_is_told_in_words() -> None:
    content = b'key;name\nx;"' + b"x;y\n" * 60_000
    _, (issue,) = read_organisations(content, file="o.csv")
    assert "не закрыта кавычка" in message_of(issue, language="ru")
