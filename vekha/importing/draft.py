"""The draft of a roadmap: what was found in a document, and what was not understood, at its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from vekha.importing.blocks import Block
from vekha.importing.orders import FoundOrder
from vekha.importing.periods import FoundPeriod
from vekha.importing.places import FoundPlace

REPLACE = "ЗАМЕНИТЕ"
Anchor = tuple[str, int]  # a section of the file, and after which of its things


@dataclass(slots=True)
class DraftOrganisation:
    """A row of organisations.csv."""

    key: str
    name: str
    kind: str
    line: int
    district: str = ""
    short: str = ""
    aliases: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DraftPerson:
    """A row of people.csv. `written` are other spellings and cases of the name."""

    key: str
    name: str
    position: str
    line: int
    role: str = ""
    organisation: str = ""
    acting: bool = False
    written: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DraftRole:
    """Whom the document means by words like «Директора школ»."""

    key: str
    title: str
    people: list[str] = field(default_factory=list)
    position: str = ""
    collective: bool = False


@dataclass(slots=True)
class DraftPair:
    """Keys of one pair."""

    district: str
    mentor: str
    mentees: list[str]
    printed: str = ""


@dataclass(slots=True)
class DraftPairing:
    """A table of закрепление, or a list of pairs."""

    key: str
    title: str
    kind: str
    line: int
    order: str = ""
    contested: str = ""
    pairs: list[DraftPair] = field(default_factory=list)


@dataclass(slots=True)
class DraftStage:
    """A stage; `note` says where its term is from, if not from its own words."""

    key: str
    title: str
    term: str
    line: int
    note: str = ""
    contested: str = ""


@dataclass(slots=True)
class DraftActivity:
    """A row of the plan."""

    key: str
    number: str
    title: str
    term: str
    line: int
    number_note: str = ""
    term_note: str = ""
    stage: str = ""
    performers: list[str] = field(default_factory=list)
    performers_printed: str = ""
    result: str = ""
    order: str = ""
    details: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DraftRow:
    """A row of the passport."""

    label: str
    texts: list[str]
    line: int
    contested: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A text that has no field of its own: kept as a comment after `anchor`."""

    text: str
    line: int
    anchor: Anchor
    understood: bool = False  # a part of something that was understood: a column of its own, say


@dataclass(slots=True)
class Draft:
    """Everything that goes into the three files."""

    source: str  # the document's file name
    key: str
    title: str
    body: str
    period: FoundPeriod
    place: FoundPlace
    start: str = ""
    heading: list[str] = field(default_factory=list)
    passport: list[DraftRow] = field(default_factory=list)
    orders: list[tuple[str, FoundOrder]] = field(default_factory=list)  # key, order
    organisations: list[DraftOrganisation] = field(default_factory=list)
    people: list[DraftPerson] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)
    roles: list[DraftRole] = field(default_factory=list)
    pairings: list[DraftPairing] = field(default_factory=list)
    stages: list[DraftStage] = field(default_factory=list)
    activities: list[DraftActivity] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()  # what it was made of
    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)  # code, path, message

    def person(self, key: str) -> DraftPerson | None:
        """The person with this key."""
        return next((p for p in self.people if p.key == key), None)
