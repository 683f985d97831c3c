"""What keeps the ledger true between actions: missed, freed, in doubt, too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.engine import writing
from models.ledger import free_expired, miss_overdue
from models.outbox import doubt_expired, expire_letters
from office.office import Office


@dataclass(frozen=True, slots=True)
class KeptUp:
    """Keys of what changed its state."""

    missed: tuple[str, ...]
    freed: tuple[str, ...]
    requeued: tuple[str, ...]
    doubted: tuple[str, ...]
    expired: tuple[str, ...]


def keep_up(office: Office, *, now: datetime) -> KeptUp:
    """Note what was missed, free what dead workers held, doubt what they may have sent."""
    with writing(office.engine) as session:
        freed = free_expired(session, now)
        missed = miss_overdue(session, now)
        abandoned = doubt_expired(session, now)
        expired = expire_letters(session, now)
    return KeptUp(
        tuple(missed),
        tuple(freed),
        tuple(abandoned.queued),
        tuple(abandoned.doubted),
        tuple(expired),
    )
