"""SPF (RFC 7208): who may send in a domain's name, read as receivers read it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from notifications.doctor.domains import Provider
from notifications.doctor.finding import Finding, finding
from notifications.doctor.records import Lookup, addresses_of

MOST_LOOKUPS = 10
MOST_VOIDS = 2
DEEPEST = 12

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_BLIND = ("exists", "ptr")  # what they admit depends on the letter; nobody can list it
_PLAIN = ("all", "include", "a", "mx", "ip4", "ip6", *_BLIND)


@dataclass(slots=True)
class SpfReading:
    """What a domain's record comes to, its includes followed.

    lookups, voids: as a receiver counts them. ends: what becomes of all others, «-all» or empty.
    networks: from where letters pass. blind: some mechanism cannot be listed.
    """

    lookups: int = 0
    voids: int = 0
    ends: str = ""
    networks: list[Network] = field(default_factory=list)
    includes: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    blind: bool = False

    def covers(self, address: str) -> bool:
        """Whether a letter from that address passes."""
        try:
            given = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(given in net for net in self.networks if net.version == given.version)


def spf_records(values: Sequence[str]) -> list[str]:
    """Those TXT records that are SPF; «v=spf10» is not."""
    return [one for one in values if one.lower().split(" ", 1)[0] == "v=spf1"]


def read_spf(domain: str, lookup: Lookup) -> SpfReading:
    """The whole tree of a domain that has exactly one record."""
    reading = SpfReading()
    _walk(domain, lookup, reading, top=True, depth=0)
    return reading


def _walk(domain: str, lookup: Lookup, reading: SpfReading, *, top: bool, depth: int) -> None:
    answer = lookup(domain, "TXT")
    if answer.failed:
        reading.unanswered.append(domain)
        return
    records = spf_records(answer.values)
    if len(records) != 1:
        words = "no SPF record" if not records else "several SPF records"
        reading.problems.append(f"{domain}: {words}")
        return
    if depth > DEEPEST or reading.lookups > 4 * MOST_LOOKUPS:
        reading.problems.append(f"{domain}: includes itself")
        return
    terms = records[0].split()[1:]
    for term in terms:
        _term(term, domain, lookup, reading, top=top, depth=depth)
    redirect = next((t[9:] for t in terms if t.lower().startswith("redirect=")), "")
    if redirect and not any(t.lstrip("+-~?").lower() == "all" for t in terms):
        reading.lookups += 1
        _walk(redirect.rstrip(".").lower(), lookup, reading, top=top, depth=depth + 1)


def _term(
    term: str, domain: str, lookup: Lookup, reading: SpfReading, *, top: bool, depth: int
) -> None:
    sign = term[0] if term[0] in "+-~?" else "+"
    body = term.lstrip("+-~?")
    name, _, value = body.partition(":")
    name, _, short = name.partition("/")
    name = name.lower()
    if "=" in name:
        return  # a modifier: redirect is followed by the caller, others change nothing here
    if name not in _PLAIN:
        reading.problems.append(f"{domain}: {term}")
    elif name == "all":
        if top:
            reading.ends = f"{sign}all"
    elif name in ("ip4", "ip6"):
        _literal(term, value, domain, reading, counts=sign == "+")
    else:
        reading.lookups += 1
        if name in _BLIND or "%" in value:
            reading.blind = True
        elif name == "include":
            target = value.rstrip(".").lower()
            reading.includes.add(target)
            _walk(target, lookup, reading, top=False, depth=depth + 1)
        else:
            _named(name, value, short, domain, lookup, reading, counts=sign == "+")


def _literal(term: str, value: str, domain: str, reading: SpfReading, *, counts: bool) -> None:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        reading.problems.append(f"{domain}: {term}")
        return
    if counts:
        reading.networks.append(network)


def _named(
    name: str,
    value: str,
    short: str,
    domain: str,
    lookup: Lookup,
    reading: SpfReading,
    *,
    counts: bool,
) -> None:
    """`a` and `mx`, with the length of a network if one is given: «a:mail.example.kz/24»."""
    target, _, length = value.partition("/")
    length = length or short
    host = target or domain
    hosts = [host] if name == "a" else list(_exchanges(lookup, host))
    found = [address for one in hosts for address in addresses_of(lookup, one)]
    if not found:
        reading.voids += 1
    for address in found if counts else ():
        bits = length.partition("/")[0] if ":" not in address else length.rpartition("//")[2]
        wide = f"{address}/{bits}" if bits.isdecimal() else address
        reading.networks.append(ipaddress.ip_network(wide, strict=False))


def _exchanges(lookup: Lookup, domain: str) -> Iterator[str]:
    for value in lookup(domain, "MX").values:
        yield value.rpartition(" ")[2].rstrip(".")


def judge_spf(
    domain: str, lookup: Lookup, *, host: str, addresses: Sequence[str], provider: Provider | None
) -> list[Finding]:
    """Whether the domain lets our server send. `addresses`: public ones of the server `host`."""
    answer = lookup(domain, "TXT")
    if answer.failed:
        return [finding("spf-unanswered", domain=domain)]
    records = spf_records(answer.values)
    ours = _ours(host, addresses, provider)
    if not records:
        return [finding("spf-missing", domain=domain, record=f"v=spf1 {ours} ~all")]
    if len(records) > 1:
        both = " | ".join(records)
        return [finding("spf-several", domain=domain, records=both, number=len(records))]
    record, reading = records[0], read_spf(domain, lookup)
    facts = {"domain": domain, "record": record, "mended": mended(record, ours)}
    found = list(_of_record(reading, facts))
    found.append(_of_server(reading, facts, host=host, addresses=addresses, provider=provider))
    return found


def _of_record(reading: SpfReading, facts: dict[str, str]) -> Iterator[Finding]:
    if reading.problems:
        yield finding("spf-syntax", **facts, problem="; ".join(reading.problems))
    if reading.unanswered:
        names = ", ".join(reading.unanswered)
        yield finding("spf-unanswered", **{**facts, "domain": names})
    if reading.lookups > MOST_LOOKUPS:
        yield finding("spf-long", **facts, number=reading.lookups, most=MOST_LOOKUPS)
    if reading.voids > MOST_VOIDS:
        yield finding("spf-void", **facts, number=reading.voids, most=MOST_VOIDS)
    if reading.ends == "+all":
        yield finding("spf-open", **facts)
    elif reading.ends in ("", "?all"):
        yield finding("spf-neutral", **facts)


def _of_server(
    reading: SpfReading,
    facts: dict[str, str],
    *,
    host: str,
    addresses: Sequence[str],
    provider: Provider | None,
) -> Finding:
    shown = ", ".join(addresses) or host
    told = {**facts, "host": host, "addresses": shown}
    if provider is not None and provider.include:
        here = provider.include in reading.includes
        told["include"] = provider.include
        return finding("spf-ok" if here else "spf-lacks-provider", **told)
    if any(reading.covers(address) for address in addresses):
        return finding("spf-ok", **told)
    if reading.blind or not addresses or reading.unanswered:
        return finding("spf-untold", **told)
    return finding("spf-lacks-server", **told)


def _ours(host: str, addresses: Sequence[str], provider: Provider | None) -> str:
    if provider is not None and provider.include:
        return f"include:{provider.include}"
    told = [f"ip{6 if ':' in one else 4}:{one}" for one in addresses]
    return " ".join(told) or (f"a:{host}" if host else "mx")


def mended(record: str, ours: str) -> str:
    """The record with our server in it, before what ends it."""
    terms = record.split()
    if ours in record:
        return record
    last = next((i for i, t in enumerate(terms) if t.lstrip("+-~?").lower() == "all"), len(terms))
    ending = terms[last:] or ([] if "redirect=" in record.lower() else ["~all"])
    return " ".join([*terms[:last], ours, *ending])
