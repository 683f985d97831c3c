"""What a year's plan says that concerns its mail: sender, whom to answer, days, recipients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from notifications.doctor.people import Recipient
from notifications.headers import needs_smtputf8
from vekha.calendar import to_local
from vekha.planning import Plan

LETTER = 60 * 1024
"""A letter with its two parts and a calendar file, generously."""

ROW = 1600
"""One organisation's line of a digest in both parts, in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """One edition. days: letters that leave at most on each local day to come; hours: in which."""

    edition: str
    address: str
    reply_to: str
    days: Mapping[date, int]
    hours: int
    people: tuple[Recipient, ...]
    largest: int

    @property
    def beyond_ascii(self) -> list[str]:
        """Addresses that need SMTPUTF8."""
        return sorted({one.email for one in self.people if one.email and _beyond(one.email)})


def _beyond(address: str) -> bool:
    try:
        return needs_smtputf8(address)
    except Exception:  # noqa: BLE001 - what is no address is `vekha check`'s to say
        return False


def premises_of(plan: Plan, *, now: datetime) -> Premises:
    """`now` is aware: days that are past are left out."""
    file, zone = plan.roadmap.file, plan.roadmap.file.timezone
    answering = plan.roadmap.people.get(file.sending.reply_to or file.coordinators[0])
    days: Counter[date] = Counter()
    for action in plan.actions:
        if action.letters and action.due >= now:
            days[to_local(action.due, zone).date()] += action.letters
    first, last = (int(t[:2]) for t in (file.sending.hours_from, file.sending.hours_until))
    people = tuple(
        Recipient(one.key, one.label, one.email, one.organisation)
        for one in plan.roadmap.people.values()
    )
    return Premises(
        edition=plan.edition,
        address=file.sending.address,
        reply_to=answering.email if answering else "",
        days=dict(days),
        hours=max(1, last - first),
        people=people,
        largest=LETTER + ROW * len(plan.roadmap.organisations),
    )


def days_together(all_of_them: Iterable[Premises]) -> dict[date, int]:
    """The letters of all editions on each day: they share one server."""
    days: Counter[date] = Counter()
    for one in all_of_them:
        days.update(one.days)
    return dict(days)
