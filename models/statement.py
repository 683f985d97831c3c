"""Statements with many rows, and what the two databases say differently."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Insert, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Executable, Table
    from sqlalchemy.engine import CursorResult
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.compiler import SQLCompiler

T = TypeVar("T")

CHUNK = 500
"""Rows a statement; bounds memory, and keeps lists of keys far below SQLite's 32,766 parameters."""


def chunks(items: Iterable[T], *, size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert_or(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_new(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert the rows that are not there yet, never touching those that are; how many were new."""
    statement = _insert_new(table)
    return sum(changed(session, statement, chunk) for chunk in chunks(rows))


class _InsertNew(Insert):
    """An INSERT that leaves alone what is there, said alike by the two databases.

    SQLAlchemy's own ones with ON CONFLICT are compiled at every execution, which costs more than
    executing them.
    """

    inherit_cache = True


@compiles(_InsertNew)
def _compile_new(insert: _InsertNew, compiler: SQLCompiler, **options: Any) -> str:
    said: str = compiler.visit_insert(insert, **options)  # type: ignore[no-untyped-call]
    return f"{said} ON CONFLICT DO NOTHING"


@cache
def _insert_new(table: Table) -> _InsertNew:
    return _InsertNew(table).inline()  # nothing is given back: the words above stand at the end


def insert_all(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert every row; a row that is there already raises IntegrityError."""
    statement = _insert(table)
    for chunk in chunks(rows):
        session.execute(statement, chunk)


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


def changed(
    session: Session, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
) -> int:
    """Execute an INSERT, UPDATE or DELETE; how many rows it changed."""
    result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        statement, rows, execution_options={"preserve_rowcount": True}
    )
    return result.rowcount


def fresh(
    session: Session, statement: Executable, values: Mapping[str, Any] | None = None
) -> list[Any]:
    """The objects that the statement selects, as they are in the database now.

    Statements here are Core ones, which do not refresh objects that the session holds.
    """
    found = session.scalars(statement, values, execution_options={"populate_existing": True})
    return list(found)


def lock_edition(session: Session, edition: str) -> None:
    """Let only one transaction at a time reconcile an edition.

    On SQLite a writing transaction is alone already (BEGIN IMMEDIATE).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(edition))))
