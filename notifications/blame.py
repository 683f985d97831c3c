"""Whom a refusal is about: this letter and its recipient, or the sender and all that it sends. Pure.

A server that has put our address on a block list, does not believe that we are who we say, or has had
enough of us for today refuses every letter with a 5xx. None of them is refused for good by that: they
wait until the operator has seen to it. The words are those of Postfix with a block list, Exim, Gmail,
Outlook, mail.ru and Yandex.
"""

from __future__ import annotations

import re

_SENDER_CODES = re.compile(
    r"\b5\.7\.(?:23|24|25|26|27|28|29|30|31|32|33|350|5(?:08|09|11|15)|6\d\d|7\d\d)\b"
)
"""RFC 7372 and after: SPF, reverse DNS, DMARC, DKIM; Gmail's and Outlook's numbers for banned senders."""

_SENDER_WORDS = re.compile(
    r"block(?:ed|ing)? (?:using|by|list)|blocklist|blacklist|black list|block list|banned send"
    r"|spamhaus|spamcop|barracuda|\brbl\b|\bdnsbl\b|client host|access from ip|sending ip|bad reputation"
    r"|reverse dns|\bptr\b|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated"
    r"|\b(?:rate|sending|spam|daily|hourly) (?:(?!size)\w+ ){0,2}(?:limit|quota) (?:\w+ ){0,2}exceeded"
    r"|exceeded (?:the |your )?(?:(?!size)\w+ ){0,2}(?:limit|sending quota)"
    r"|too many (?:messages|letters|mails)",
    re.IGNORECASE,
)

_MAILBOX_FULL = re.compile(r"\b5\.2\.2\b|over ?quota|mailbox (?:is )?full", re.IGNORECASE)


def blames_sender(text: str) -> bool:
    """Whether a 5xx with these words would meet any other letter of ours as well."""
    if _MAILBOX_FULL.search(text):
        return False
    return bool(_SENDER_CODES.search(text) or _SENDER_WORDS.search(text))
