"""One letter as it can be read: word for word as it was sent, or as it would be written now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.letter import LetterRow
from models.mail_log import letter_copy
from office.office import Office
from office.writing import Desk, write_letter

_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """headers in the order of reading, decoded; problem: why there is nothing to read."""

    as_sent: bool
    mime: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    html: str = ""
    problem: str = ""


def text_of(office: Office, session: Session, row: LetterRow, *, now: datetime) -> Shown:
    """What was sent, or what would be: a letter that cannot be written says why."""
    copy = letter_copy(session, row.key)
    if copy is not None:
        return _read(copy, as_sent=True)
    try:
        desk = Desk.of(office, session, row.edition, organisations={row.organisation})
        composed = office.composer.compose(write_letter(desk, row, now=now))
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever would stop it at sending is the answer
        return Shown(as_sent=False, problem=f"{type(error).__name__}: {error}")
    return _read(composed.mime, as_sent=False)


def _read(mime: bytes, *, as_sent: bool) -> Shown:
    parsed = message_from_bytes(mime, _class=EmailMessage, policy=default)
    headers = tuple((name, str(parsed[name])) for name in _HEADERS if parsed[name])
    return Shown(
        as_sent=as_sent,
        mime=mime,
        headers=headers,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
    )


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
