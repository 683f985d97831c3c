"""What keeps the ledger true between actions: missed, freed, in doubt, too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.engine import writing
from models.ledger import free_expired, miss_overdue
from models.outbox import doubt_expired, expire_letters
from office.office import NoRoadmap, Office
from office.sentences import say
from office.trouble import tell_missed


@dataclass(frozen=True, slots=True)
class KeptUp:
    """Keys of what changed its state."""

    missed: tuple[str, ...]
    freed: tuple[str, ...]
    requeued: tuple[str, ...]
    doubted: tuple[str, ...]
    expired: tuple[str, ...]


def keep_up(office: Office, *, now: datetime) -> KeptUp:
    """Note what was missed and tell the coordinators, free what dead workers held, doubt what they
    may have sent.
    """
    with writing(office.engine) as session:
        freed = free_expired(session, now)
        missed = miss_overdue(
            session, now, sentence=lambda edition: _too_late(session, office, edition)
        )
        abandoned = doubt_expired(session, now)
        expired = expire_letters(session, now)
        tell_missed(session, office, missed, now=now)
    return KeptUp(
        tuple(missed),
        tuple(freed),
        tuple(abandoned.queued),
        tuple(abandoned.doubted),
        tuple(expired),
    )


def _too_late(session: Session, office: Office, edition: str) -> str:
    """Why it is missed, in the language of its roadmap; Russian where that cannot be read."""
    try:
        language = office.plans.of(session, edition).roadmap.file.language
    except NoRoadmap:
        language = "ru"
    return say("overdue", language)
