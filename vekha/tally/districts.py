"""Whose district a school counts in, and counting district by district with an honest total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vekha.answers import Sheet
    from vekha.roadmap.programme import Roadmap

T = TypeVar("T")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class District:
    """A row of a table by district; key and name are empty for schools of no district."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ByDistrict(Generic[T]):
    """One figure per district in the roster's order, and the total counted from all answers."""

    rows: tuple[tuple[District, T], ...]
    total: T

    def of(self, district: str) -> T:
        """The figure of one district; raises KeyError."""
        for row, figure in self.rows:
            if row.key == district:
                return figure
        raise KeyError(district)


def assign_districts(roadmap: Roadmap) -> Mapping[str, str]:
    """Organisation → the district it counts in ("" for none).

    A city mentor counts in the district that is entrusted to it: tables by district are about the
    help that a district gets, and the city is no district of the region. With several pairs it is
    the first, so that every school counts once. Everyone else counts in their own district.
    """
    assigned = {
        organisation.key: organisation.key
        if organisation.kind == "district"
        else organisation.district
        for organisation in roadmap.organisations.values()
    }
    mentored: dict[str, str] = {}
    for pairing in roadmap.file.pairings.values():
        for pair in pairing.pairs:
            if pair.district:
                mentored.setdefault(pair.mentor, pair.district)
    known = {district.key for district in roadmap.districts()}
    return {
        key: district if district in known else ""
        for key, district in (assigned | mentored).items()
    }


def group_by_district(
    roadmap: Roadmap,
    items: Iterable[Item],
    *,
    organisation: Callable[[Item], str],
    count: Callable[[Sequence[Item]], T],
) -> ByDistrict[T]:
    """Count the items of each district, districts without any included, and of all together."""
    assigned = assign_districts(roadmap)
    groups: dict[str, list[Item]] = {district.key: [] for district in roadmap.districts()}
    everything = list(items)
    for item in everything:
        groups.setdefault(assigned.get(organisation(item), ""), []).append(item)
    named = {district.key: district.name for district in roadmap.districts()}
    return ByDistrict(
        rows=tuple(
            (District(key, named.get(key, "")), count(group)) for key, group in groups.items()
        ),
        total=count(everything),
    )


def count_by_district(
    roadmap: Roadmap, sheets: Iterable[Sheet], count: Callable[[Sequence[Sheet]], T]
) -> ByDistrict[T]:
    """Count sheets by the district of their organisation."""
    return group_by_district(roadmap, sheets, organisation=organisation_of, count=count)


def organisation_of(sheet: Sheet) -> str:
    """The key of the organisation that the sheet is asked of."""
    return sheet.respondent.organisation.key


def in_roster_order(roadmap: Roadmap, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The sheets by district and, within it, as the roster has them: never as answers came in."""
    assigned = assign_districts(roadmap)
    districts = {district.key: place for place, district in enumerate(roadmap.districts())}
    roster = {key: place for place, key in enumerate(roadmap.organisations)}

    def place(sheet: Sheet) -> tuple[int, int, str]:
        key = organisation_of(sheet)
        district = districts.get(assigned.get(key, ""), len(districts))
        return district, roster.get(key, len(roster)), key

    return tuple(sorted(sheets, key=place))
