"""A letter as bytes: the parts are written directly, what letters share is encoded once.

Ten and more times faster than EmailMessage and as_bytes; parses equal to it (a property test
compares them). Reading letters is in mailbox.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from notifications.encoding import CRLF, base64_lines, encode_text
from notifications.headers import (
    address_header,
    file_name,
    key_digest,
    key_header,
    mailbox_of,
    message_id,
    one_line,
    parameter,
    text_header,
)
from notifications.letter import (
    Address,
    Attachment,
    CalendarPart,
    Letter,
    LetterUnwritable,
    Message,
)

CALL_ME = {"ru": "прошу звонить", "kk": "қоңырау шалыңыз", "en": "please call"}
TEXT_HEAD = (
    b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
)
HTML_HEAD = b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
MEDIA_TYPE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/")


def write_mime(letter: Letter, *, subject: str, text: str, html: str) -> Message:
    """The whole message, CRLF line ends, deterministic. Raises LetterUnwritable."""
    return assemble(letter, subject=subject, text=encode_text(text), html=encode_text(html))


def assemble(letter: Letter, *, subject: str, text: bytes, html: bytes) -> Message:
    """The same of bodies that are encoded already."""
    mark = key_digest(letter.key)[:24]  # base64 has no «_»: no part can contain it
    body = [[TEXT_HEAD, text], [HTML_HEAD, html]]
    if letter.calendar:
        body.append(_calendar_part(letter.calendar))
    whole = _multipart(b"alternative", b"=_alt_" + mark, body)
    files = _attachments(letter)
    if files:
        whole = _multipart(b"mixed", b"=_mix_" + mark, [whole, *files])
    head = _head(letter, subject=subject)
    return Message(b"".join([*head, b"MIME-Version: 1.0\r\n", *whole]))


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


def _multipart(kind: bytes, mark: bytes, parts: list[list[bytes]]) -> list[bytes]:
    """The pieces of several parts as one: joined once, when all is there."""
    pieces = [b'Content-Type: multipart/%s;\r\n boundary="%s"\r\n\r\n' % (kind, mark)]
    opening = b"--" + mark + CRLF
    for part in parts:
        pieces += [opening, *part, CRLF]
    pieces.append(b"--" + mark + b"--\r\n")
    return pieces


def _calendar_part(calendar: CalendarPart) -> list[bytes]:
    head = b'Content-Type: text/calendar; charset="utf-8"; method=%s\r\n' % calendar.method.encode()
    return [head, b"Content-Transfer-Encoding: base64\r\n\r\n", _encoded(calendar.content)]


def _attachments(letter: Letter) -> list[list[bytes]]:
    files = [_attached(attachment) for attachment in letter.attachments]
    if letter.calendar:
        invite = Attachment(
            name="invite.ics", media_type="application/ics", content=letter.calendar.content
        )
        files.append(_attached(invite))
    return files


def _attached(attachment: Attachment) -> list[bytes]:
    """One file; the same file of many letters is encoded once."""
    return [_file_head(attachment.name, attachment.media_type), _encoded(attachment.content)]


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
