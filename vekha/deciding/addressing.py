"""Whom a letter really reaches: the acting person, the next contact, those whom one has to call.

The order of an organisation's contacts is that of people.csv. Nobody is written to out of their
period (since, until); while someone acts for another (и.о.), letters go to the acting one. Who is
reached by no letter is not silent but unreachable: that is said apart, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from vekha.deciding.decision import LetterDraft
from vekha.roadmap.people import Person
from vekha.roadmap.programme import Roadmap

Why = Literal["", "no-address", "dead", "calls"]

MASS = ("invitation", "collection", "reminder", "announcement", "visit", "meeting", "escalation")
"""Templates that whoever wants to be called gets no more."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of addresses (in small letters): dead → why; to be called instead → since when."""

    dead: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom no letter reaches. `words`: the server's, or since when they want calls."""

    person: Person
    organisation: str
    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Addressed:
    """The letters as they go, and those for whom there is nobody to write to."""

    drafts: tuple[LetterDraft, ...]
    unreached: tuple[Unreached, ...] = ()


def in_office(person: Person, day: date) -> bool:
    """Whether the person holds the position on that day; both ends belong to the period."""
    iso = day.isoformat()
    return (not person.since or person.since <= iso) and (not person.until or iso <= person.until)


def standing_in(roadmap: Roadmap, person: Person, day: date) -> Person:
    """Who acts for the person on that day, or else holds the same position; else the person.

    An acting person without a period is simply the holder: nobody knows until when.
    """
    if not person.organisation or not person.role:
        return person
    same = [
        one
        for one in roadmap.people.values()
        if (one.organisation, one.role) == (person.organisation, person.role)
        and in_office(one, day)
    ]
    for one in same:
        if one.acting and (one.since or one.until):
            return one
    if in_office(person, day):
        return person
    return same[0] if same else person


def next_contact(
    roadmap: Roadmap,
    organisation: str,
    *,
    person: str,
    dead: Collection[str],
    day: date | None = None,
) -> Person | None:
    """The next one of the same organisation in the order of people.csv, going round once."""
    known = roadmap.people.get(person)
    home = known.organisation if known else organisation
    if not home:
        return None
    those = [one for one in roadmap.people.values() if one.organisation == home]
    start = next((n + 1 for n, one in enumerate(those) if one.key == person), 0)
    for one in [*those[start:], *those[:start]]:
        here = day is None or in_office(one, day)
        if one.key != person and here and one.email and one.email.lower() not in dead:
            return one
    return None


def unreached(
    roadmap: Roadmap, person: Person, organisation: str, *, reach: Reach, day: date
) -> Unreached | None:
    """Why no letter reaches the one who answers for an organisation, or None if one does."""
    holder = standing_in(roadmap, person, day)
    address = holder.email.lower()
    if address and address in reach.calls:
        return Unreached(holder, organisation, "calls", reach.calls[address])
    if address and address not in reach.dead:
        return None
    if next_contact(roadmap, organisation, person=holder.key, dead=_shut(reach), day=day):
        return None
    if not address:
        return Unreached(holder, organisation, "no-address")
    return Unreached(holder, organisation, "dead", reach.dead[address])


def address(
    roadmap: Roadmap,
    drafts: Sequence[LetterDraft],
    *,
    people: Mapping[str, Person],
    reach: Reach,
    day: date,
) -> Addressed:
    """The letters of an action, each turned to whom it reaches; nobody gets two of them."""
    taken = {draft.key for draft in drafts}
    going: dict[str, LetterDraft] = {}
    shut: list[Unreached] = []
    for draft in drafts:
        holder = standing_in(roadmap, people[draft.person], day)
        found = unreached(roadmap, people[draft.person], draft.organisation, reach=reach, day=day)
        if found is not None and (draft.template in MASS or found.why != "calls"):
            shut.append(found)
            continue
        if not holder.email or holder.email.lower() in reach.dead:
            other = next_contact(
                roadmap, draft.organisation, person=holder.key, dead=_shut(reach), day=day
            )
            holder = other or holder
        own = _turned(draft, holder)
        if own.key != draft.key and own.key in taken:
            continue  # this one gets the letter anyway
        going.setdefault(own.key, own)
    return Addressed(tuple(going.values()), tuple(_once(shut)))


def turned_key(key: str, *, person: str, holder: str) -> str:
    """The key of a person's letter when another one gets it; what stands around the person stays."""
    head, found, tail = key.rpartition(f"/{person}")
    return f"{head}/{holder}{tail}" if found else f"{key}/{holder}"


def _turned(draft: LetterDraft, holder: Person) -> LetterDraft:
    if holder.key == draft.person:
        return draft
    key = turned_key(draft.key, person=draft.person, holder=holder.key)
    return replace(draft, person=holder.key, key=key)


def _shut(reach: Reach) -> frozenset[str]:
    """Addresses that no letter is turned to."""
    return frozenset(reach.dead) | frozenset(reach.calls)


def _once(found: Iterable[Unreached]) -> Iterable[Unreached]:
    return {(one.organisation, one.person.key): one for one in found}.values()
