"""Pausing all sending: why and until when it rests, and how many failures are too many.

A server that fails so often may refuse whatever it is given; what it said of addresses among the
letters that led to a pause, and until its end, is not believed (refusals.py).
"""

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
    """The last letters of a campaign; `most` failures among twice as many are too many, 0: never.

    `since`: when the first of those letters ended that led to the last pause.
    """

    most: int
    since: datetime | None = None
    _last: deque[tuple[bool, datetime]] = field(default_factory=deque)

    def why_pause(self, outcomes: Iterable[Outcome]) -> tuple[str, timedelta] | None:
        """What the operator is to be told, and for how long sending rests; None to go on."""
        found = self._why_pause(outcomes)
        if found is not None:
            self.since = min((at for _, at in self._last), default=None)
        return found

    def _why_pause(self, outcomes: Iterable[Outcome]) -> tuple[str, timedelta] | None:
        for outcome in outcomes:
            if outcome.code.startswith(UNUSABLE):
                return outcome.reply, PAUSE
            if outcome.code == LEASE_OVER:
                continue  # no fault of the server's or the letter's
            failure = outcome.state in FAILED
            self._last.append((failure, outcome.at))
            if len(self._last) > 2 * self.most:
                self._last.popleft()
            if not failure:
                continue
            failed = sum(one for one, _ in self._last)
            if self.most and failed >= self.most:
                words = f"неудач {failed} из последних {len(self._last)} писем"
                return f"{words}; {outcome.code} {outcome.reply}".strip(), LONG_PAUSE
        return None


def pause(
    session: Session,
    *,
    why: str,
    until: datetime,
    since: datetime | None,
    edition: str,
    now: datetime,
) -> None:
    """Let every worker rest; kept in the journal. `since`: the first of the letters that led to it."""
    begun = since or now
    if (before := unsure_between(session)) and before[0] <= now < before[1]:
        begun = min(begun, before[0])  # another batch of the same trouble
    found = {"since": begun.isoformat(), "until": until.isoformat(), "why": why}
    put_setting(session, PAUSED, found)
    detail = {"why": why, "until": until.isoformat()}
    record_event(session, edition=edition, kind="sending paused", now=now, detail=detail)


def paused(session: Session, now: datetime) -> str:
    """Why sending rests now, or an empty text."""
    found = setting(session, PAUSED)
    if found and datetime.fromisoformat(found["until"]) > now:
        return str(found["why"])
    return ""


def unsure_between(session: Session) -> tuple[datetime, datetime] | None:
    """From the first of the letters that led to the last pause, to its end; None without one."""
    found = setting(session, PAUSED)
    if not found or "since" not in found:  # made by an older Vekha
        return None
    return datetime.fromisoformat(found["since"]), datetime.fromisoformat(found["until"])
