"""Opening the database and its transactions: SQLite on one machine, PostgreSQL on several."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from models.column import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

BUSY_SECONDS = 30
"""How long a writer waits for another one on SQLite before it gives up."""

DURABLE, HASTY, CARELESS = "FULL", "NORMAL", "OFF"
"""How a commit on SQLite waits for the disk: always; not now, but a power cut takes only the last
commits; never, for what is thrown away."""

WAITS = "vekha_waits"
"""What of these a connection was told last, in its `info`, which goes with the connection."""

POSTGRESQL_NAMES = ("postgres", "postgresql")


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """The engine for `sqlite:///path` (the folder is made) or `postgresql://…` (through psycopg 3).

    `durable=False` leaves out waiting for the disk: for rehearsals, whose database is thrown away.
    In-memory SQLite has one connection: one thread, and no session inside another.
    Raises ValueError for another kind of database.
    """
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return _open_sqlite(parsed, durable=durable)
    if parsed.drivername in POSTGRESQL_NAMES or kind == "postgresql":
        return _open_postgresql(parsed, durable=durable)
    raise ValueError(f"the database must be sqlite or postgresql, not {kind}")


@contextmanager
def writing(engine: Engine, *, durable: bool = True) -> Iterator[Session]:
    """One writing transaction: committed at the end, rolled back when something is raised.

    What was read stays readable afterwards (rows are not expired by the commit). `durable=False`
    does not wait for the disk: for what a power cut may take back without harm.
    """
    with Session(engine, expire_on_commit=False, autoflush=False) as session, session.begin():
        if not durable:
            session.connection(execution_options={"vekha_durable": False})
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One reading transaction; it never waits for a writer. What it would change is rolled back."""
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"vekha_reads": True})
        yield session


def _open_sqlite(url: URL, *, durable: bool) -> Engine:
    options: dict[str, Any] = {}
    in_memory = not url.database or url.database == ":memory:"
    if in_memory:
        options["poolclass"] = StaticPool
    else:
        Path(str(url.database)).expanduser().absolute().parent.mkdir(parents=True, exist_ok=True)
        options |= {"pool_size": 8, "max_overflow": 32}
    engine = create_engine(
        url,
        json_serializer=to_json,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        **options,
    )
    synchronous = DURABLE if durable else CARELESS

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # The driver's own transactions begin late and not for every statement: see `begin`.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        if not in_memory:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that begins by reading and then writes fails at once with "database is
        # locked" when another one has written in between; no time-out helps. So a writer takes
        # the write lock at its start and waits for it there; a reader never takes it.
        options = connection.get_execution_options()
        if options.get("vekha_reads", False):
            connection.exec_driver_sql("BEGIN")
            return
        hasty = durable and not options.get("vekha_durable", True)
        waits = HASTY if hasty else synchronous
        if connection.info.get(WAITS, synchronous) != waits:
            connection.exec_driver_sql(f"PRAGMA synchronous={waits}")
            connection.info[WAITS] = waits
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _open_postgresql(url: URL, *, durable: bool) -> Engine:
    # Said for each connection: a server that is set to commit without waiting for its disk forgets
    # in a crash which letters were handed over, and they would go out again.
    options = {
        "timezone": "UTC",
        "synchronous_commit": "on" if durable else "off",
        "default_transaction_isolation": r"read\ committed",
    }
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        json_serializer=to_json,
        pool_pre_ping=True,  # a restarted server costs one reconnection, not an error
        pool_size=8,
        max_overflow=32,
        connect_args={"options": " ".join(f"-c {name}={value}" for name, value in options.items())},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("vekha_durable", True):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine
