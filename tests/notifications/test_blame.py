"""Refusals as real servers word them: of one letter, or of everything that we send."""

from __future__ import annotations

import pytest

from notifications.blame import blames_sender


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
