"""One letter a day to one mailbox: queueing so, and writing the common letter.

What goes together is decided in vekha/deciding/together.py and kept by models/carrying.py; sending
knows of it only that a carrier is written together with what it carries.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.carrying import (
    carriers_among,
    carry,
    hold_back,
    hold_waiting,
    mailboxes_since,
    release_gathered,
    waiting_letters,
)
from models.column import table_of
from models.letter import AnyLetter, NewLetter
from models.outbox import queue_letters
from models.statement import lock_edition
from notifications.letter import Attachment, CalendarPart, Letter
from office.hours import morning_after
from office.writing import Desk, write_letter
from vekha.actions.action import ActionKind
from vekha.calendar import to_local, to_utc
from vekha.deciding.together import JOINING, Mailbox, Waiting, bring_together
from vekha.planning import Plan
from vekha.states import ActionState

logger = logging.getLogger(__name__)

GATHERING = timedelta(seconds=30)
"""How long letters wait for those of another action that is due at the same time."""

DUE_WITH = timedelta(minutes=10)
SOON = timedelta(minutes=1)
ASKING = (ActionKind.INVITE, ActionKind.COLLECT, ActionKind.REMIND)
ONE_LETTER = "one letter a day"


def joins(plan: Plan, template: str) -> bool:
    """Whether a letter of this roadmap may share a letter with others."""
    return plan.roadmap.file.sending.one_letter_a_day and template in JOINING


def queue_together(
    session: Session, plan: Plan, letters: Sequence[NewLetter], *, action: str, now: datetime
) -> int:
    """Queue the letters of an action so that nobody gets two in a day; how many were new."""
    marked = [replace(one, joins=joins(plan, one.template)) for one in letters]
    keys = {one.key for one in marked if one.joins}
    if not keys:
        return queue_letters(session, marked, now=now)
    lock_edition(session, ONE_LETTER)  # two actions at once would not see each other's letters
    queued = queue_letters(session, marked, now=now)
    awaited = _others_are_due(session, action, now=now)
    at = now + GATHERING if awaited else now
    if awaited:
        hold_back(session, keys, at=at)
    else:
        release_gathered(session, until=now + GATHERING, now=now)
    _bring_together(session, plan, keys, at=at, now=now)
    return queued


def _bring_together(
    session: Session, plan: Plan, keys: Set[str], *, at: datetime, now: datetime
) -> None:
    boxes: dict[Mailbox, list[str]] = {}
    for key, address, language in waiting_letters(session):
        boxes.setdefault(Mailbox(address, language), []).append(key)
    zone = plan.schedule.zone
    midnight = to_utc(to_local(now, zone).date(), datetime.min.time(), zone)
    had = _had(session, midnight)
    concerned = {
        key
        for box, found in boxes.items()
        if (len(found) > 1 or box in had) and not keys.isdisjoint(found)
        for key in found
    }
    rows = hold_waiting(session, concerned)
    carrying = carriers_among(session, [row.key for row in rows])
    waiting = [
        Waiting(
            row.key,
            Mailbox(row.address.lower(), row.language),
            row.not_after,
            row.position,
            row.key in carrying,
        )
        for row in sorted(rows, key=lambda row: (row.position, row.key))
    ]
    morning = morning_after(plan, now)
    had |= _had(session, midnight)  # what was claimed just before the others were held
    for step in bring_together(waiting, had=had, now=at, morning=morning):
        carry(session, step.carrier, step.carried, at=step.at)


def _had(session: Session, midnight: datetime) -> set[Mailbox]:
    return {Mailbox(*box) for box in mailboxes_since(session, midnight)}


def _others_are_due(session: Session, action: str, *, now: datetime) -> bool:
    """Whether another action that asks is due at this time and has not been performed yet."""
    row = table_of(ActionRow)
    query = select(row.c.key).where(
        row.c.key != action,
        row.c.kind.in_([str(kind) for kind in ASKING]),
        row.c.state.in_((ActionState.PLANNED, ActionState.CLAIMED)),
        row.c.due > now - DUE_WITH,
        row.c.due <= now + SOON,
        row.c.not_after > now,
    )
    return session.scalar(query.limit(1)) is not None


def write_common(
    desk_of: Callable[[str], Desk],
    row: AnyLetter,
    within: Iterable[AnyLetter],
    *,
    now: datetime,
    loose: list[str],
) -> Letter:
    """The letter of a row, with what goes within it; keys of what cannot be written into `loose`.

    Raises what `write_letter` raises for the row itself.
    """
    letter = write_letter(desk_of(row.edition), row, now=now)
    others = []
    for one in within:
        if one.not_after <= now:  # alone it is listed as too late
            loose.append(one.key)
            continue
        try:
            others.append((one, write_letter(desk_of(one.edition), one, now=now)))
        except DBAPIError:
            raise
        except Exception:  # it goes alone, and is refused with its own reason
            logger.exception("%s cannot go within %s", one.key, row.key)
            loose.append(one.key)
    return join_letters((row, letter), others) if others else letter


def join_letters(
    first: tuple[AnyLetter, Letter], others: Sequence[tuple[AnyLetter, Letter]]
) -> Letter:
    """One letter for all: from the first one's sender, with every duty, link, term and contact."""
    letter = first[1]
    every = [first, *others]
    names = {one.to.name for _, one in every}
    context = {name: letter.context[name] for name in COMMON}
    context["duties"] = [_duty(*one, named=len(names) > 1) for one in every]
    context["order"] = None  # each duty has its own
    if len(names) > 1:
        context["person"] = {"name": "", "position": "", "greeting": ""}
    calendars = [one.calendar for _, one in every if one.calendar is not None]
    calendar, more = _join_calendars(calendars)
    return replace(
        letter,
        to=letter.to if len(names) == 1 else replace(letter.to, name=""),
        template="together",
        context=context,
        calendar=calendar,
        attachments=(*letter.attachments, *more),
    )


COMMON = (
    "programme", "body", "coordinator", "order", "person", "organisation", "zone",
)  # fmt: skip


def _duty(row: AnyLetter, letter: Letter, *, named: bool) -> dict[str, Any]:
    told: Mapping[str, Any] = letter.context
    kept = ("programme", "organisation", "order", "survey_title", "purpose", "link", "closes")
    return {name: told[name] for name in kept} | {
        "kind": row.template,
        "minutes": None if row.template == "collection" else told["minutes"],
        "started": bool(told.get("started")),
        "materials": list(told.get("materials", ())),
        "person": told["person"]["name"] or told["person"]["position"] if named else "",
        "contact": told["coordinator"],
    }


def _join_calendars(
    parts: Sequence[CalendarPart],
) -> tuple[CalendarPart | None, tuple[Attachment, ...]]:
    """Each date is a file of its own: a request is for one event (RFC 5546, 3.2.2)."""
    if not parts:
        return None, ()
    first, *others = parts
    return first, tuple(
        Attachment(f"invite-{number}.ics", "application/ics", part.content)
        for number, part in enumerate(others, start=2)
    )
