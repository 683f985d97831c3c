"""DKIM (RFC 6376): whether the domain publishes a key with which its letters can be verified."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence

from notifications.doctor.domains import Provider
from notifications.doctor.finding import Finding, finding
from notifications.doctor.records import Lookup, tags

COMMON = ("mail", "default", "dkim", "selector1", "selector2", "google", "mailru", "s1", "s2", "k1",
          "k2", "key1", "smtp", "mx", "dkim1", "postal", "unisender", "us", "fm1")  # fmt: skip
"""Selectors that servers and providers choose by themselves; there is no list of a domain's own."""

SHORTEST = 1024
ENOUGH = 2048


def judge_dkim(
    domain: str, lookup: Lookup, *, selector: str, provider: Provider | None
) -> list[Finding]:
    """The keys that were found under the given selector, or under the usual ones."""
    own = provider.selectors if provider else ()
    tried = [selector] if selector else list(dict.fromkeys([*own, *COMMON]))
    found: list[Finding] = []
    unanswered = 0
    for one in tried:
        answer = lookup(f"{one}._domainkey.{domain}", "TXT")
        unanswered += answer.failed
        found += _keys(answer.values, domain=domain, selector=one)
    if found:
        return found
    facts = {"domain": domain, "selector": tried[0], "tried": ", ".join(tried)}
    if unanswered:
        return [finding("dkim-unanswered", **facts)]
    return [finding("dkim-lacks-selector" if selector else "dkim-none", **facts)]


def _keys(values: Sequence[str], *, domain: str, selector: str) -> Iterator[Finding]:
    for value in values:
        told = tags(value)
        if "p" not in told or told.get("v", "DKIM1") != "DKIM1":
            continue  # a wildcard TXT record of another kind
        facts: dict[str, object] = {"domain": domain, "selector": selector}
        if not told["p"]:
            yield finding("dkim-revoked", **facts)
            continue
        bits = key_bits(told["p"], kind=told.get("k", "rsa").lower())
        facts["bits"] = bits
        if not bits:
            yield finding("dkim-broken", **facts, record=value[:60])
        elif told.get("k", "rsa").lower() == "ed25519":
            yield finding("dkim-new", **facts)
        elif bits < SHORTEST:
            yield finding("dkim-weak", **facts)
        elif bits < ENOUGH:
            yield finding("dkim-short", **facts)
        else:
            yield finding("dkim-ok", **facts)
        if "y" in told.get("t", "").lower().split(":"):
            yield finding("dkim-testing", **facts)


def key_bits(text: str, *, kind: str) -> int:
    """The length of a public key in bits; 0 for what is none."""
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
        if kind == "ed25519":
            return 256 if len(content) in (32, 44) else 0
        return _modulus(content)
    except (binascii.Error, IndexError, ValueError):
        return 0


def _modulus(content: bytes) -> int:
    """Bits of the modulus of an RSA key: SubjectPublicKeyInfo, or the bare RSAPublicKey."""
    outer = _inside(content, 0x30)
    if outer[0] == 0x30:  # AlgorithmIdentifier, then the key as a bit string
        algorithm = _inside(outer, 0x30)
        rest = outer[outer.index(algorithm) + len(algorithm) :]
        outer = _inside(_inside(rest, 0x03)[1:], 0x30)
    return int.from_bytes(_inside(outer, 0x02), "big").bit_length()


def _inside(content: bytes, tag: int) -> bytes:
    """The contents of the DER element that `content` begins with. Raises ValueError, IndexError."""
    if content[0] != tag:
        raise ValueError("not the expected element")
    length, start = content[1], 2
    if length & 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(content[2:start], "big")
    if length == 0 or len(content) < start + length:
        raise ValueError("cut off")
    return content[start : start + length]
