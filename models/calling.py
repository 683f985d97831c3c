"""People who want to be called instead of written to; they stay obliged, and it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from models.event import record_event
from models.setting import drop_setting, put_setting, setting, settings
from models.withdrawal import cancel_letters_at

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

CALLS = "call-instead:"
WHY = "Просит звонить вместо писем."
Way = Literal["mail", "site", "board"]


def call_instead(
    session: Session,
    address: str,
    *,
    edition: str,
    way: Way,
    templates: Collection[str],
    now: datetime,
    by: str = "",
) -> int:
    """Note that whoever reads this address wants calls; what waits for it is cancelled: how many."""
    name = CALLS + address.lower()
    if setting(session, name) is None:
        put_setting(session, name, {"at": now.isoformat(), "way": way})
        detail = {"address": address, "way": way, "by": by}
        record_event(session, edition=edition, kind="call instead", detail=detail, now=now)
    return cancel_letters_at(session, address, templates, code="calls", why=WHY, now=now)


def write_again(session: Session, address: str, *, edition: str, by: str, now: datetime) -> bool:
    """Letters may go there again; False if nobody had asked for calls."""
    name = CALLS + address.lower()
    if setting(session, name) is None:
        return False
    drop_setting(session, name)
    detail = {"address": address, "by": by}
    record_event(session, edition=edition, kind="write again", detail=detail, now=now)
    return True


def wants_calls(session: Session, address: str) -> bool:
    """Whether whoever reads this address asked to be called."""
    return bool(address) and setting(session, CALLS + address.lower()) is not None


def called_instead(session: Session) -> dict[str, str]:
    """Address → since when (ISO moment)."""
    found = settings(session, CALLS)
    return {name.removeprefix(CALLS): str(value["at"]) for name, value in found.items()}
