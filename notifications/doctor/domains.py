"""What is known of domains: public suffixes, providers of mail, addresses that nobody can have."""

from __future__ import annotations

from dataclasses import dataclass

_SECOND_LEVEL = {
    "kz": ("com", "edu", "gov", "mil", "net", "org"),
    "ru": ("ac", "com", "edu", "gov", "int", "mil", "msk", "net", "nov", "org", "pp", "spb"),
    "su": ("msk", "nov", "spb"),
    "by": ("com", "gov", "mil", "net", "of", "org"),
    "kg": ("com", "edu", "gov", "mil", "net", "org"),
    "uz": ("co", "com", "net", "org"),
    "uk": ("ac", "co", "gov", "org"),
}
"""Ends under which names are given out. The public suffix list in the part that concerns Kazakhstan
and Russia: DMARC takes one name more than the end as the organisation's domain (RFC 7489, 3.2)."""

RESERVED = ("example", "invalid", "localhost", "test", "local", "example.com", "example.org")
"""No letter ever arrives there (RFC 2606)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A large provider of mail.

    hosts: ends of its servers' names. mailboxes: domains in which anyone may have an address.
    include: what a domain's SPF record must include. selectors: of the DKIM keys it makes.
    per_day: letters from a private mailbox within 24 hours, per_day_paid: from an organisation's;
    0 where the provider publishes no number.
    """

    name: str
    hosts: tuple[str, ...]
    mailboxes: tuple[str, ...]
    include: str = ""
    selectors: tuple[str, ...] = ()
    per_day: int = 0
    per_day_paid: int = 0


PROVIDERS = (
    Provider(
        name="Яндекс",
        hosts=("yandex.ru", "yandex.com", "yandex.kz", "yandex.net"),
        mailboxes=("yandex.ru", "ya.ru", "yandex.kz", "yandex.com", "yandex.by", "narod.ru"),
        include="_spf.yandex.net",
        selectors=("mail",),
        per_day=500,
        per_day_paid=3000,
    ),
    Provider(
        name="Mail.ru",
        hosts=("mail.ru",),
        mailboxes=("mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru"),
        include="_spf.mail.ru",
        selectors=("mailru",),
    ),
    Provider(
        name="Google",
        hosts=("gmail.com", "google.com", "googlemail.com"),
        mailboxes=("gmail.com", "googlemail.com"),
        include="_spf.google.com",
        selectors=("google",),
        per_day=500,
        per_day_paid=2000,
    ),
    Provider(
        name="Microsoft",
        hosts=("office365.com", "outlook.com"),
        mailboxes=("outlook.com", "hotmail.com", "live.com", "msn.com", "live.ru"),
        include="spf.protection.outlook.com",
        selectors=("selector1", "selector2"),
        per_day=300,
        per_day_paid=10_000,
    ),
    Provider(
        name="Рамблер",
        hosts=("rambler.ru",),
        mailboxes=("rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"),
    ),
    Provider(name="Apple", hosts=("mail.me.com",), mailboxes=("icloud.com", "me.com")),
    Provider(name="Yahoo", hosts=("mail.yahoo.com",), mailboxes=("yahoo.com",)),
)


def domain_of(address: str) -> str:
    """The domain of an address, in lower case and in ASCII; empty for what has none."""
    domain = address.rpartition("@")[2].strip().lower().rstrip(".")
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def within(domain: str, end: str) -> bool:
    """Whether a domain is `end` or under it."""
    return domain == end or domain.endswith("." + end)


def organisational(domain: str) -> str:
    """The domain that its owner registered: school.sko.edu.kz → sko.edu.kz, a.b.ru → b.ru."""
    parts = domain.split(".")
    wide = len(parts) > 2 and parts[-2] in _SECOND_LEVEL.get(parts[-1], ())
    return ".".join(parts[-3:] if wide else parts[-2:])


def provider_of_host(host: str) -> Provider | None:
    """Whose mail server that is, if it is one of the large ones."""
    plain = host.lower().rstrip(".")
    found = (one for one in PROVIDERS if any(within(plain, end) for end in one.hosts))
    return next(found, None)


def provider_of_mailbox(domain: str) -> Provider | None:
    """The provider in whose domain anyone may have an address, or None."""
    return next((one for one in PROVIDERS if domain in one.mailboxes), None)


def reserved(domain: str) -> bool:
    """Whether it is a domain for examples, to which nothing can be sent."""
    return any(within(domain, end) for end in RESERVED)
