"""DKIM keys, made by openssl as mail servers make them."""

from __future__ import annotations

import base64
import subprocess

import pytest

from notifications.doctor.dkim import judge_dkim, key_bits
from notifications.doctor.domains import provider_of_host
from notifications.doctor.records import Answer, Lookup, Status, found


def public_key(bits: int, *, form: str = "pkey") -> str:
    """An RSA key's public half in base64: SubjectPublicKeyInfo, or bare RSAPublicKey."""
    private = subprocess.run(
        ["openssl", "genrsa", str(bits)], check=True, capture_output=True
    ).stdout
    out = ["-pubout"] if form == "pkey" else ["-RSAPublicKey_out"]
    public = subprocess.run(
        ["openssl", "rsa", *out, "-outform", "DER"],
        input=private, check=True, capture_output=True,
    ).stdout  # fmt: skip
    return base64.b64encode(public).decode()


@pytest.mark.parametrize("form", ["pkey", "bare"])
@pytest.mark.parametrize("bits", [768, 1024, 2048])
def test_length_of_a_key_is_read(bits: int, form: str) -> None:
    assert key_bits(public_key(bits, form=form), kind="rsa") == bits


@pytest.mark.parametrize("text", ["", "!!!", "AAAA", "MIGfMA0GCSqGSIb3DQEBAQUAA4GNAD", "MA=="])
def test_what_is_no_key_has_no_length(text: str) -> None:
    assert key_bits(text, kind="rsa") == 0


def codes(
    records: dict[str, list[str]], *, selector: str = "", host: str = "", fails: bool = False
) -> list[str]:
    def lookup(name: str, kind: str) -> Answer:
        assert kind == "TXT"
        return Answer(Status.FAILED) if fails else found(*records.get(name, []))

    ask: Lookup = lookup
    judged = judge_dkim("x.kz", ask, selector=selector, provider=provider_of_host(host))
    return [one.code for one in judged]


def test_keys_are_judged_by_their_length() -> None:
    name = "mail._domainkey.x.kz"
    for bits, code in ((768, "dkim-weak"), (1024, "dkim-short"), (2048, "dkim-ok")):
        record = f"v=DKIM1; k=rsa; p={public_key(bits)}"
        assert codes({name: [record]}, selector="mail") == [code]
    record = f"p={public_key(2048)}; t=y:s"
    assert codes({name: [record]}) == ["dkim-ok", "dkim-testing"]


def test_revoked_broken_and_new_keys() -> None:
    name = "s1._domainkey.x.kz"
    assert codes({name: ["v=DKIM1; p="]}) == ["dkim-revoked"]
    assert codes({name: ["v=DKIM1; p=MIIBIjANBg"]}) == ["dkim-broken"]
    ed = base64.b64encode(bytes(range(32))).decode()
    assert codes({name: [f"v=DKIM1; k=ed25519; p={ed}"]}) == ["dkim-new"]


def test_without_a_key_it_is_said_what_was_tried() -> None:
    assert codes({}) == ["dkim-none"]
    assert codes({}, selector="vekha") == ["dkim-lacks-selector"]
    assert codes({}, fails=True) == ["dkim-unanswered"]


def test_wildcard_record_is_no_key() -> None:
    assert codes({"mail._domainkey.x.kz": ["v=spf1 -all"]}) == ["dkim-none"]


def test_selector_of_the_provider_is_tried_first() -> None:
    record = f"v=DKIM1; p={public_key(2048)}"
    assert codes({"mailru._domainkey.x.kz": [record]}, host="smtp.mail.ru") == ["dkim-ok"]
