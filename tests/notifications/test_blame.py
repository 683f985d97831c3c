"""Refusals as real servers word them: of everything that we send, of one letter, or of an address."""

from __future__ import annotations

import pytest

from notifications.blame import blames_address, blames_sender, status_of


@pytest.mark.parametrize(
    "words",
    [
        "5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org",
        "5.7.26 Unauthenticated email from made-up.example is not accepted due to domain's DMARC policy",
        "5.7.25 The IP address sending this message does not have a PTR record setup",
        "5.7.606 Access denied, banned sending IP [203.0.113.5]",
        "5.7.515 Access denied, sending domain made-up.example doesn't meet the required authentication level",
        "5.7.1 Unfortunately, messages from [203.0.113.5] weren't sent. Part of their network is on our block list",
        "Access from ip address 203.0.113.5 blocked. Visit http://mail.ru/notspam/",
        "5.7.1 SPF check failed: made-up.example does not designate 203.0.113.5",
        "5.4.5 Daily user sending limit exceeded",
        "5.7.0 Message rate limit has been exceeded",
        "5.7.1 Too many messages from this sender, try tomorrow",
    ],
)
def test_refusal_of_the_sender_is_seen(words: str) -> None:
    assert blames_sender(words)


@pytest.mark.parametrize(
    "words",
    [
        "5.1.1 <b@x.example>: Recipient address rejected: User unknown in virtual mailbox table",
        "Message was not accepted -- invalid mailbox. Local mailbox b@mail.example is unavailable",
        "5.2.2 The email account that you tried to reach is over quota",
        "5.2.2 Mailbox full: message limit exceeded",
        "5.3.4 Message size exceeds fixed limit",
        "5.3.4 message size limit exceeded by this message of 30 MB",
        "5.2.1 The email account that you tried to reach is disabled",
        "5.7.1 Recipient address rejected: Access denied",
        "5.6.0 looks like spam",
        "",
    ],
)
def test_refusal_of_one_letter_is_of_that_letter(words: str) -> None:
    assert not blames_sender(words)


GONE = [
    "5.1.1 <b@x.example>: Recipient address rejected: User unknown in virtual mailbox table",
    "5.1.1 The email account that you tried to reach does not exist. Please try double-checking the"
    " recipient's email address for typos or unnecessary spaces.",
    "5.1.2 The recipient address <b@x.example> is not a valid RFC-5321 address",
    "5.1.3 bad destination mailbox address syntax",
    "5.1.6 the mailbox has moved",
    "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "5.2.1 The email account that you tried to reach is disabled",
    "5.4.1 Recipient address rejected: Access denied. [AM7EUR03FT.eop-EUR03.prod.protection.outlook]",
    "5.4.4 Unable to route due to invalid recipient domain",
    "5.5.0 Requested action not taken: mailbox unavailable (S2017062302)",
    "5.7.1 No such user!",
    "#5.1.1 unknown user",
    "Message was not accepted -- invalid mailbox. Local mailbox b@mail.example is unavailable: user not found",
    "No Such User Here",
    "sorry, no mailbox here by that name (#5.1.1): user unknown",
    "Unrouteable address",
    "<b@x.example>: recipient unknown",
    "пользователь не найден",
]

NOT_GONE = [
    "5.2.2 The email account that you tried to reach is over quota",
    "5.2.2 Mailbox full",
    "5.3.4 Message size exceeds fixed limit",
    "5.6.0 looks like spam",
    "5.7.1 Recipient address rejected: Access denied",
    "5.7.1 message rejected by policy: mailbox unavailable for bulk mail",
    "5.7.129 RESOLVER.RST.RestrictedToRecipientsPermission; not authenticated to send to group",
    "5.1.7 <vekha@x.example>: Sender address rejected: undeliverable address: user unknown",
    "5.1.8 Access denied, bad outbound sender",
    "Verification failed for <vekha@x.example>\nNo Such User Here\nSender verify failed",
    "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more",
    "4.2.1 mailbox disabled for now: user unknown",
    "4.1.1 user unknown",
    "5.5.1 bad sequence of commands",
    "5.0.0 rejected",
    "Requested action not taken: mailbox unavailable (e.g., mailbox not found, no access, or command"
    " rejected for policy reasons)",
    "rejected by policy",
    "blocked: invalid recipient list",
    "no",
    "",
]


@pytest.mark.parametrize("words", GONE)
def test_address_is_given_up_where_the_server_says_that_nobody_has_it(words: str) -> None:
    assert blames_address(status_of(words) or "550", words)
    assert blames_address(status_of(words), f"550 {words}"), "as a report quotes it"


@pytest.mark.parametrize("words", NOT_GONE)
def test_address_is_believed_where_something_else_is_wrong(words: str) -> None:
    assert not blames_address(status_of(words) or "550", words)
    assert not blames_address(status_of(words), f"550 {words}")


@pytest.mark.parametrize(
    ("reply", "status"),
    [("5.1.1 gone", "5.1.1"), ("#5.1.0 no", "5.1.0"), ("host 5.1.1.20 said no", ""),
     ("5.1.1.20 said no", ""), ("no", ""), ("", "")],
)  # fmt: skip
def test_status_stands_at_the_beginning_and_is_no_address_of_a_machine(
    reply: str, status: str
) -> None:
    assert status_of(reply) == status
