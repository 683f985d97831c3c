"""DMARC, the sender's address, MX and Reply-To, from tables."""

from __future__ import annotations

import pytest

from notifications.doctor.domains import domain_of, organisational, provider_of_host, reserved
from notifications.doctor.finding import finding
from notifications.doctor.policy import judge_dmarc, judge_from, judge_mx, judge_reply
from notifications.doctor.records import Answer, Lookup, Status, found

PROVEN = [finding("spf-ok", domain="", record="")]
UNPROVEN = [finding("spf-missing", domain="", record=""), finding("dkim-none")]


def table(records: dict[tuple[str, str], list[str]], *, silent: bool = False) -> Lookup:
    def lookup(name: str, kind: str) -> Answer:
        return Answer(Status.FAILED) if silent else found(*records.get((name, kind), []))

    return lookup


@pytest.mark.parametrize(
    ("domain", "own"),
    [
        ("school.edu.kz", "school.edu.kz"),
        ("mail.school.edu.kz", "school.edu.kz"),
        ("a.b.sko.gov.kz", "sko.gov.kz"),
        ("edu.kz", "edu.kz"),
        ("mail.cmrito.kz", "cmrito.kz"),
        ("mail.school134.volgograd.ru", "volgograd.ru"),
        ("a.lyceum.edu.ru", "lyceum.edu.ru"),
        ("x.msk.ru", "x.msk.ru"),
        ("example.com", "example.com"),
    ],
)
def test_organisations_domain_ends_after_the_public_one(domain: str, own: str) -> None:
    assert organisational(domain) == own


def test_domain_of_an_address_is_plain_ascii() -> None:
    assert domain_of("x@Школа.ҚАЗ") == "xn--80atdl2c.xn--80ao21a"
    assert domain_of("A@Mail.RU.") == "mail.ru"
    assert domain_of("nobody") == "nobody"
    assert reserved("school.example")
    assert not reserved("example.kz")


@pytest.mark.parametrize(
    ("address", "host", "user", "code"),
    [
        ("p@cmrito.kz", "mail.cmrito.kz", "p@cmrito.kz", "from-ok"),
        ("p@cmrito.kz", "mail.cmrito.kz", "vekha", "from-ok"),
        ("p@cmrito.kz", "mail.cmrito.kz", "", "from-ok"),
        ("p@cmrito.kz", "", "", "from-ok"),
        ("p@cmrito.kz", "mail.cmrito.kz", "robot@mail.cmrito.kz", "from-alias"),
        ("p@cmrito.kz", "relay.hoster.kz", "robot@hoster.kz", "from-other-domain"),
        ("p@cmrito.kz", "smtp.yandex.ru", "p@cmrito.kz", "from-ok"),
        ("p@cmrito.kz", "smtp.yandex.ru", "robot@cmrito.kz", "from-not-account"),
        ("p@mail.ru", "smtp.mail.ru", "p@mail.ru", "from-private"),
        ("p@gmail.com", "smtp.mail.ru", "p@mail.ru", "from-free"),
        ("p@yandex.kz", "mail.cmrito.kz", "", "from-free"),
        ("p@cmrito.example", "mail.cmrito.kz", "", "from-reserved"),
    ],
)
def test_sender_is_compared_with_server_and_login(
    address: str, host: str, user: str, code: str
) -> None:
    (one,) = judge_from(address, host=host, user=user, roadmap="r")
    assert one.code == code


@pytest.mark.parametrize(
    ("records", "proven", "codes"),
    [
        ({}, True, ["dmarc-missing"]),
        ({"_dmarc.mail.x.kz": "v=DMARC1; p=none; rua=mailto:a@x.kz"}, True, ["dmarc-none"]),
        ({"_dmarc.mail.x.kz": "v=DMARC1; p=none"}, True, ["dmarc-none", "dmarc-unreported"]),
        ({"_dmarc.mail.x.kz": "v=DMARC1;p=reject;rua=mailto:a@x.kz"}, True, ["dmarc-ok"]),
        ({"_dmarc.mail.x.kz": "v=DMARC1; p=reject; rua=mailto:a@x.kz"}, False, ["dmarc-unproven"]),
        ({"_dmarc.mail.x.kz": "v=DMARC1; p=strict"}, True, ["dmarc-syntax"]),
        ({"_dmarc.x.kz": "v=DMARC1; p=reject; sp=none; rua=mailto:a@x.kz"}, False, ["dmarc-none"]),
        ({"_dmarc.x.kz": "v=DMARC1; p=quarantine; rua=mailto:a@x.kz"}, False, ["dmarc-unproven"]),
        ({"_dmarc.mail.x.kz": "unrelated"}, True, ["dmarc-missing"]),
    ],
)
def test_policy_in_force_is_found_and_held_against_the_proofs(
    records: dict[str, str], proven: bool, codes: list[str]
) -> None:
    ask = table({(name, "TXT"): [text] for name, text in records.items()})
    found_ = judge_dmarc("mail.x.kz", ask, proofs=PROVEN if proven else UNPROVEN)
    assert [one.code for one in found_] == codes


def test_several_policies_and_silence() -> None:
    two = table({("_dmarc.x.kz", "TXT"): ["v=DMARC1; p=none", "v=DMARC1; p=reject"]})
    assert [one.code for one in judge_dmarc("x.kz", two, proofs=PROVEN)] == ["dmarc-several"]
    silent = table({}, silent=True)
    assert [one.code for one in judge_dmarc("x.kz", silent, proofs=PROVEN)] == ["dmarc-unanswered"]


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ({("x.kz", "MX"): ["10 mx.x.kz."], ("mx.x.kz", "A"): ["1.2.3.4"]}, "mx-ok"),
        ({("x.kz", "MX"): ["10 mx.x.kz."]}, "mx-dead"),
        ({("x.kz", "MX"): ["0 ."]}, "mx-null"),
        ({("x.kz", "A"): ["1.2.3.4"]}, "mx-implicit"),
        ({}, "mx-missing"),
    ],
)
def test_whether_answers_arrive(records: dict[tuple[str, str], list[str]], code: str) -> None:
    assert [one.code for one in judge_mx("x.kz", table(records))] == [code]
    assert [one.code for one in judge_mx("x.kz", table({}, silent=True))] == ["mx-unanswered"]


@pytest.mark.parametrize(
    ("reply_to", "code"),
    [
        ("", "reply-missing"),
        ("e@x.example", "reply-reserved"),
        ("e@mail.ru", "reply-other-domain"),
        ("e@office.cmrito.kz", "reply-ok"),
    ],
)
def test_whom_to_answer(reply_to: str, code: str) -> None:
    (one,) = judge_reply(reply_to, address="p@cmrito.kz", roadmap="r")
    assert one.code == code


def test_providers_are_known_by_their_servers() -> None:
    named = provider_of_host("smtp.yandex.ru.")
    assert named is not None
    assert named.per_day == 500
    assert provider_of_host("mail.notyandex.ru") is None
