"""Addresses that refused letters, for the board: what the server said, and what comes of it.

Whether an address is dead, and who is written to instead, is asked of the same tables and the same core
as the list of whom to call (reaching.py), so that the two pages say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.calling import called_instead
from models.mail_log import letters
from models.returned import dead_addresses
from vekha.calendar.zones import to_local
from vekha.deciding.addressing import next_contact
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models.letter import LetterRow
    from vekha.planning import Plan
    from vekha.roadmap.people import Person

After = Literal["another", "nobody", "alive", "changed"]


@dataclass(frozen=True, slots=True)
class RefusedAddress:
    """The letters that one address refused, the newest first.

    `after`: dead, and another one gets the letters; dead, and there is nobody else; not dead, the
    refusal was of these letters only; or the person has another address by now.
    """

    letters: tuple[LetterRow, ...]
    after: After
    instead: Person | None = None


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """A dead address of the roster, why it is dead, and who gets the letters instead."""

    person: Person
    organisation: str
    words: str
    instead: Person | None


def read_refused(session: Session, plan: Plan, *, now: datetime) -> list[RefusedAddress]:
    """The letters that were refused, by address: a wrong one is one thing to mend."""
    refused = letters(session, edition=plan.edition, states=[LetterState.REFUSED])
    dead, shut, day = _known(session, plan, now)
    return [_judge(plan, group, dead, shut, day) for group in _by_address(refused)]


def read_dead(
    session: Session, plan: Plan, *, besides: Collection[str], now: datetime
) -> list[DeadAddress]:
    """Every dead address of the roster but those of the people `besides` (keys)."""
    dead, shut, day = _known(session, plan, now)
    names = {key: one.label for key, one in plan.roadmap.organisations.items()}
    return [
        DeadAddress(
            person,
            names.get(person.organisation, ""),
            dead[person.email.lower()],
            next_contact(plan.roadmap, person.organisation, person=person.key, dead=shut, day=day),
        )
        for person in plan.roadmap.people.values()
        if person.email.lower() in dead and person.key not in besides
    ]


def _known(
    session: Session, plan: Plan, now: datetime
) -> tuple[dict[str, str], frozenset[str], date]:
    """Dead address → why; addresses that no letter is turned to; the day."""
    dead = dead_addresses(session)
    day = to_local(now, plan.roadmap.file.timezone).date()
    return dead, frozenset(dead) | frozenset(called_instead(session)), day


def _judge(
    plan: Plan,
    group: Sequence[LetterRow],
    dead: Collection[str],
    shut: Collection[str],
    day: date,
) -> RefusedAddress:
    row, those = group[0], tuple(group)
    known = plan.roadmap.people.get(row.person)
    if known is not None and known.email.lower() != row.address.lower():
        return RefusedAddress(those, "changed")
    if row.address.lower() not in dead:
        return RefusedAddress(those, "alive")
    other = next_contact(plan.roadmap, row.organisation, person=row.person, dead=shut, day=day)
    return RefusedAddress(those, "another" if other else "nobody", other)


def _by_address(refused: Sequence[LetterRow]) -> list[list[LetterRow]]:
    groups: dict[str, list[LetterRow]] = {}
    for row in sorted(refused, key=lambda row: (row.queued_at, row.key), reverse=True):
        groups.setdefault(row.address.lower(), []).append(row)
    return list(groups.values())
