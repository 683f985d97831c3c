"""The table of small durable flags: a paused campaign with its reason, the cursor of a mailbox."""

from typing import Any

from sqlalchemy import JSON, String, bindparam, func, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, table_of
from models.statement import insert_or


class Setting(Row, table=True):
    """A name and a JSON value."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSON)


def setting(session: Session, name: str) -> Any:
    """The value that was put, or None."""
    return session.scalar(_VALUE, {"b_name": name})


_SETTING = table_of(Setting)
_VALUE = select(_SETTING.c.value).where(_SETTING.c.name == bindparam("b_name"))


def settings(session: Session, prefix: str = "") -> dict[str, Any]:
    """Every setting whose name begins so: name → value."""
    found = session.execute(_BEGINNING, {"b_prefix": prefix})
    return {row.name: row.value for row in found}


_PREFIX = bindparam("b_prefix", type_=String())
_BEGINNING = (
    select(_SETTING.c.name, _SETTING.c.value)
    .where(func.substr(_SETTING.c.name, 1, func.length(_PREFIX)) == _PREFIX)
    .order_by(_SETTING.c.name)
)


def put_setting(session: Session, name: str, value: Any) -> None:
    """Put a value (JSON), over an earlier one."""
    table = table_of(Setting)
    statement = insert_or(session, table).values(name=name, value=value)
    session.execute(
        statement.on_conflict_do_update(index_elements=[table.c.name], set_={"value": value})
    )


def drop_setting(session: Session, name: str) -> None:
    """Take a setting away; nothing happens if it is not there."""
    table = table_of(Setting)
    session.execute(table.delete().where(table.c.name == name))
