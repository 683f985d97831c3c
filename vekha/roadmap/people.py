"""Organisations, people, roles and pairings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from vekha.issues import Place
from vekha.roadmap.words import Key, Words, Written


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of organisations.csv. `name` is as printed in the document; identity is the key."""

    key: str
    name: str
    kind: str = ""  # district, city-school, rural-school, office …
    district: str = ""  # key of the district it belongs to
    short: str = ""
    language: str = ""  # of its letters; empty: the roadmap's
    zone: str = ""
    since: str = ""  # ISO days between which it belongs here; empty: always
    until: str = ""
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)  # further columns: МКШ, ШНОР …
    place: Place = field(default=Place("organisations.csv"), compare=False)

    @property
    def label(self) -> str:
        """The name for tables and letters where room is scarce."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Person:
    """A row of people.csv: one person in one position. The name may be unknown, the position not."""

    key: str
    name: str
    position: str  # as printed: «методист ЦМРиИТО»
    role: str = ""  # what roles refer to: director, district-head, coordinator …
    organisation: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    acting: bool = False  # и.о.
    since: str = ""  # ISO days between which the person holds the position, or acts; empty: always
    until: str = ""
    place: Place = field(default=Place("people.csv"), compare=False)
    email_place: Place = field(default=Place("people.csv"), compare=False)

    @property
    def label(self) -> str:
        """The name, or the position where the name is not known."""
        return self.name or self.position


class Role(Written):
    """Who is meant by words like «Директора школ»: named people, or all who hold a position."""

    title: Words = Field(description="Как роль названа в документе: «Зав МК районов»")
    people: tuple[Key, ...] = Field(default=(), description="Люди поимённо (ключи из people.csv)")
    position: str = Field(
        default="", description="Все, у кого в people.csv эта роль (столбец role)"
    )
    organisations: tuple[str, ...] = Field(
        default=(), description="Только из этих организаций: их вид (столбец kind) или ключи"
    )
    collective: bool = Field(
        default=False, description="Коллектив: письма получает роль, указанная в through"
    )
    through: Key | None = Field(default=None, description="Через кого получает письма коллектив")


class Pair(Written):
    """One mentor with those entrusted to it."""

    district: str = Field(default="", description="Район, как он стоит в таблице (ключ)")
    mentor: str = Field(
        description="Ключ организации-наставника, опорной школы; у кураторов можно ключ человека"
    )
    mentees: tuple[str, ...] = Field(description="Ключи закреплённых организаций")
    printed: str = Field(default="", description="Строка таблицы, как напечатана")


class Pairing(Written):
    """A table of закрепление: who supports whom."""

    title: Words = Field(description="Название таблицы закрепления")
    kind: Literal["mentor", "curator", "hub", "partner"] = Field(
        default="mentor",
        description="Кто закреплён: наставник (mentor), куратор (curator), опорная школа (hub), "
        "школа-партнёр (partner)",
    )
    order: Key | None = Field(default=None, description="Приказ, которым закреплены")
    pairs: tuple[Pair, ...] = Field(default=(), description="Строки таблицы по порядку")
    mentors: tuple[Key, ...] = Field(
        default=(), description="Кто закреплён, если документ не говорит, за кем"
    )
    mentees: tuple[Key, ...] = Field(
        default=(), description="За кем закрепляют, если документ не говорит, кого"
    )
