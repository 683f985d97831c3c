"""Which organisations belong to a roadmap's period: territories change between years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from vekha.issues import Issue, Told
from vekha.roadmap.people import Organisation, Person
from vekha.terms import Period


def in_force(
    organisations: Mapping[str, Organisation], people: Mapping[str, Person], period: Period
) -> tuple[dict[str, Organisation], dict[str, Person], list[Issue]]:
    """Those in force at some day of the period, and their people; a change is told of (I).

    A school goes with its district. Nobody of an organisation that has left is written to.
    """
    first, last = period.start.isoformat(), period.until.isoformat()

    def overlaps(organisation: Organisation | None) -> bool:
        if organisation is None:
            return True
        until, since = organisation.until or last, organisation.since or first
        return first <= until and since <= last

    def here(organisation: Organisation) -> bool:
        return overlaps(organisation) and overlaps(organisations.get(organisation.district))

    kept = {key: o for key, o in organisations.items() if here(o)}
    issues = [
        Issue(_code(o, kept), o.place, o.key, _facts(o, period=period))
        for o in organisations.values()
        if o.until or o.since
    ]
    staying = {
        key: person
        for key, person in people.items()
        if person.organisation in kept or person.organisation not in organisations
    }
    return kept, staying, issues


def _code(organisation: Organisation, kept: Mapping[str, Organisation]) -> str:
    return "territory-change" if organisation.key in kept else "territory-left"


def _facts(organisation: Organisation, *, period: Period) -> dict[str, object]:
    return {
        "name": organisation.name,
        "span": _span(_day(organisation.since), _day(organisation.until)),
        "period": period.label,
    }


def _span(since: str, until: str) -> Told:
    """«с 01.09.2020 по 07.06.2022», or one of the two."""
    if not since:
        return Told(f"по {until}", f"{until} күніне дейін", f"until {until}")
    if not until:
        return Told(f"с {since}", f"{since} күнінен бастап", f"from {since}")
    return Told(
        f"с {since} по {until}", f"{since} – {until} аралығында", f"from {since} until {until}"
    )


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""
