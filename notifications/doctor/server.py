"""The outgoing server, the mailbox of bounces and the site: what looking at them came to."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from notifications.doctor.domains import provider_of_host, within
from notifications.doctor.finding import Finding, finding
from notifications.doctor.records import Lookup

SOON = timedelta(days=21)
"""So long before its end a certificate is worth a word."""

Stage = Literal["connect", "greeting", "starttls", "certificate", "login", "done"]
Trouble = Literal["", "expired", "hostname", "untrusted", "refused", "not-offered", "unprotected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSeen:
    """One conversation with the server that ended before any letter.

    stage: how far it came; trouble and words: what stopped it there. greeting: its answer to EHLO,
    which begins with its name. until: the end of its certificate, aware. size: the largest message
    in bytes, 0 for no limit told.
    """

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    user: str = ""
    stage: Stage = "done"
    trouble: Trouble = ""
    words: str = ""
    greeting: str = ""
    addresses: tuple[str, ...] = ()
    tls: str = ""
    until: datetime | None = None
    size: int = 0
    smtputf8: bool = False


def judge_server(seen: ServerSeen, *, now: datetime) -> Iterator[Finding]:
    """Connection, protection and login. `now` is aware."""
    facts = {
        "host": seen.host,
        "port": seen.port,
        "user": seen.user,
        "words": seen.words,
        "greeting": seen.greeting,
    }
    if seen.stage in ("connect", "greeting"):
        yield finding("server-silent", **facts)
        return
    yield finding("server-ok", **facts)
    yield from _protection(seen, facts, now=now)
    if seen.stage in ("starttls", "certificate"):
        return
    if not seen.user:
        yield finding("login-none", **facts)
    elif seen.stage == "login":
        yield finding(f"login-{seen.trouble or 'refused'}", **facts)
    else:
        yield finding("login-ok", **facts)


def _protection(seen: ServerSeen, facts: dict[str, object], *, now: datetime) -> Iterator[Finding]:
    if seen.stage == "starttls":
        yield finding("tls-not-offered", **facts)
    elif seen.stage == "certificate":
        yield finding(f"tls-{seen.trouble or 'untrusted'}", **facts)
    elif seen.security == "none":
        yield finding("tls-local" if is_private(seen.host) else "tls-none", **facts)
    else:
        until = f"{seen.until:%Y-%m-%d}" if seen.until else "?"
        soon = seen.until is not None and seen.until - now < SOON
        yield finding("tls-expiring" if soon else "tls-ok", **facts, tls=seen.tls, until=until)


def judge_capacity(seen: ServerSeen, *, largest: int, beyond_ascii: Sequence[str]) -> list[Finding]:
    """Whether the server takes our largest letter and all our addresses. `largest` in bytes."""
    facts = {"size": kilobytes(seen.size), "largest": kilobytes(largest)}
    if not seen.size:
        found = [finding("size-untold", **facts)]
    else:
        found = [finding("size-ok" if seen.size >= largest else "size-small", **facts)]
    if beyond_ascii:
        told = {"addresses": ", ".join(beyond_ascii[:5]), "number": len(beyond_ascii)}
        found.append(finding("utf8-ok" if seen.smtputf8 else "utf8-missing", **told))
    return found


def kilobytes(size: int) -> int:
    """Bytes as whole kilobytes, rounded up."""
    return -(-size // 1024)


def judge_name(seen: ServerSeen, lookup: Lookup) -> list[Finding]:
    """The server's own name: forward and back, and how it greets. A provider's is its own affair."""
    provider = provider_of_host(seen.host)
    if provider is not None:
        return [finding("ptr-provider", provider=provider.name, host=seen.host)]
    public = [one for one in seen.addresses if not is_private(one)]
    if not public:
        return [finding("ptr-inside", host=seen.host)]
    return [_back(address, seen, lookup) for address in public]


def _back(address: str, seen: ServerSeen, lookup: Lookup) -> Finding:
    arpa = ipaddress.ip_address(address).reverse_pointer
    answer = lookup(arpa, "PTR")
    names = [name.rstrip(".").lower() for name in answer.values]
    facts = {"address": address, "host": seen.host, "names": ", ".join(names)}
    if answer.failed:
        return finding("ptr-unanswered", **facts)
    if not names:
        return finding("ptr-missing", **facts)
    kind = "AAAA" if ":" in address else "A"
    if not any(address in lookup(name, kind).values for name in names):
        return finding("ptr-one-way", **facts)
    greeted = seen.greeting.split(" ", 1)[0].lower().rstrip(".")
    if "." in greeted and greeted not in names and not any(within(greeted, n) for n in names):
        return finding("ptr-other-greeting", **facts, greeted=greeted)
    return finding("ptr-ok", **facts)


def is_private(host: str) -> bool:
    """Whether an address or a name is of this machine or of an inner network."""
    try:
        given = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host
    return given.is_private or given.is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSeen:
    """The mailbox of VEKHA_IMAP_URL: opened, or the words of what stopped it."""

    user: str
    host: str
    folder: str
    trouble: Literal["", "connect", "login", "folder"] = ""
    words: str = ""
    letters: int = 0


def judge_bounces(seen: MailboxSeen | None, *, senders: Sequence[str]) -> list[Finding]:
    """Whether bounces are read, and whether they come where they are read."""
    if seen is None:
        return [finding("bounces-unread", senders=", ".join(senders))]
    facts = {
        "user": seen.user,
        "host": seen.host,
        "folder": seen.folder,
        "words": seen.words,
        "letters": seen.letters,
    }
    if seen.trouble:
        return [finding(f"bounces-{seen.trouble}", **facts)]
    others = [one for one in senders if "@" in seen.user and one.lower() != seen.user.lower()]
    if others:
        return [finding("bounces-elsewhere", **facts, senders=", ".join(others))]
    return [finding("bounces-ok", **facts)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSeen:
    """The site's address as a recipient's browser finds it. status: of its answer, 0 for none."""

    url: str
    scheme: str
    host: str
    trouble: Literal["", "unresolved", "silent", "certificate"] = ""
    words: str = ""
    status: int = 0


def judge_site(seen: SiteSeen) -> list[Finding]:
    """Whether a personal link opens on somebody else's telephone."""
    facts = {"url": seen.url, "host": seen.host, "words": seen.words, "status": seen.status}
    if is_private(seen.host):
        return [finding("site-inside", **facts)]
    if seen.trouble:
        return [finding(f"site-{seen.trouble}", **facts)]
    if seen.status >= 400:
        return [finding("site-strange", **facts)]
    return [finding("site-ok" if seen.scheme == "https" else "site-open", **facts)]
