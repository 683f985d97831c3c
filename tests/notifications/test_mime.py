"""The bytes of a letter: equal to the library's own when parsed, safe from injection, readable everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address as LibraryAddress
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.calendar_file import meeting, uid_of
from notifications.composing import Composer
from notifications.headers import mailbox_of, message_id, needs_smtputf8, one_line
from notifications.letter import (
    LANGUAGES,
    Address,
    Attachment,
    CalendarPart,
    Language,
    Letter,
    LetterUnwritable,
)
from notifications.mime import CALL_ME, write_mime
from notifications.smtp_line import _for_the_wire

LetterOf = Callable[..., Letter]
KAZAKH_NAME = "Әдістемелік нұсқаулық – «Ұшқыр ой алаңы», 2024 жылғы ақпан.docx"
SENT = datetime.fromisoformat("2024-02-15T09:00:00+06:00")

# Anything that people may type into a name or a title, without what one_line() takes out.
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120)
locals_ = st.from_regex(r"[a-z0-9]{1,12}([.+_-][a-z0-9]{1,8})?", fullmatch=True)
mailboxes = st.builds(
    Address, words, st.builds("{}@{}.example".format, locals_, st.sampled_from(["a", "b-c"]))
)
bodies = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    )
)
files = st.builds(
    Attachment,
    name=st.from_regex(
        r"[A-Za-zА-Яа-яәғқңөұүһі№-]{1,20}( [A-Zа-яә]{1,20}){0,2}\.docx", fullmatch=True
    ),
    media_type=st.sampled_from(["application/pdf", "application/octet-stream"]),
    content=st.binary(max_size=300),
)


def _read(mime: bytes) -> EmailMessage:
    return message_from_bytes(mime, policy=policy.default)


def _by_the_library(letter: Letter, *, subject: str, text: str, html: str) -> EmailMessage:
    """The same letter as EmailMessage writes it, its machine headers and its date included."""
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = subject
    for name, address in (
        ("From", letter.sender),
        ("To", letter.to),
        ("Reply-To", letter.reply_to or letter.sender),
    ):
        message[name] = LibraryAddress(one_line(address.name), addr_spec=address.email)
    message["Date"] = letter.message_date
    message["Message-ID"] = message_id(letter.key, sender=letter.sender.email)
    if letter.thread:
        first = message_id(letter.thread, sender=letter.sender.email)
        message["In-Reply-To"] = message["References"] = first
    message["Auto-Submitted"] = "auto-generated"
    wish = quote(CALL_ME[letter.language])
    read = quote(letter.sender.email, safe="@")  # the mailbox in which the wish is read
    message["List-Unsubscribe"] = f"<mailto:{read}?subject={wish}>"
    message["X-Vekha-Key"] = letter.key
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if letter.calendar:
        method = {"method": letter.calendar.method}
        message.add_alternative(
            letter.calendar.content.decode(), subtype="calendar", params=method, cte="base64"
        )
    for file in letter.attachments:
        main, sub = file.media_type.split("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    if letter.calendar:
        message.add_attachment(
            letter.calendar.content, maintype="application", subtype="ics", filename="invite.ics"
        )
    message["Content-Language"] = letter.language  # before, it would move into the first part
    return _read(message.as_bytes())


def _person(message: EmailMessage, header: str) -> tuple[str, str]:
    """Name and address. The name is decoded by itself: the newer parser of Python 3.11 puts a space
    between two encoded words of one name, which RFC 2047 (6.2) forbids."""
    raw = str(message_from_bytes(message.as_bytes(policy=policy.compat32))[header])
    name, address = parseaddr(" ".join(raw.split()))
    return " ".join(str(make_header(decode_header(name))).split()), address


def _people(message: EmailMessage) -> list[tuple[str, str]]:
    return [_person(message, header) for header in ("From", "To", "Reply-To")]


def spaceless(name: str) -> str:
    """The library loses a space between two of its encoded words; ours are compared exactly."""
    return "".join(name.split())


def _parts(message: EmailMessage) -> list[dict[str, object]]:
    """Every part in its order and depth: kind, charset, method, names, disposition, content."""
    found = []
    for part in message.walk():
        content = None
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if part.get_content_maintype() == "text":  # the last line end is not part of a text
                content = content.replace(b"\r\n", b"\n").rstrip(b"\n")
        found.append(
            {
                "kind": part.get_content_type(),
                "parts": [p.get_content_type() for p in part.iter_parts()]
                if part.is_multipart()
                else None,
                "charset": part.get_content_charset(),
                "method": part.get_param("method"),
                "name": part.get_filename(),
                "disposition": part.get_content_disposition(),
                "content": content,
            }
        )
    return found


def _seen(message: EmailMessage) -> dict[str, object]:
    """Everything that a reader, a person or a program, can see of a message."""
    known = {name.lower() for name in message.keys()}  # noqa: SIM118 - a message is no mapping
    machine = ("auto-submitted", "content-language", "x-vekha-key", "in-reply-to", "references")
    return {
        "headers": known,
        "subject": " ".join(str(message["Subject"]).split()),
        "date": message["Date"].datetime,
        "offset": message["Date"].datetime.utcoffset(),
        "id": str(message["Message-ID"]),
        "people": [(spaceless(name), email) for name, email in _people(message)],
        "machine": [" ".join(str(message.get(name)).split()) for name in machine],
        "unsubscribe": "".join(str(message["List-Unsubscribe"]).split()),
        "parts": _parts(message),
    }


def _date(carried: tuple[str, str, bool] | None) -> CalendarPart | None:
    if carried is None:
        return None
    title, place, cancelled = carried
    return meeting(
        uid_of("k"),
        title=title,
        starts=SENT,
        lasts=timedelta(hours=1),
        stamp=SENT,
        organizer=Address("Ельцова Л.Ф.", "eltsova@cmrito.example"),
        attendee=Address(title, "director@daryn.example"),
        place=place,
        cancelled=cancelled,
    )


@settings(max_examples=100, deadline=None)
@given(
    sender=mailboxes,
    to=mailboxes,
    subject=words,
    text=bodies,
    html=bodies,
    attachments=st.lists(files, max_size=2),
    answered=st.none() | mailboxes,
    language=st.sampled_from(LANGUAGES),
    key=st.from_regex(r"[a-z]{1,12}(/[a-z0-9-]{1,30}){1,3}", fullmatch=True),
    thread=st.none() | st.just("gorod-selu/interim/invite/karatal"),
    carried=st.none() | st.tuples(words, words, st.booleans()),
    minutes=st.integers(-900_000, 900_000),
    offset=st.integers(-14 * 60, 14 * 60),
)
def test_letter_parses_equal_to_the_library_s(
    sender: Address,
    to: Address,
    subject: str,
    text: str,
    html: str,
    attachments: list[Attachment],
    answered: Address | None,
    language: Language,
    key: str,
    thread: str | None,
    carried: tuple[str, str, bool] | None,
    minutes: int,
    offset: int,
) -> None:
    letter = Letter(
        key=key,
        to=to,
        sender=sender,
        reply_to=answered,
        language=language,
        template="announcement",
        context={},
        thread=thread,
        calendar=_date(carried),
        message_date=(SENT + timedelta(minutes=minutes)).astimezone(
            timezone(timedelta(minutes=offset))
        ),
        attachments=tuple(attachments),
    )
    subject = one_line(subject)
    mime = write_mime(letter, subject=subject, text=text, html=html)
    theirs = _by_the_library(letter, subject=subject, text=text, html=html)

    assert _seen(_read(mime)) == _seen(theirs)
    assert [name for name, _ in _people(_read(mime))] == [
        one_line(person.name) for person in (sender, to, answered or sender)
    ]
    assert not _read(mime).defects
    assert _for_the_wire(mime) == _for_the_wire(bytes(mime)), "its type promises what it holds"


hostile = st.text(
    st.sampled_from('a Я\r\n\t\0\x0b\x0c\x1c\x85\u2028:;<>@"\\,()=?ә\ud800'), max_size=40
)


@settings(max_examples=200, deadline=None)
@given(subject=hostile, name=hostile, file=hostile, key=hostile)
def test_no_value_makes_a_header_of_its_own(subject: str, name: str, file: str, key: str) -> None:
    letter = Letter(
        key=key.encode("utf-8", "replace").decode(),
        to=Address(name, "to@x.example"),
        sender=Address(name, "from@x.example"),
        language="ru",
        template="announcement",
        context={},
        message_date=SENT,
        attachments=(Attachment(file, "application/pdf", b"%PDF"),),
    )
    mime = write_mime(letter, subject=subject, text="т", html="х")
    head = mime.partition(b"\r\n\r\n")[0]

    names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == [
        *("From", "Reply-To", "Auto-Submitted", "Content-Language", "List-Unsubscribe", "To"),
        *("Subject", "Date", "Message-ID", "X-Vekha-Key", "MIME-Version", "Content-Type"),
    ]
    assert _for_the_wire(mime) == _for_the_wire(bytes(mime))
    assert mime.count(b"\n") == mime.count(b"\r\n") == mime.count(b"\r")
    assert mime.isascii()
    assert [part.get_content_type() for part in _read(mime).walk()][-1] == "application/pdf"


@pytest.mark.parametrize(
    "email",
    [
        "a@x.example\r\nBcc: b@x.example",
        "a b@x.example",
        "a@x.example, b@x.example",
        "a@x.example>",
        "<a@x.example",
        "no-at.example",
        "@x.example",
        "a@",
        "a..b@x.example",
        ".a@x.example",
        "a\x00@x.example",
        "а\u2028б@x.example",
        '"a b"@x.example',
        "a@x.example\n",
    ],
)
def test_address_that_is_none_is_refused(
    email: str, letter_of: LetterOf, composer: Composer
) -> None:
    if email.strip() != email:
        assert mailbox_of(email) == email.strip()
        return
    with pytest.raises(LetterUnwritable, match="not an e-mail address"):
        composer.compose(letter_of("announcement", to=Address("А", email)))


def test_domain_in_cyrillic_goes_out_in_ascii() -> None:
    assert mailbox_of("direktor@школа.қаз") == "direktor@xn--80atdl2c.xn--80ao21a"
    assert not needs_smtputf8("direktor@школа.қаз")


def test_local_part_in_cyrillic_needs_smtputf8(letter_of: LetterOf, composer: Composer) -> None:
    assert needs_smtputf8("директор@x.example")

    mime = composer.compose(letter_of("announcement", to=Address("", "директор@x.example"))).mime
    assert "\r\nTo: директор@x.example\r\n".encode() in mime


def test_lines_are_short_enough_for_every_server(letter_of: LetterOf, composer: Composer) -> None:
    pdf = Attachment(KAZAKH_NAME, "application/pdf", bytes(range(256)) * 40)
    mime = composer.compose(letter_of("digest", "kk", attachments=(pdf,))).mime
    head, _, body = mime.partition(b"\r\n\r\n")

    assert max(len(line) for line in head.split(b"\r\n") if b"mailto:" not in line) <= 78
    assert max(len(line) for line in body.split(b"\r\n") if b"filename*=" not in line) <= 76
    assert max(len(line) for line in mime.split(b"\r\n")) < 998


def test_attachment_name_is_written_for_new_and_for_old_programs(
    letter_of: LetterOf, composer: Composer
) -> None:
    file = Attachment(KAZAKH_NAME, "application/pdf", b"%PDF")
    mime = composer.compose(letter_of("announcement", attachments=(file,))).mime

    (part,) = _read(mime).iter_attachments()
    assert part.get_filename() == KAZAKH_NAME
    assert b'filename="=?utf-8?B?' in mime
    assert b"filename*=utf-8''%D3%98%D0%B4" in mime


def test_attachment_name_is_cut_and_cleaned(letter_of: LetterOf, composer: Composer) -> None:
    file = Attachment("../../" + "Ұзақ" * 100 + ".docx", "application/pdf", b"")
    mime = composer.compose(letter_of("announcement", attachments=(file,))).mime

    (part,) = _read(mime).iter_attachments()
    name = str(part.get_filename())
    assert name.startswith("_.._Ұзақ")
    assert name.endswith(".docx")
    assert len(name.encode()) <= 200


def test_media_type_that_is_none_is_refused(letter_of: LetterOf, composer: Composer) -> None:
    file = Attachment("a.pdf", "text/html\r\nX: y", b"")
    with pytest.raises(LetterUnwritable, match="media type"):
        composer.compose(letter_of("announcement", attachments=(file,)))


def test_same_key_gives_the_same_bytes(letter_of: LetterOf) -> None:
    assert Composer().compose(letter_of("digest")) == Composer().compose(letter_of("digest"))


def test_reminder_answers_the_first_letter_of_its_thread(
    letter_of: LetterOf, composer: Composer
) -> None:
    first = composer.compose(letter_of("invitation"))
    second = _read(composer.compose(letter_of("reminder", thread=letter_of("invitation").key)).mime)

    assert second["In-Reply-To"] == second["References"] == first.message_id
    assert first.message_id.endswith(".vekha@cmrito.example>")
    assert _read(first.mime)["In-Reply-To"] is None


def test_machine_headers_are_there(letter_of: LetterOf, composer: Composer) -> None:
    letter = _read(composer.compose(letter_of("invitation", "kk")).mime)

    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "kk"
    assert letter["X-Vekha-Key"] == letter_of("invitation").key
    assert letter["Reply-To"].addresses[0].addr_spec == "eltsova@cmrito.example"
    assert re.fullmatch(
        r"<mailto:vekha@cmrito\.example\?subject=%D2%9B\S+>",
        letter["List-Unsubscribe"].strip(),
    )
    assert letter["Date"].datetime == datetime(2024, 2, 15, 3, tzinfo=UTC)


def test_invitation_to_a_meeting_is_a_part_and_a_file(
    letter_of: LetterOf, composer: Composer
) -> None:
    invite = meeting(
        uid_of("gorod-selu/round-table"),
        title="Круглый стол",
        starts=datetime.fromisoformat("2024-04-25T15:00:00+05:00"),
        lasts=timedelta(hours=2),
        stamp=SENT,
        organizer=Address("Ельцова Л.Ф.", "eltsova@cmrito.example"),
        attendee=Address("Мәкен Е.З.", "director@daryn.example"),
    )
    letter = _read(composer.compose(letter_of("meeting", calendar=invite)).mime)
    kinds = [part.get_content_type() for part in letter.walk()]

    assert kinds == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("text/calendar", "application/ics"),
    ]
    calendar = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == invite.content


def test_date_without_zone_is_refused(letter_of: LetterOf) -> None:
    with pytest.raises(ValueError, match="no zone"):
        letter_of("invitation", message_date=datetime(2024, 2, 15))  # noqa: DTZ001
