"""Handing one letter over: which outcome each way of failing is, and when to try again."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from models.letter import AnyLetter
from models.outbox import Outcome
from notifications.blame import blames_sender
from notifications.delivery import (
    MailDelayed,
    MailInDoubt,
    MailRefused,
    MailServerUnusable,
    Transport,
)
from notifications.letter import Composed
from vekha.states import LetterState

logger = logging.getLogger(__name__)

UNUSABLE = "unusable-"
LEASE_OVER = "lease-over"
POLICY = "policy-"
"""The code of a letter that waits because its server blames the sender, with the server's own."""

PAUSE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=2)
LAST_CALL = timedelta(minutes=10)
"""How long before a letter becomes useless its last try is made."""

Clock = Callable[[], datetime]


async def hand_over(
    transport: Transport, row: AnyLetter, composed: Composed, *, sender: str, clock: Clock
) -> Outcome:
    """One letter to the server; every way in which that ends is an outcome."""
    try:
        delivery = await transport.send(composed.mime, sender=sender, recipient=row.address)
    except MailRefused as failure:
        at, code = clock(), str(failure.code)
        if blames_sender(failure.text):  # many of these pause the campaign, see pausing.py
            return _delayed(row, at, POLICY + code, failure.text, next_try(row, at))
        return refused(row, at, code, failure.text)
    except MailDelayed as failure:
        at, code = clock(), str(failure.code or failure.phase)
        return _delayed(row, at, code, failure.text, next_try(row, at))
    except MailInDoubt as failure:
        return _handed(row, LetterState.IN_DOUBT, clock(), "line-lost", failure.text, composed)
    except MailServerUnusable as failure:
        at = clock()
        return _delayed(row, at, f"{UNUSABLE}{failure.phase}", failure.text, at + PAUSE)
    except Exception as fault:  # how far it had come nobody knows; the other letters go on
        logger.exception("%s: a fault while it was handed over", row.key)
        words = f"{type(fault).__name__}: {fault}"
        return _handed(row, LetterState.IN_DOUBT, clock(), "fault", words[:500], composed)
    words = ("held: " if delivery.held else "") + delivery.text
    return _handed(row, LetterState.SENT, clock(), str(delivery.code), words, composed)


def refused(row: AnyLetter, at: datetime, code: str, reply: str) -> Outcome:
    """Refused for good: by the server, or because the letter cannot be written."""
    return Outcome(row.key, LetterState.REFUSED, at, code, reply[:500])


def put_off(row: AnyLetter, at: datetime) -> Outcome:
    """Certainly not handed over, because this sender was away for longer than its lease."""
    return _delayed(row, at, LEASE_OVER, "", at)


def next_try(row: AnyLetter, at: datetime) -> datetime:
    """Doubling, with a jitter of a quarter so that a thousand letters do not come back at once.

    The wait never skips the last moment at which the letter is still useful.
    """
    wait: timedelta = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
    following: datetime = at + wait * random.uniform(0.75, 1.25)  # noqa: S311 - jitter
    last: datetime = row.not_after - LAST_CALL
    return last if at < last < following else following


def _delayed(row: AnyLetter, at: datetime, code: str, reply: str, following: datetime) -> Outcome:
    return Outcome(row.key, LetterState.DELAYED, at, code, reply[:500], next_try=following)


def _handed(
    row: AnyLetter, state: LetterState, at: datetime, code: str, reply: str, composed: Composed
) -> Outcome:
    return Outcome(row.key, state, at, code, reply, composed.message_id, composed.mime)
