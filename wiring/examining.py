"""The whole examination of `vekha mail doctor`: look at everything at once, then judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from notifications.doctor.dkim import judge_dkim
from notifications.doctor.domains import (
    domain_of,
    provider_of_host,
    provider_of_mailbox,
    reserved,
)
from notifications.doctor.finding import Finding, finding
from notifications.doctor.people import judge_people
from notifications.doctor.policy import judge_dmarc, judge_from, judge_mx, judge_reply
from notifications.doctor.premises import Premises, days_together
from notifications.doctor.records import Lookup, Status
from notifications.doctor.server import (
    MailboxSeen,
    ServerSeen,
    SiteSeen,
    is_private,
    judge_bounces,
    judge_capacity,
    judge_name,
    judge_server,
    judge_site,
)
from notifications.doctor.spf import judge_spf
from notifications.doctor.volume import Allowed, judge_volume
from notifications.smtp_line import MailServer
from wiring.imap import read_imap_url
from wiring.looking import look_at_mailbox, look_at_server, look_at_site
from wiring.resolver import open_resolver
from wiring.settings import Settings
from wiring.tools import read_smtp_url

MOST_DOMAINS = 300
"""Of so many recipients' domains it is looked up whether they take mail."""

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking came to; None where nothing is set that could be looked at."""

    server: ServerSeen | None
    mailbox: MailboxSeen | None
    site: SiteSeen
    mail_of: dict[str, Status]


def examine(
    settings: Settings,
    editions: Sequence[Premises],
    *,
    now: datetime,
    lookup: Lookup | None = None,
    server: MailServer | None = None,
) -> list[Finding]:
    """All findings, in the order of reading. `now` is aware. Sends nothing.

    lookup, server: instead of the system's resolver and of VEKHA_SMTP_URL.
    """
    ask = lookup or open_resolver(settings.dns_server)
    if server is None and settings.smtp_url is not None:
        server = read_smtp_url(settings.smtp_url.get_secret_value())
    seen = _look(settings, editions, ask, server)
    found = [_mode(settings)]
    if not editions:
        found.append(finding("mode-no-roadmap"))
    found += _senders(settings, editions, ask, seen.server)
    found += _server(settings, editions, ask, seen.server, now=now)
    senders = sorted({one.address for one in editions})
    found += judge_bounces(seen.mailbox, senders=senders)
    found += judge_site(seen.site)
    for one in editions:
        found += judge_people(one.people, mail_of=seen.mail_of, roadmap=one.edition)
    return found


def _look(
    settings: Settings, editions: Sequence[Premises], ask: Lookup, server: MailServer | None
) -> Seen:
    """Everything that waits for an answer, side by side."""
    domains = sorted({domain_of(p.email) for one in editions for p in one.people if p.email})
    domains = [one for one in domains if not reserved(one)][:MOST_DOMAINS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        conversation = pool.submit(look_at_server, server, ask) if server else None
        url = settings.imap_url
        mailbox = None
        if url is not None:
            mailbox = pool.submit(look_at_mailbox, read_imap_url(url.get_secret_value()))
        site = pool.submit(look_at_site, settings.site, ask)
        states = dict(zip(domains, pool.map(_takes_mail(ask), domains), strict=True))
        return Seen(
            conversation.result() if conversation else None,
            mailbox.result() if mailbox else None,
            site.result(),
            states,
        )


def _takes_mail(ask: Lookup) -> Callable[[str], Status]:
    def status(domain: str) -> Status:
        if provider_of_mailbox(domain) is not None:
            return Status.FOUND
        answer = ask(domain, "MX")
        if answer.status is Status.FOUND:
            null = all(value.endswith(" .") for value in answer.values)
            return Status.NONE if null else Status.FOUND
        if answer.failed:
            return Status.FAILED
        told = [ask(domain, kind).status for kind in ("A", "AAAA")]
        return next((s for s in (Status.FOUND, Status.FAILED) if s in told), Status.NONE)

    return status


def _mode(settings: Settings) -> Finding:
    return finding(f"mode-{settings.mail}", number=len(settings.guests))


def _senders(
    settings: Settings, editions: Sequence[Premises], ask: Lookup, seen: ServerSeen | None
) -> Iterator[Finding]:
    host, user = (seen.host, seen.user) if seen else ("", "")
    public = tuple(a for a in seen.addresses if not is_private(a)) if seen else ()
    provider = provider_of_host(host)
    judged: set[str] = set()
    for one in editions:
        yield from judge_from(one.address, host=host, user=user, roadmap=one.edition)
        yield from judge_reply(one.reply_to, address=one.address, roadmap=one.edition)
        domain = domain_of(one.address)
        if domain in judged or reserved(domain) or provider_of_mailbox(domain) is not None:
            continue  # a provider's own records are its own affair
        judged.add(domain)
        proofs = judge_spf(domain, ask, host=host, addresses=public, provider=provider)
        proofs += judge_dkim(domain, ask, selector=settings.dkim_selector, provider=provider)
        yield from proofs
        yield from judge_dmarc(domain, ask, proofs=proofs)
        yield from judge_mx(domain, ask)


def _server(
    settings: Settings,
    editions: Sequence[Premises],
    ask: Lookup,
    seen: ServerSeen | None,
    *,
    now: datetime,
) -> Iterator[Finding]:
    allowed = Allowed(
        per_day=settings.mail_per_day,
        per_hour=settings.mail_per_hour,
        hours=min((one.hours for one in editions), default=9),
    )
    if seen is None:
        yield finding("server-unset")
    else:
        yield from judge_server(seen, now=now)
        if seen.stage == "done" and editions:
            largest = max(one.largest for one in editions)
            beyond = sorted({a for one in editions for a in one.beyond_ascii})
            yield from judge_capacity(seen, largest=largest, beyond_ascii=beyond)
        if seen.stage not in ("connect", "greeting"):
            yield from judge_name(seen, ask)
    provider = provider_of_host(seen.host) if seen else None
    if editions:
        yield from judge_volume(days_together(editions), allowed=allowed, provider=provider)
