"""Names, subjects and file names of any kind: readable by old parsers and new ones, never a header.

Both of Python's parsers read them here: the old one (compat32), which knows encoded words and is what
most mail programs are like, and the new one (default), which follows the standards to the letter.
docs/letters-encoding.md says what other parsers made of the same letters.
"""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.headers import file_name, mailbox_of, one_line
from notifications.letter import Address, Attachment, Letter
from notifications.mime import write_mime

SENT = datetime.fromisoformat("2024-02-15T09:00:00+06:00")
KNOWN = (
    b"From Reply-To Auto-Submitted Content-Language List-Unsubscribe To Subject Date Message-ID "
    b"In-Reply-To References X-Vekha-Key MIME-Version Content-Type"
).split()
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NAMES = [
    "Мәкен Елена Зияқызы",
    "Ұлттық «Дарын» ҒӘҚӨҮҺІ",
    "O'Brien, директор",
    'Ельцова "Л.Ф."',
    "Имя\r\nBcc: all@x.example",
    "Имя\u2028Bcc: all@x.example",
    "Имя\x00нулём",
    "gpj.\u202eexe",
    "👩‍🏫 учитель года 🏆",
    "Ш" * 500,
    "abc " * 125,
    "=?utf-8?B?0K/Qvdc=?=",
    "имя с =?utf-8?Q?=D1?= внутри",
    "e\u0301" * 60,
    " ",
    "",
    "a\\b\\",
    "(скобки) <угол> ; : ,",
]

hostile = st.sampled_from(NAMES) | st.text(
    st.sampled_from("aЯә'\"\\<>()@,;:=?_ \r\n\t\0\x0b\x85\u2028\u2029\u202e\u200f👩\u0301\ud800"),
    max_size=80,
)


def written(subject: str, name: str, file: str) -> bytes:
    letter = Letter(
        key="k/1",
        to=Address(name, "to@x.example"),
        sender=Address(name, "from@x.example"),
        language="kk",
        template="announcement",
        context={},
        message_date=SENT,
        thread="k/0",
        attachments=(Attachment(file, "application/pdf", b"%PDF"),),
    )
    return write_mime(letter, subject=subject, text="т", html="х")


def decoded(raw: str) -> str:
    """A header's text, decoded once, with white space as readers show it."""
    return " ".join(str(make_header(decode_header(" ".join(raw.split())))).split())


@settings(max_examples=120, deadline=None)
@given(subject=hostile, name=hostile, file=hostile)
@example(subject="Ш" * 500, name="Ш" * 500, file="Ш" * 500 + ".docx")
@example(subject=NAMES[4], name=NAMES[4], file=NAMES[4])
def test_both_parsers_read_what_was_written(subject: str, name: str, file: str) -> None:
    mime = written(subject, name, file)
    old: Message = message_from_bytes(mime, policy=policy.compat32)
    new = message_from_bytes(mime, policy=policy.default)
    assert isinstance(new, EmailMessage)

    for message in (old, new):
        assert [key.encode() for key in message.keys()] == KNOWN  # noqa: SIM118
        assert not message.defects
    assert decoded(old["Subject"]) == one_line(subject)
    assert " ".join(str(new["Subject"]).split()) == one_line(subject)
    for header in ("From", "To", "Reply-To"):
        phrase, address = parseaddr(" ".join(str(old[header]).split()))
        assert decoded(phrase) == one_line(name)
        assert address == ("to@x.example" if header == "To" else "from@x.example")
        assert new[header].addresses[0].addr_spec == address


@settings(max_examples=120, deadline=None)
@given(file=hostile, suffix=st.sampled_from(["", ".docx", ".pdf"]))
def test_file_name_is_the_same_in_both_of_its_forms(file: str, suffix: str) -> None:
    """filename= with encoded words for old programs, filename*= (RFC 2231) for those of today."""
    mime = written("т", "и", file + suffix)
    wanted = file_name(file + suffix)
    old = list(message_from_bytes(mime, policy=policy.compat32).walk())[-1]
    new = list(message_from_bytes(mime, policy=policy.default).walk())[-1]
    assert new.get_filename() == wanted
    disposition = re.sub(r"\r\n\s", " ", str(old["Content-Disposition"]))
    for raw in (str(old.get_param("name")), _quoted(disposition, "filename")):
        assert decoded(raw) == wanted
    if not wanted.isascii():
        assert old.get_filename() is not None
        assert "filename*=utf-8''" in disposition
    assert not set(wanted) & (set('\\/:*?"<>|\0\r\n') | TURNING)
    assert 0 < len(wanted.encode()) <= 200


def _quoted(header: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', header)
    assert found is not None
    return " ".join(found[1].split())


@settings(max_examples=120, deadline=None)
@given(subject=hostile, name=hostile, file=hostile)
def test_no_line_is_longer_than_servers_take_and_no_letter_is_cut(
    subject: str, name: str, file: str
) -> None:
    mime = written(subject, name, file)
    assert mime.isascii()
    assert mime.count(b"\n") == mime.count(b"\r") == mime.count(b"\r\n")
    for line in mime.split(b"\r\n"):
        whole = (b"name=", b"filename=", b"filename*=", b"mailto:")  # parameters are not folded
        assert len(line) <= (998 if any(mark in line for mark in whole) else 78)
        for word in re.findall(rb"=\?utf-8\?B\?([^?]*)\?=", line):
            make_header(decode_header(f"=?utf-8?B?{word.decode()}?="))  # raises for half a letter


@pytest.mark.parametrize(
    ("email", "written_as"),
    [
        ("direktor@школа.қаз", "direktor@xn--80atdl2c.xn--80ao21a"),
        ("o'brien@x.example", "o'brien@x.example"),
        ("A.B+c@X.example", "A.B+c@X.example"),
        ("a@[192.0.2.1]", "a@[192.0.2.1]"),
    ],
)
def test_unusual_addresses_are_written_as_servers_take_them(email: str, written_as: str) -> None:
    assert mailbox_of(email) == written_as


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_turns_the_direction_of_what_follows(name: str) -> None:
    assert not TURNING & set(one_line(name))
