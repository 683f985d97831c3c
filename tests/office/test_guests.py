"""Guest list mode: others' letters are held, shown as held, and stay the past when it goes live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from staging import Stage

from models.engine import reading
from models.mail_log import count_letters
from models.mail_search import HELD, Wanted, count_found, find_letters, state_of
from notifications.delivery import Delivery, Transport
from notifications.folder import FolderTransport
from notifications.modes import Mode, transport_for
from office.office import Office
from office.performing import perform
from office.sending import send_due
from vekha.states import LetterState


class Outside:
    """Takes whatever leaves the machine; remembers to whom."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        self.recipients.append(recipient)
        return Delivery(250, "2.0.0 taken")


def in_mode(stage: Stage, mode: Mode, outside: Outside, *, guests: tuple[str, ...] = ()) -> Office:
    capture = FolderTransport(stage.letters)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Transport]:
        yield transport_for(mode, capture=capture, live=outside, guests=guests)

    return replace(stage.office, open_transport=open_transport)


def test_going_live_does_not_send_the_past(stage: Stage) -> None:
    outside = Outside()
    due = stage.moment("interim/invite")
    perform(stage.office, f"{stage.plan.edition}/interim/invite", now=due, worker="a")
    with reading(stage.office.engine) as session:
        guest = find_letters(session, Wanted(edition=stage.plan.edition))[0]
    office = in_mode(stage, Mode.GUESTS, outside, guests=(guest.address,))
    asyncio.run(send_due(office, clock=lambda: due, worker="w1"))
    assert outside.recipients == [guest.address]
    with reading(office.engine) as session:
        counts = count_found(session, Wanted(edition=stage.plan.edition))
        (sent,) = find_letters(session, Wanted(states=["sent"]))
        held = find_letters(session, Wanted(states=[HELD]), limit=3)
    assert (counts["sent"], counts[HELD], counts["queued"]) == (1, 53, 0)
    assert sent.key == guest.key
    assert {state_of(row) for row in held} == {HELD}

    live = in_mode(stage, Mode.LIVE, outside)
    later = due + timedelta(minutes=5)
    again = asyncio.run(send_due(live, clock=lambda: later, worker="w2"))
    assert again.total == 0
    assert outside.recipients == [guest.address], "what was held is past, and is not sent"


def test_reminders_after_going_live_reach_everybody(stage: Stage) -> None:
    """Whoever's invitation was held is still silent: the reminder is for the future, and is sent."""
    outside = Outside()
    invite, remind = stage.moment("interim/invite"), stage.moment("interim/remind-1")
    perform(stage.office, f"{stage.plan.edition}/interim/invite", now=invite, worker="a")
    guests = in_mode(stage, Mode.GUESTS, outside, guests=("nobody@school.kz",))
    asyncio.run(send_due(guests, clock=lambda: invite, worker="w1"))
    assert outside.recipients == []
    perform(stage.office, f"{stage.plan.edition}/interim/remind-1", now=remind, worker="a")
    live = in_mode(stage, Mode.LIVE, outside)
    asyncio.run(send_due(live, clock=lambda: remind, worker="w2"))
    assert len(outside.recipients) == len(set(outside.recipients)) == 54
    with reading(live.engine) as session:
        assert count_letters(session)[LetterState.SENT] == 108
        assert count_found(session, Wanted())["sent"] == 54
