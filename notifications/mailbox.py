"""Reading the captured letters: a list made of their headers only, and one letter opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,250}\.eml")
LINK = re.compile(r"https?://[^\s<>\"'«»]+")
HEAD_SIZE = 16 * 1024


class LetterUnknown(LookupError):
    """There is no letter of that name in the mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxEntry:
    """One line of the mailbox. date: aware, or None if the letter has none; size in bytes."""

    name: str
    subject: str
    sender: str
    recipient: str
    date: datetime | None
    size: int
    key: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """A file of a letter, decoded."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLetter:
    """One letter, decoded; the headers in their order."""

    name: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[OpenedAttachment, ...]
    links: tuple[str, ...]


def list_letters(
    folder: Path, *, limit: int = 50, offset: int = 0, query: str = ""
) -> list[MailboxEntry]:
    """A page of the mailbox, newest first; query: words sought in subject, addresses and key.

    Without a query only the files of the page are opened; their heads are kept in memory.
    """
    names = sorted(_names(folder), reverse=True)
    words = query.casefold().split()
    if not words:
        page = [_entry(folder, name) for name in names[offset : offset + limit]]
    else:
        page = _matching(folder, names, words=words, limit=limit, offset=offset)
    return page


def count_letters(folder: Path) -> int:
    """How many letters the mailbox holds."""
    return len(_names(folder))


def read_letter(folder: Path, name: str) -> OpenedLetter:
    """Open one letter. Raises LetterUnknown, also for a name that no letter can have."""
    path = folder / name
    if not NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        raise LetterUnknown(name)
    message = message_from_bytes(path.read_bytes())
    texts: dict[str, str] = {}
    files: list[OpenedAttachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind, content = part.get_content_type(), _content(part)
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            files.append(OpenedAttachment(name=_name(part), media_type=kind, content=content))
        elif kind not in texts:
            texts[kind] = content.decode(_charset(part), "replace").replace("\r\n", "\n")
    text, html = texts.get("text/plain", ""), texts.get("text/html", "")
    return OpenedLetter(
        name=name,
        headers=tuple((key, _decoded(value)) for key, value in message.raw_items()),
        text=text,
        html=html,
        attachments=tuple(files),
        links=_links(text or html),
    )


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if NAME.fullmatch(path.name)]


def _matching(
    folder: Path, names: list[str], *, words: list[str], limit: int, offset: int
) -> list[MailboxEntry]:
    page: list[MailboxEntry] = []
    for name in names:
        head = _head_of(folder, name)
        sought = f"{head.subject} {head.sender} {head.recipient} {head.key}".casefold()
        if not all(word in sought for word in words):
            continue
        if offset:
            offset -= 1
            continue
        page.append(_entry(folder, name))
        if len(page) == limit:
            break
    return page


def _head_of(folder: Path, name: str) -> MailboxEntry:
    return _head(folder, name, (folder / name).stat().st_size)


@lru_cache(maxsize=20_000)
def _head(folder: Path, name: str, size: int) -> MailboxEntry:
    """A letter's line out of its head alone; letters never change, the size is for safety."""
    with (folder / name).open("rb") as file:
        start = file.read(HEAD_SIZE).partition(b"\r\n\r\n")[0]
    fields = BytesHeaderParser().parsebytes(start + b"\r\n\r\n").raw_items()
    head = {key.lower(): str(value) for key, value in fields}
    return MailboxEntry(
        name=name,
        subject=_decoded(head.get("subject", "")),
        sender=_decoded(head.get("from", "")),
        recipient=_decoded(head.get("to", "")),
        date=_date(head.get("date", "")),
        size=size,
        key=_decoded(head.get("x-vekha-key", "")),
    )


@lru_cache(maxsize=1_000)
def _entry_with_links(folder: Path, head: MailboxEntry) -> MailboxEntry:
    return MailboxEntry(
        name=head.name,
        subject=head.subject,
        sender=head.sender,
        recipient=head.recipient,
        date=head.date,
        size=head.size,
        key=head.key,
        links=read_letter(folder, head.name).links,
    )


def _entry(folder: Path, name: str) -> MailboxEntry:
    return _entry_with_links(folder, _head_of(folder, name))


def _decoded(value: object) -> str:
    """A header as people read it; one that cannot be decoded stays as it is."""
    raw = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    raw = " ".join(raw.split())
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (HeaderParseError, LookupError, ValueError):
        return raw


def _date(value: object) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _charset(part: Message) -> str:
    given = part.get_content_charset("utf-8")
    try:
        "".encode(given)
    except LookupError:
        return "utf-8"
    return given


def _name(part: Message) -> str:
    given = part.get_param("filename", header="content-disposition")
    if given is None:
        given = part.get_param("name")
    return _decoded(collapse_rfc2231_value(given)) if given else "file"


def _links(text: str) -> tuple[str, ...]:
    """The links of a text, each once, in their order, without the sentence's punctuation."""
    return tuple(dict.fromkeys(found.rstrip(".,;:!?)") for found in LINK.findall(text)))
