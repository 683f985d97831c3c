"""The recipients' own addresses: slips of the hand, dead domains, one address for several people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notifications.doctor.domains import PROVIDERS, domain_of, reserved
from notifications.doctor.finding import Finding, finding
from notifications.doctor.records import Status

SHOWN = 5

_MEANT = tuple(dict.fromkeys(name for one in PROVIDERS for name in one.mailboxes))
_REAL = frozenset(_MEANT) | {"mail.ua", "email.ru", "mail.kz", "mail.by", "mail.com", "email.com",
    "gmx.com", "gmx.ru", "yandex.ua", "yandex.uz", "live.kz", "bk.kz", "inbox.kz", "yahoo.ru",
    "mail.kg", "mail.ee", "mail.tj", "list.kz", "me.ru", "ya.kz"}  # fmt: skip
_WRONG = {"gmail.ru": "gmail.com", "gmail.kz": "gmail.com", "mail.ry": "mail.ru",
          "gmail.com.ru": "gmail.com", "mai.ru": "mail.ru", "mailru": "mail.ru",
          "yandex": "yandex.ru", "gmail": "gmail.com", "mail": "mail.ru"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who may get letters: key, name as shown, address, organisation and its name."""

    key: str
    name: str
    email: str
    organisation: str = ""


def meant(domain: str) -> str:
    """The large provider's domain that was probably meant («gmial.com» → gmail.com), or empty."""
    if domain in _WRONG:
        return _WRONG[domain]
    if domain in _REAL:
        return ""
    return next((real for real in _MEANT if len(real) > 5 and one_slip(domain, real)), "")


def one_slip(given: str, right: str) -> bool:
    """Whether one letter is wrong, missing, too much, or two neighbours changed places."""
    if given == right or abs(len(given) - len(right)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(given, right, strict=False)) if a != b), None)
    start = min(len(given), len(right)) if same is None else same
    a, b = given[start:], right[start:]
    swapped = len(a) > 1 and len(b) > 1 and (a[0], a[1]) == (b[1], b[0]) and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def judge_people(
    people: Sequence[Recipient], *, mail_of: Mapping[str, Status], roadmap: str
) -> list[Finding]:
    """`mail_of`: for the domains that were looked up, whether mail to them has anywhere to go."""
    examples = [one for one in people if one.email and reserved(domain_of(one.email))]
    found = _reserved(examples)
    found += _each([one for one in people if not reserved(domain_of(one.email))], mail_of)
    found += _shared(people)
    without = [one for one in people if not one.email]
    facts = {"roadmap": roadmap, "number": len(people) - len(without)}
    if without:
        names = ", ".join(one.key for one in without[:SHOWN])
        found.append(
            finding("people-without", **{**facts, "number": len(without), "people": names})
        )
    if not found:
        found.append(finding("people-ok", **facts))
    return found


def _reserved(people: Sequence[Recipient]) -> list[Finding]:
    """One word for all of them: a roadmap made for trying has nothing else."""
    if not people:
        return []
    return [finding("people-reserved", people=_named(people), number=len(people))]


def _named(people: Sequence[Recipient]) -> str:
    named = ", ".join(f"{one.key} <{one.email}>" for one in people[:SHOWN])
    return named + (f" (+{len(people) - SHOWN})" if len(people) > SHOWN else "")


def _each(people: Sequence[Recipient], mail_of: Mapping[str, Status]) -> Iterator[Finding]:
    by_domain: dict[str, list[Recipient]] = defaultdict(list)
    for one in people:
        if one.email:
            by_domain[domain_of(one.email)].append(one)
    for domain, theirs in sorted(by_domain.items()):
        facts = {"domain": domain, "people": _named(theirs), "number": len(theirs)}
        right, status = meant(domain), mail_of.get(domain)
        if right:
            yield finding("people-typo", **facts, right=right)
        elif status is Status.NONE:
            yield finding("people-dead-domain", **facts)


def _shared(people: Sequence[Recipient]) -> list[Finding]:
    """One address for people of different organisations; within one it is common and right."""
    by_address: dict[str, list[Recipient]] = defaultdict(list)
    for one in people:
        if one.email:
            by_address[one.email.lower()].append(one)
    return [
        finding("people-shared", address=address, people=", ".join(one.key for one in theirs))
        for address, theirs in sorted(by_address.items())
        if len({one.organisation or one.key for one in theirs}) > 1
    ]
