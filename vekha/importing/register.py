"""The organisations, people, orders and roles met so far: each once, however it is spelt."""

from __future__ import annotations

import re

from vekha.importing.draft import DraftOrganisation, DraftPerson, DraftRole
from vekha.importing.keys import Keys
from vekha.importing.letters import UPPER, flat, folded, squeezed
from vekha.importing.orders import FoundOrder, find_orders, merge_order
from vekha.importing.organisations import (
    find_organisations,
    identity,
    is_school,
    nominative_district,
    short_name,
)
from vekha.importing.persons import Named, find_persons, same_person

CHUNK = 10_000  # letters read at a time: no real paragraph is longer
_COLLECTIVE = re.compile(
    r"(?i)коллектив|педагог|учител|родител|обучающ|учащ|классн|команд|групп|методист|ұжым|мұғалім"
)


class Register:
    """Gives the key of everything that a document names."""

    def __init__(self) -> None:
        self.organisations: list[DraftOrganisation] = []
        self.people: list[DraftPerson] = []
        self.roles: list[DraftRole] = []
        self.orders: list[FoundOrder] = []
        self.order_keys: dict[int, str] = {}
        self._organisation_keys, self._person_keys = Keys(), Keys()
        self._role_keys, self._keys_of_orders = Keys(), Keys()
        self._known: dict[tuple[str, str], DraftOrganisation] = {}
        self._bare: dict[tuple[str, str], DraftOrganisation] = {}
        self._by_initials: dict[str, list[tuple[tuple[str, str], DraftPerson]]] = {}
        self._by_title: dict[str, DraftRole] = {}

    def organisation(
        self, name: str, *, kind: str, line: int, district: str = "", new: bool = False
    ) -> DraftOrganisation:
        """The organisation of a name within a district (its key); `new` makes another in any case."""
        bare = identity(name)
        known = None if new else self._find(bare, district)
        if known is not None:
            known.district = known.district or district
            if known.kind in ("", "organisation", "school") and kind not in ("", "organisation"):
                known.kind = kind
            if known.name != name and name not in known.aliases:
                known.aliases.append(name)
            return known
        short = short_name(name)
        made = DraftOrganisation(
            key=self._organisation_keys.take(short, otherwise="organisation"),
            name=name,
            kind=kind,
            line=line,
            district=district,
            short="" if short == name else short,
        )
        self.organisations.append(made)
        self._known.setdefault((bare, district), made)
        self._known.setdefault((bare, ""), made)
        self._bare.setdefault((_without_honour(bare), district), made)
        return made

    def _find(self, bare: str, district: str) -> DraftOrganisation | None:
        for place in (district, ""):
            known = self._known.get((bare, place))
            if known is None and re.search(r"\d", bare):
                known = self._bare.get((_without_honour(bare), place))
                if (
                    known
                    and bare != _without_honour(bare)
                    and identity(known.name) != _without_honour(bare)
                ):
                    known = None
            if known is not None and (not district or known.district in ("", district)):
                return known
        return None

    def school_number(self, number: str) -> DraftOrganisation | None:
        """The only school with a number, where there is just one."""
        found = [
            o
            for o in self.organisations
            if is_school(o.name) and re.search(rf"№\s?{number}(?!\d)", o.name)
        ]
        return found[0] if len(found) == 1 else None

    def district(self, name: str, *, line: int) -> str:
        """The key of a district; empty for an empty name."""
        name = flat(name)
        if not name:
            return ""
        bare = folded(re.sub(r"(?i)\b(?:район|муниципальный|округ|ауданы?)\b", "", name)) or folded(
            name
        )
        known = self._known.get((bare, "district"))
        if known is None:
            known = DraftOrganisation(
                self._organisation_keys.take(name, otherwise="district"), name, "district", line
            )
            self.organisations.append(known)
            self._known[(bare, "district")] = known
        elif known.name != name and name not in known.aliases:
            known.aliases.append(name)
        return known.key

    def person(
        self, named: Named, *, line: int, role: str = "", organisation: str = ""
    ) -> DraftPerson:
        """The person of a name; what is told later is added to what is known."""
        letters = "".join(re.findall(rf"[{UPPER}]", named.initials)[:2])
        bucket = self._by_initials.setdefault(letters, [])
        who = (named.surname, named.initials)
        known = next((p for name, p in bucket if same_person(name, who)), None)
        if known is None:
            key = f"{named.surname} {''.join(re.findall(rf'[{UPPER}]', named.initials))}"
            known = DraftPerson(
                self._person_keys.take(key, otherwise="person", whole=True),
                named.name,
                named.position,
                line,
            )
            known.acting = named.acting
            self.people.append(known)
            bucket.append((who, known))
        elif named.position and not known.position:
            known.position, known.acting = named.position, named.acting
        if named.surname != known.name.split()[0] and named.written not in known.written:
            known.written.append(named.written)
        known.role = known.role or role
        known.organisation = known.organisation or organisation
        return known

    def placeholder(self, key: str, position: str) -> DraftPerson:
        """Somebody whom the document does not name."""
        made = DraftPerson(self._person_keys.take(key, otherwise="person"), "", position, 0)
        self.people.append(made)
        return made

    def role(self, title: str) -> DraftRole:
        """The role of a wording."""
        known = self._by_title.get(squeezed(title))
        if known is None:
            key = self._role_keys.take(title, otherwise="role", words=4)
            known = DraftRole(key, title, collective=bool(_COLLECTIVE.search(title)))
            self.roles.append(known)
            self._by_title[squeezed(title)] = known
        return known

    def order(self, found: FoundOrder) -> str:
        """The key of an order."""
        known = merge_order(self.orders, found)
        if id(known) not in self.order_keys:
            issuer = re.sub(r"\b[а-яё]{1,3}\b", "", known.issuer)
            name = known.printed
            if known.number:
                name = f"{' '.join(issuer.split()[:2]) or 'Приказ'} {known.number}"
            self.order_keys[id(known)] = self._keys_of_orders.take(name, otherwise="order", words=4)
        return self.order_keys[id(known)]

    def harvest(self, text: str, *, line: int) -> list[str]:
        """Everything that a text names; the keys of its orders."""
        found: list[str] = []
        for start in range(0, len(text), CHUNK):
            found += self._harvest(text[start : start + CHUNK], line=line)
        return found

    def _harvest(self, text: str, *, line: int) -> list[str]:
        masked = text
        for mentioned in find_organisations(text):
            kind = "school" if is_school(mentioned.name) else "organisation"
            district = self.district(nominative_district(mentioned.district), line=line)
            self.organisation(mentioned.name, kind=kind, line=line, district=district)
            blank = " " * (mentioned.end - mentioned.start)
            masked = masked[: mentioned.start] + blank + masked[mentioned.end :]
        people = {p.start: p for p in find_persons(text)}
        for person in find_persons(masked):  # with the position as the whole text has it
            self.person(people.get(person.start, person), line=line)
        return [self.order(order) for order in find_orders(text, line=line)]


def _without_honour(bare: str) -> str:
    return re.sub(r"(?<=\d)им.*$", "", bare)
