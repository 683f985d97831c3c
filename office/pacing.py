"""How many letters may be handed over now: per day, per hour, and to one domain. Pure; no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a mail server and its receivers bear; 0 and an empty mapping are no limit.

    per_day, per_hour: letters within any 24 hours, any 60 minutes. per_domain: letters a minute
    to one domain, «mail.ru» → 60; a domain stands for its subdomains too. errors: after so many
    failures among the last twice as many letters the campaign pauses; 0 never pauses.
    """

    per_day: int = 0
    per_hour: int = 0
    per_domain: Mapping[str, int] = field(default_factory=dict)
    errors: int = 25

    @property
    def any(self) -> bool:
        """Whether there is something to count before letters go out."""
        return bool(self.per_day or self.per_hour or self.per_domain)

    @property
    def longest(self) -> timedelta:
        """How far back the counting has to look."""
        if self.per_day:
            return DAY
        return HOUR if self.per_hour else MINUTE

    def domain_of(self, address: str) -> str:
        """The limited domain that an address falls under, or an empty text."""
        parts = address.rpartition("@")[2].lower().split(".")
        whole = (".".join(parts[start:]) for start in range(len(parts)))
        return next((domain for domain in whole if domain in self.per_domain), "")


@dataclass(frozen=True, slots=True)
class Handed:
    """A letter that went to the server: when, and to which address."""

    at: datetime
    address: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """Keys that may go now, and when the others may be tried: key → moment.

    full: the limit of the whole server that is used up («предел 2000 писем за сутки»), or empty.
    """

    now: tuple[str, ...]
    later: Mapping[str, datetime]
    full: str = ""


def allow(
    waiting: Sequence[tuple[str, str]],
    *,
    handed: Iterable[Handed],
    limits: Limits,
    now: datetime,
) -> Allowance:
    """Which of the waiting letters (key, address), in their order, stay within the limits."""
    past = sorted(handed, key=lambda one: one.at)
    room, free_at, full = _room(past, limits, now)
    by_domain = _by_domain(past, limits, now)
    used: Counter[str] = Counter()
    going: list[str] = []
    later: dict[str, datetime] = {}
    for key, address in waiting:
        domain = limits.domain_of(address)
        times = by_domain.get(domain, [])
        if domain and len(times) + used[domain] >= limits.per_domain[domain]:
            later[key] = (times[0] if times else now) + MINUTE
        elif len(going) >= room:
            later[key] = free_at
        else:
            going.append(key)
            used[domain] += 1
    return Allowance(tuple(going), later, full if len(going) >= room else "")


def _room(past: list[Handed], limits: Limits, now: datetime) -> tuple[int, datetime, str]:
    """How many letters the whole server takes now; when there is more room; which limit it is."""
    room, free_at, full = len(past) + 10**9, now, ""
    for number, span, word in ((limits.per_day, DAY, "сутки"), (limits.per_hour, HOUR, "час")):
        if not number:
            continue
        within = [one.at for one in past if one.at > now - span]
        if number - len(within) < room:
            room = max(0, number - len(within))
            # As many as are over the limit have to grow old first, and one more.
            oldest = within[min(len(within) - 1, max(0, len(within) - number))] if within else now
            free_at, full = oldest + span, f"предел писем за {word} ({number})"
    return room, free_at, full


def _by_domain(past: list[Handed], limits: Limits, now: datetime) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for one in past:
        domain = limits.domain_of(one.address)
        if domain and one.at > now - MINUTE:
            found.setdefault(domain, []).append(one.at)
    return found
