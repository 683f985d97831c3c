"""Whom a refusal is about: the sender and all that it sends, this letter alone, or the address. Pure.

A server that has put our address on a block list, does not believe that we are who we say, or has had
enough of us for today refuses every letter with a 5xx. None of them is refused for good by that: they
wait until the operator has seen to it. The words are those of Postfix with a block list, Exim, Gmail,
Outlook, mail.ru and Yandex.

An address is given up only where the server says that nobody has it: whether it says so in the
conversation or later in a report of non-delivery is the same.
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


NO_SUCH_USER = re.compile(
    r"user unknown|unknown user|no such (user|mailbox|recipient)|does ?n[o']t exist|invalid mailbox",
    re.IGNORECASE,
)
"""What a server says of an address that is not there, whatever status it writes beside it."""

_STATUS = re.compile(r"\W{0,3}([245]\.\d{1,3}\.\d{1,3})(?![\d.])")

_GONE = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.(?:1|4|310))")
"""RFC 3463: no such mailbox or domain, bad syntax, moved away, null MX (RFC 7505), disabled; 5.4.1 is
what Microsoft says of an unknown recipient, 5.4.4 and 5.4.310 what is said of a domain without servers."""

_VAGUE = re.compile(r"(?:5\d\d|5\.0\.\d+|5\.1\.0|5\.2\.0|5\.5\.\d+)?")
"""Says nothing, or not what: then the words have to say it. Any other status says something else."""

_GONE_WORDS = re.compile(
    rf"{NO_SUCH_USER.pattern}|(?:user|recipient|mailbox|account|address) (?:is )?(?:not found|unknown)"
    r"|(?:invalid|unknown) (?:recipient|address|local.?part)|mailbox unavailable|unrouteable"
    r"|not found by smtp|(?:account|mailbox|user) .{0,20}(?:disabled|inactive|deactivated|terminated)"
    r"|пользовател\w+ не найден|не существует",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"spam|polic|virus|content|quota|\bfull\b|too (?:large|big|many)|size|denied|block|reputation",
    re.IGNORECASE,
)
_OF_THE_SENDER = re.compile(
    r"\bsender\b|envelope.from|mail from|\bhelo\b|отправител", re.IGNORECASE
)
_FOR_NOW = re.compile(r"at a rate|too (?:quickly|fast|often)|try (?:again )?later", re.IGNORECASE)


def status_of(reply: str) -> str:
    """The enhanced status (RFC 3463) with which a reply begins, «5.1.1», or an empty text."""
    found = _STATUS.match(reply)
    return found[1] if found else ""


def blames_address(status: str, words: str) -> bool:
    """Whether the server says that nobody has this address.

    `status` is «5.1.1», a bare «550» or empty. A full mailbox, a letter too big, a filter or a policy
    says nothing of the address; what is said of the sender neither, even where it reads the same.
    """
    if status.startswith(("2", "4")) or _FOR_NOW.search(words):
        return False
    if _GONE.fullmatch(status):
        return True
    if _OF_THE_SENDER.search(words) or blames_sender(words):
        return False
    if NO_SUCH_USER.search(words):
        return True
    if not _VAGUE.fullmatch(status) or _OTHER_WORDS.search(words):
        return False
    return bool(_GONE_WORDS.search(words))
