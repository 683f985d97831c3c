"""Column types and the parent of all tables; no table and no query is here."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, MetaData, String, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from vekha.states import ActionState, LetterState, Mark, SheetState

NAMING = {
    # Constraints need names of their own: Alembic cannot alter what the database named itself.
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The parent of every table here; its own metadata keeps other users of SQLModel out."""

    metadata = MetaData(naming_convention=NAMING)


def table_of(row: type[SQLModel]) -> Table:
    """The Core table behind a table class."""
    return row.metadata.tables[str(row.__tablename__)]


def to_json(value: object) -> str:
    """JSON as stored: Cyrillic as itself, no spaces. TypeError for what JSON has not."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out, microseconds kept.

    SQLite forgets the zone even with timezone=True, and then compares as text; so everything is
    turned to UTC before it is stored. Raises ValueError for a naive value.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        at = value.astimezone(UTC)
        if type(at) is datetime:
            return at
        # pendulum's subclass: the drivers know only the plain one.
        return datetime.combine(at.date(), at.time(), tzinfo=UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        at: datetime = value
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class CodeText(TypeDecorator[StrEnum]):
    """A StrEnum kept by its value, so that a look into the table can be read."""

    impl = String(16)
    cache_ok = True
    codes: ClassVar[type[StrEnum]]

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.codes(value)


class ActionStateText(CodeText):
    """`ActionState` by its value."""

    cache_ok = True
    codes = ActionState


class LetterStateText(CodeText):
    """`LetterState` by its value."""

    cache_ok = True
    codes = LetterState


class SheetStateText(CodeText):
    """`SheetState` by its value."""

    cache_ok = True
    codes = SheetState


class MarkText(CodeText):
    """`Mark` by its value."""

    cache_ok = True
    codes = Mark
