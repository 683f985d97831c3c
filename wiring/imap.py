"""Opening the mailbox of VEKHA_IMAP_URL; what is read in it is in office/bounces.py."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

WAIT = 60.0
"""Seconds that the server may take for one answer."""


@dataclass(frozen=True, slots=True)
class ImapMailbox:
    """Where bounces arrive. `tls`: from the start; otherwise STARTTLS, never without."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = True

    @contextmanager
    def open(self) -> Iterator[imaplib.IMAP4]:
        """Logged in. Raises OSError (also for a certificate) and imaplib.IMAP4.error."""
        context = ssl.create_default_context()
        if self.tls:
            mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=context, timeout=WAIT
            )
        else:
            mailbox = imaplib.IMAP4(self.host, self.port, timeout=WAIT)
            mailbox.starttls(context)
        try:
            mailbox.login(self.user, self.password)
            yield mailbox
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                mailbox.logout()


def read_imap_url(url: str) -> ImapMailbox:
    """User and password are percent-encoded. Raises ValueError that does not repeat the password."""
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ValueError("VEKHA_IMAP_URL: write imaps://user:password@host:993/INBOX")
    tls = parts.scheme == "imaps"
    return ImapMailbox(
        parts.hostname,
        parts.port or (993 if tls else 143),
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.lstrip("/")) or "INBOX",
        tls,
    )
