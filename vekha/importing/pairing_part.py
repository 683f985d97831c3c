"""Pairs found in tables and lines into the draft's pairings: keys for schools, districts, curators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vekha.importing.blocks import Table
from vekha.importing.draft import DraftPair, DraftPairing
from vekha.importing.keys import Keys
from vekha.importing.letters import flat
from vekha.importing.orders import find_orders
from vekha.importing.organisations import is_school
from vekha.importing.pairings import Curated, FoundPair, PairColumns, read_pairs
from vekha.importing.persons import find_persons
from vekha.importing.register import Register

_KEYS = {"partner": "pairs", "curator": "curators", "hub": "hubs", "mentor": "mentors"}


class PairingPart:
    """Collects the pairings of a document in order."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.pairings: list[DraftPairing] = []
        self._keys = Keys()
        self._curated: list[tuple[Curated, int]] = []

    def add_table(self, table: Table, columns: PairColumns, caption: str) -> list[tuple[str, int]]:
        """A table of закрепление; gives the texts of its further columns, with their lines."""
        names = columns.names
        title = f"{names[columns.mentor]} — {names[columns.mentees]}"
        words = f"{title} {caption}".lower()
        kind = "mentor"
        if "куратор" in words or "курир" in words:
            kind = "curator"
        elif re.search("опорн|ресурсн|магнит|тірек", words):
            kind = "hub"
        city = re.search(r"(?i)\bг\.|город|қала", names[columns.mentor])
        rural = re.search(r"(?i)сельск|район|село|ауыл|мкш|малокомплект", names[columns.mentees])
        found = list(read_pairs(table, columns))
        pairing = self.add(
            found,
            title=title,
            kind=kind,
            kinds=(
                "city-school" if city else f"{kind}-school",
                "rural-school" if rural else "school",
            ),
        )
        if find_orders(caption, line=0):
            pairing.order = self.register.order(find_orders(caption, line=0)[0])
        return self._others(found)

    def _others(self, found: Sequence[FoundPair]) -> list[tuple[str, int]]:
        texts = []
        for pair in found:
            for name, text in pair.others:
                role = "curator" if "куратор" in name.lower() else ""
                for named in find_persons(text):
                    self.register.person(named, line=pair.line, role=role)
                if name or pair.head is None:
                    texts.append((f"{name}: {text}".strip(": "), pair.line))
        return texts

    def add(
        self,
        found: Sequence[FoundPair],
        *,
        title: str,
        kind: str,
        kinds: tuple[str, str] = ("school", "school"),
    ) -> DraftPairing:
        """A pairing of these pairs; `kinds` are those of the mentors and of the mentees."""
        key = self._keys.take(_KEYS[kind], otherwise="pairs")
        pairing = DraftPairing(key, flat(title), kind, found[0].line if found else 0)
        taken: set[str] = set()
        for pair in found:
            pairing.pairs.append(self._pair(pair, kinds, taken, kind))
        self.pairings.append(pairing)
        return pairing

    def _pair(
        self, pair: FoundPair, kinds: tuple[str, str], taken: set[str], kind: str
    ) -> DraftPair:
        register = self.register
        if kinds[0] == kinds[1] and len(pair.mentees) == 1 and pair.mentor_district:
            ((town, place),) = pair.mentees
            if not place:  # the school with a district is the village's, the other one helps it
                village = ((pair.mentor, pair.mentor_district),)
                pair = replace(pair, mentor=town, mentor_district="", mentees=village)
                kinds = ("city-school", "rural-school")
        district = register.district(pair.district, line=pair.line)
        own = register.district(pair.mentor_district, line=pair.line)
        if kinds[0] == kinds[1]:
            kinds = ("mentor-school", "school")
        if not pair.mentor and pair.head is not None and kind == "curator":
            mentor = register.person(pair.head, line=pair.line, role="curator").key
        else:
            mentor = self._mentor(pair, kinds[0], own)
        mentees = []
        for name, place in pair.mentees:
            within = register.district(place, line=pair.line) or ("" if own else district)
            sort = kinds[1] if is_school(name) or kinds[1] != "school" else "organisation"
            school = register.organisation(name, kind=sort, line=pair.line, district=within)
            if school.key in taken:  # the same name again is another school until somebody says so
                school = register.organisation(
                    name, kind=sort, line=pair.line, district=within, new=True
                )
            taken.add(school.key)
            mentees.append(school.key)
        return DraftPair(district, mentor, mentees, pair.printed)

    def _mentor(self, pair: FoundPair, kind: str, district: str) -> str:
        name = pair.mentor or "—"
        mentor = self.register.organisation(name, kind=kind, line=pair.line, district=district)
        if pair.head is not None:
            head = self.register.person(
                pair.head, line=pair.line, role="director", organisation=mentor.key
            )
            head.position = head.position or f"Директор ({mentor.short or mentor.name})"
        return mentor.key

    def note_curated(self, found: Sequence[Curated], line: int) -> None:
        """Remember schools named by number alone until all schools are known by name."""
        self._curated += [(curated, line) for curated in found]

    def add_curated(self) -> None:
        """The curators of schools named by number, as a pairing of people and schools."""
        pairs: dict[str, DraftPair] = {}
        for curated, line in self._curated:
            person = self.register.person(curated.person, line=line, role="curator")
            pair = pairs.setdefault(person.key, DraftPair("", person.key, []))
            for name in curated.schools:
                number = name.rpartition("№")[2].strip()
                school = self.register.school_number(number) or self.register.organisation(
                    name, kind="school", line=line
                )
                known = {key for other in pairs.values() for key in other.mentees}
                if school.key not in known:
                    pair.mentees.append(school.key)
        found = [pair for pair in pairs.values() if pair.mentees]
        if found:
            key = self._keys.take(_KEYS["curator"], otherwise="pairs")
            title = "Кураторы образовательных организаций"
            line = self._curated[0][1]
            self.pairings.append(DraftPairing(key, title, "curator", line, pairs=found))
