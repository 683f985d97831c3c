"""A letter as bytes: the parts are written directly, what letters share is encoded once.

Ten and more times faster than EmailMessage and as_bytes; parses equal to it (a property test
compares them). Reading letters is in mailbox.py.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from notifications.headers import (
    address_header,
    boundary,
    file_name,
    key_header,
    mailbox_of,
    message_id,
    one_line,
    parameter,
    text_header,
)
from notifications.letter import Address, Attachment, CalendarPart, Letter, LetterUnwritable

CRLF = b"\r\n"
CALL_ME = {"ru": "прошу звонить", "kk": "қоңырау шалыңыз", "en": "please call"}
LINE = 76
TEXT_HEAD = (
    b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
)
HTML_HEAD = b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
MEDIA_TYPE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/")


def write_mime(letter: Letter, *, subject: str, text: str, html: str) -> bytes:
    """The whole message, CRLF line ends, deterministic. Raises LetterUnwritable."""
    body = _alternative(letter, text=text, html=html)
    files = _attachments(letter)
    if files:
        body = _multipart("mixed", boundary(letter.key, part="mix"), [body, *files])
    return b"".join([*_head(letter, subject=subject), b"MIME-Version: 1.0\r\n", body])


def _head(letter: Letter, *, subject: str) -> list[bytes]:
    own = message_id(letter.key, sender=letter.sender.email)
    lines = [
        _fixed_head(letter.sender, letter.reply_to, letter.language),
        address_header("To", letter.to),
        text_header("Subject", subject),
        _date_header(letter.message_date, letter.message_date.utcoffset()),
        b"Message-ID: " + own.encode() + CRLF,
    ]
    if letter.thread and letter.thread != letter.key:
        first = message_id(letter.thread, sender=letter.sender.email).encode()
        lines += [b"In-Reply-To: " + first + CRLF, b"References: " + first + CRLF]
    lines.append(key_header("X-Vekha-Key", letter.key))
    return lines


@lru_cache(maxsize=64)
def _date_header(at: datetime, offset: timedelta | None) -> bytes:
    """A batch has one date. The offset is there for the cache: equal moments may be written apart."""
    del offset
    return b"Date: " + format_datetime(at).encode() + CRLF


@lru_cache(maxsize=256)
def _fixed_head(sender: Address, reply_to: Address | None, language: str) -> bytes:
    """What all letters of a campaign in one language have in common."""
    live = reply_to or sender
    read = quote(mailbox_of(sender.email), safe="@")  # the mailbox that the program itself reads
    wish = quote(CALL_ME[language], safe="")
    return b"".join(
        [
            address_header("From", sender),
            address_header("Reply-To", live),
            b"Auto-Submitted: auto-generated\r\n",
            f"Content-Language: {language}\r\n".encode(),
            f"List-Unsubscribe:\r\n <mailto:{read}?subject={wish}>\r\n".encode(),
        ]
    )


def _alternative(letter: Letter, *, text: str, html: str) -> bytes:
    parts = [TEXT_HEAD + base64_lines(_crlf(text)), HTML_HEAD + base64_lines(_crlf(html))]
    if letter.calendar:
        parts.append(_calendar_part(letter.calendar))
    return _multipart("alternative", boundary(letter.key, part="alt"), parts)


def _crlf(text: str) -> bytes:
    """Text with the line ends that mail prescribes, ending in one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not lines.endswith("\n"):
        lines += "\n"
    return lines.replace("\n", "\r\n").encode("utf-8", "replace")


def _multipart(kind: str, mark: bytes, parts: list[bytes]) -> bytes:
    head = b'Content-Type: multipart/%s;\r\n boundary="%s"\r\n\r\n' % (kind.encode(), mark)
    body = b"".join(b"--" + mark + CRLF + part + CRLF for part in parts)
    return head + body + b"--" + mark + b"--\r\n"


def base64_lines(content: bytes) -> bytes:
    """Base64 in lines of 76 characters, without a last line end."""
    encoded = b64encode(content)
    return CRLF.join([encoded[at : at + LINE] for at in range(0, len(encoded), LINE)])


def _calendar_part(calendar: CalendarPart) -> bytes:
    head = f'Content-Type: text/calendar; charset="utf-8"; method={calendar.method}\r\n'
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + _encoded(calendar.content)


def _attachments(letter: Letter) -> list[bytes]:
    files = [_attached(attachment) for attachment in letter.attachments]
    if letter.calendar:
        invite = Attachment(
            name="invite.ics", media_type="application/ics", content=letter.calendar.content
        )
        files.append(_attached(invite))
    return files


def _attached(attachment: Attachment) -> bytes:
    """One file; the same file of many letters is encoded once."""
    return _file_head(attachment.name, attachment.media_type) + _encoded(attachment.content)


@lru_cache(maxsize=64)
def _encoded(content: bytes) -> bytes:
    return base64_lines(content)


@lru_cache(maxsize=64)
def _file_head(name: str, kind: str) -> bytes:
    """What stands above a file of that name and media type. Raises LetterUnwritable."""
    media_type = kind.encode("ascii", "replace")
    if media_type.count(b"/") != 1 or not MEDIA_TYPE.issuperset(media_type):
        raise LetterUnwritable(f"not a media type: {one_line(kind)!r}")
    called = file_name(name)
    return b"".join(
        [
            b"Content-Type: " + media_type + parameter("name", called, extended=False) + CRLF,
            b"Content-Disposition: attachment"
            + parameter("filename", called, extended=True)
            + CRLF,
            b"Content-Transfer-Encoding: base64\r\n\r\n",
        ]
    )
