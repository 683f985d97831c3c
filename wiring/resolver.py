"""Asking the domain name system, for `vekha mail doctor`; what answers mean is in notifications/doctor."""

from __future__ import annotations

import threading
from collections.abc import Callable

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
from dns.rdata import Rdata

from notifications.doctor.records import Answer, Lookup, Status, found

WAIT = 5.0
"""Seconds for one question, all servers and repetitions together."""

PATIENCE = 3
"""After so many questions in a row that nobody answered in time, no more are asked."""

_NOTHING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN)


def open_resolver(server: str = "", *, wait: float = WAIT) -> Lookup:
    """A function that looks up and remembers. `server`: «8.8.8.8», «127.0.0.1:5353»; empty: the
    system's. Safe between threads. Raises ValueError for what is not an address."""
    resolver = _resolver(server)
    resolver.lifetime = wait
    resolver.timeout = min(wait, 2.0)
    known: dict[tuple[str, str], Answer] = {}
    guard = threading.Lock()
    unheard = 0

    def lookup(name: str, kind: str) -> Answer:
        nonlocal unheard
        asked = (name.lower().rstrip("."), kind)
        with guard:
            if asked in known:
                return known[asked]
            if unheard >= PATIENCE:
                return Answer(Status.FAILED)
        try:
            answer, late = _ask(resolver, *asked), False
        except dns.exception.Timeout:
            answer, late = Answer(Status.FAILED), True
        with guard:
            known[asked] = answer
            unheard = unheard + 1 if late else 0
        return answer

    return lookup


def _resolver(server: str) -> dns.resolver.Resolver:
    if not server:
        try:
            return dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            return _none_configured()
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "53")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.port = int(port)
    resolver.nameservers = [host]
    return resolver


def _none_configured() -> dns.resolver.Resolver:
    """A machine without /etc/resolv.conf: every question is then answered by «nobody knows»."""
    return dns.resolver.Resolver(configure=False)


def _ask(resolver: dns.resolver.Resolver, name: str, kind: str) -> Answer:
    """Raises dns.exception.Timeout."""
    try:
        answer = resolver.resolve(dns.name.from_text(name), kind, search=False)
    except _NOTHING:
        return Answer(Status.NONE)
    except dns.exception.Timeout:
        raise
    except (dns.exception.DNSException, UnicodeError, OSError):
        return Answer(Status.FAILED)  # also a name that cannot be asked for, such as «a..b»
    text = _TEXT.get(kind, _plain)
    return found(*sorted(text(one) for one in answer))


def _txt(record: Rdata) -> str:
    """Its parts joined without a space, as SPF and DKIM want it."""
    parts: tuple[bytes, ...] = getattr(record, "strings", ())
    return b"".join(parts).decode("utf-8", "replace")


def _plain(record: Rdata) -> str:
    return record.to_text().rstrip(".")


def _mx(record: Rdata) -> str:
    """«10 mx.example.kz.»; the lone dot of a null MX stays."""
    return record.to_text().lower()


_TEXT: dict[str, Callable[[Rdata], str]] = {"TXT": _txt, "MX": _mx}
