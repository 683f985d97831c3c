"""Looking at the mail server, the mailbox of bounces and the site, without sending a letter.

What was seen is judged in notifications/doctor.
"""

from __future__ import annotations

import imaplib
import ipaddress
import smtplib
import ssl
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from notifications.doctor.records import Lookup, Status, addresses_of
from notifications.doctor.server import MailboxSeen, ServerSeen, SiteSeen, Trouble, is_private
from notifications.smtp_line import MailServer, Security
from wiring.imap import ImapMailbox

WAIT = 15.0
"""Seconds that a server may take for one answer."""

_EXPIRED = 10
_HOSTNAME = (62, 64)
"""OpenSSL's codes: the certificate has expired; its name, or address, is another."""


def look_at_server(server: MailServer, lookup: Lookup, *, wait: float = WAIT) -> ServerSeen:
    """One conversation: greeting, EHLO, protection, login, QUIT."""
    seen = ServerSeen(
        host=server.host,
        port=server.port,
        security=server.security.value,
        user=server.user,
        addresses=_addresses(server.host, lookup),
    )
    context = ssl.create_default_context(cafile=server.ca_file or None)
    try:
        talk = _connect(server, context, wait=wait)
    except ssl.SSLError as error:
        return replace(seen, stage="certificate", trouble=_trouble(error), words=_words(error))
    except smtplib.SMTPConnectError as error:
        return replace(seen, stage="greeting", words=_words(error))
    except (smtplib.SMTPException, OSError) as error:
        return replace(seen, stage="connect", words=_words(error))
    try:
        return _converse(talk, server, seen, context)
    except ssl.SSLError as error:
        return replace(seen, stage="certificate", trouble=_trouble(error), words=_words(error))
    except (smtplib.SMTPException, OSError) as error:
        return replace(seen, stage="connect", words=_words(error))
    finally:
        with suppress(smtplib.SMTPException, OSError):
            talk.quit()
        talk.close()


def _connect(server: MailServer, context: ssl.SSLContext, *, wait: float) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=wait, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=wait)


def _converse(
    talk: smtplib.SMTP, server: MailServer, seen: ServerSeen, context: ssl.SSLContext
) -> ServerSeen:
    talk.ehlo_or_helo_if_needed()
    told = (talk.ehlo_resp or talk.helo_resp or b"").decode("utf-8", "replace")
    seen = replace(seen, greeting=told.partition("\n")[0].strip())
    if server.security is Security.STARTTLS:
        if not talk.has_extn("starttls"):
            return replace(seen, stage="starttls")
        talk.starttls(context=context)
        talk.ehlo()
    return _log_in(talk, server, _announced(talk, seen))


def _announced(talk: smtplib.SMTP, seen: ServerSeen) -> ServerSeen:
    size = talk.esmtp_features.get("size", "")
    sock = talk.sock
    tls, until = "", None
    if isinstance(sock, ssl.SSLSocket):
        tls = sock.version() or ""
        ends = (sock.getpeercert() or {}).get("notAfter")
        if isinstance(ends, str):
            until = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    return replace(
        seen,
        tls=tls,
        until=until,
        size=int(size) if size.isdecimal() else 0,
        smtputf8=talk.has_extn("smtputf8"),
    )


def _log_in(talk: smtplib.SMTP, server: MailServer, seen: ServerSeen) -> ServerSeen:
    if not server.user:
        return seen
    if server.security is Security.NONE and not _loopback(server.host):
        return replace(seen, stage="login", trouble="unprotected")
    try:
        talk.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:
        return replace(seen, stage="login", trouble="not-offered")
    except (smtplib.SMTPException, OSError) as error:
        return replace(seen, stage="login", trouble="refused", words=_words(error))
    return seen


def _addresses(host: str, lookup: Lookup) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        return addresses_of(lookup, host)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _trouble(error: ssl.SSLError) -> Trouble:
    code = getattr(error, "verify_code", 0)
    if code == _EXPIRED:
        return "expired"
    return "hostname" if code in _HOSTNAME else "untrusted"


def _words(error: BaseException) -> str:
    """What the other side said, on one line, without our password (which no server repeats)."""
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
        return f"{error.smtp_code} {' '.join(text.split())}"
    verify: Any = getattr(error, "verify_message", "")
    text = str(verify or (error.strerror if isinstance(error, OSError) else "") or error)
    return " ".join(text.split()) or type(error).__name__


def look_at_mailbox(mailbox: ImapMailbox) -> MailboxSeen:
    """Log in and look at the folder, read only."""
    seen = MailboxSeen(user=mailbox.user, host=mailbox.host, folder=mailbox.folder)
    entered = False
    try:
        with mailbox.open() as opened:
            entered = True
            status, told = opened.select(f'"{mailbox.folder}"', readonly=True)
            first = told[0] if told else b""
            words = first.decode("utf-8", "replace") if isinstance(first, bytes) else ""
            if status != "OK":
                return replace(seen, trouble="folder", words=words)
            return replace(seen, letters=int(words) if words.isdecimal() else 0)
    except imaplib.IMAP4.error as error:
        return replace(seen, trouble="folder" if entered else "login", words=_bytes(error))
    except OSError as error:
        return replace(seen, trouble="connect", words=_words(error))


def _bytes(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return " ".join(text.split())


def look_at_site(url: str, lookup: Lookup, *, wait: float = WAIT) -> SiteSeen:
    """Whether the site's name exists and something answers at it."""
    parts = urlsplit(url)
    seen = SiteSeen(url=url, scheme=parts.scheme, host=parts.hostname or "")
    if is_private(seen.host):
        return seen
    if not _is_address(seen.host) and not addresses_of(lookup, seen.host):
        told = (lookup(seen.host, "A").status, lookup(seen.host, "AAAA").status)
        if Status.FAILED in told:
            return replace(seen, trouble="silent", words="DNS")
        return replace(seen, trouble="unresolved")
    try:
        return replace(seen, status=httpx.get(f"{url}/healthz", timeout=wait).status_code)
    except httpx.HTTPError as error:
        cause = error.__context__
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__context__
        if cause is not None:
            return replace(seen, trouble="certificate", words=_words(cause))
        return replace(seen, trouble="silent", words=_words(error))


def _is_address(host: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return True
    return False
