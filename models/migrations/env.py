"""Alembic's entry: runs in the connection that `models.migrating` hands over, not on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from models.migrating import VERSION_TABLE
from models.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite alters a table only by copying it
)
with context.begin_transaction():
    context.run_migrations()
