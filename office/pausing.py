"""Pausing all sending: why and until when it rests, and how many failures are too many."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.event import record_event
from models.outbox import Outcome
from models.setting import put_setting, setting
from office.handing import LEASE_OVER, PAUSE, UNUSABLE
from vekha.states import LetterState

PAUSED = "mail-paused"
LONG_PAUSE = timedelta(minutes=30)
FAILED = (LetterState.REFUSED, LetterState.DELAYED, LetterState.IN_DOUBT)


@dataclass(slots=True)
class Failures:
    """The last letters of a campaign; `most` failures among twice as many are too many, 0: never."""

    most: int
    _last: deque[bool] = field(default_factory=deque)

    def why_pause(self, outcomes: Iterable[Outcome]) -> tuple[str, timedelta] | None:
        """What the operator is to be told, and for how long sending rests; None to go on."""
        for outcome in outcomes:
            if outcome.code.startswith(UNUSABLE):
                return outcome.reply, PAUSE
            if outcome.code == LEASE_OVER:
                continue  # no fault of the server's or the letter's
            self._last.append(outcome.state in FAILED)
            if len(self._last) > 2 * self.most:
                self._last.popleft()
            if self.most and sum(self._last) >= self.most:
                words = f"неудач {sum(self._last)} из последних {len(self._last)} писем"
                return f"{words}; {outcome.code} {outcome.reply}".strip(), LONG_PAUSE
        return None


def pause(session: Session, *, why: str, until: datetime, edition: str, now: datetime) -> None:
    """Let every worker rest; kept in the journal."""
    put_setting(session, PAUSED, {"until": until.isoformat(), "why": why})
    detail = {"why": why, "until": until.isoformat()}
    record_event(session, edition=edition, kind="sending paused", now=now, detail=detail)


def paused(session: Session, now: datetime) -> str:
    """Why sending rests now, or an empty text."""
    found = setting(session, PAUSED)
    if found and datetime.fromisoformat(found["until"]) > now:
        return str(found["why"])
    return ""
