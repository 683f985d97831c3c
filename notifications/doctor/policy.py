"""DMARC (RFC 7489), the sender's address, and whether answers and bounces can come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from notifications.doctor.domains import (
    domain_of,
    organisational,
    provider_of_host,
    provider_of_mailbox,
    reserved,
)
from notifications.doctor.finding import Finding, Level, finding
from notifications.doctor.records import Lookup, Status, tags

POLICIES = ("none", "quarantine", "reject")


def judge_from(address: str, *, host: str, user: str, roadmap: str) -> list[Finding]:
    """Whether this server may send in that address's name at all."""
    domain, account = domain_of(address), domain_of(user) if "@" in user else ""
    provider, server = provider_of_mailbox(domain), provider_of_host(host)
    facts = {"address": address, "host": host or "—", "user": user, "roadmap": roadmap}
    if reserved(domain):
        return [finding("from-reserved", **facts)]
    if provider is not None and provider is not server:
        return [finding("from-free", **facts, provider=provider.name)]
    if account and address.lower() != user.lower():
        alike = organisational(account) == organisational(domain)
        if server is not None:
            return [finding("from-not-account", **facts, provider=server.name)]
        return [finding("from-alias" if alike else "from-other-domain", **facts)]
    if provider is not None:
        return [finding("from-private", **facts, provider=provider.name)]
    return [finding("from-ok", **facts)]


def judge_dmarc(domain: str, lookup: Lookup, *, proofs: Iterable[Finding]) -> list[Finding]:
    """The policy in force. `proofs`: what was found of SPF and DKIM, one of which must hold."""
    proofs = list(proofs)
    for place in dict.fromkeys((domain, organisational(domain))):
        answer = lookup(f"_dmarc.{place}", "TXT")
        if answer.failed:
            return [finding("dmarc-unanswered", domain=place)]
        records = [one for one in answer.values if one.replace(" ", "").startswith("v=DMARC1")]
        if len(records) > 1:
            return [finding("dmarc-several", domain=place, records=" | ".join(records))]
        if records:
            return _of_policy(domain, place, records[0], proofs)
    record = f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
    return [finding("dmarc-missing", domain=domain, record=record)]


def _of_policy(domain: str, place: str, record: str, proofs: Sequence[Finding]) -> list[Finding]:
    told = tags(record)
    policy = (told.get("sp") if place != domain else None) or told.get("p", "")
    facts = {"domain": domain, "place": place, "record": record, "policy": policy}
    if policy.lower() not in POLICIES:
        return [finding("dmarc-syntax", **facts)]
    proven = any(one.check in ("spf", "dkim") and _proves(one) for one in proofs)
    if policy.lower() != "none" and not proven:
        return [finding("dmarc-unproven", **facts)]
    found = [finding("dmarc-none" if policy.lower() == "none" else "dmarc-ok", **facts)]
    if "rua" not in told:
        found.append(finding("dmarc-unreported", **facts))
    return found


def _proves(one: Finding) -> bool:
    return one.level is Level.OK or one.code in ("dkim-short", "dkim-new", "spf-untold")


def judge_mx(domain: str, lookup: Lookup) -> list[Finding]:
    """Whether answers and bounces to addresses of the domain arrive."""
    answer = lookup(domain, "MX")
    if answer.failed:
        return [finding("mx-unanswered", domain=domain)]
    hosts = [value.rpartition(" ")[2].rstrip(".") for value in answer.values]
    if hosts == [""]:
        return [finding("mx-null", domain=domain)]
    if not hosts:
        code = "mx-implicit" if lookup(domain, "A").values else "mx-missing"
        return [finding(code, domain=domain)]
    dead = [
        host
        for host in hosts
        if lookup(host, "A").status is Status.NONE and lookup(host, "AAAA").status is Status.NONE
    ]
    if len(dead) == len(hosts):
        return [finding("mx-dead", domain=domain, hosts=", ".join(dead))]
    return [finding("mx-ok", domain=domain, hosts=", ".join(hosts))]


def judge_reply(reply_to: str, *, address: str, roadmap: str) -> list[Finding]:
    """Whether answers go to a living person, preferably under the same domain."""
    facts = {"reply_to": reply_to, "address": address, "roadmap": roadmap}
    if not reply_to:
        return [finding("reply-missing", **facts)]
    domain = domain_of(reply_to)
    if reserved(domain):
        return [finding("reply-reserved", **facts)]
    if organisational(domain) != organisational(domain_of(address)):
        return [finding("reply-other-domain", **facts)]
    return [finding("reply-ok", **facts)]
