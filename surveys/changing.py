"""A decision on the board that changes until when an organisation answers: its calendar follows.

What is told, and to whom, is decided when the action is performed (vekha/deciding/changing.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.announcing import add_change_actions, cancel_changes_to
from models.mail_log import letters
from models.roadmap_version import current_version
from vekha.actions.changing import change_action
from vekha.states import LetterState
from vekha.told import CARRYING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveys.visits import Visit


def tell_change(session: Session, visit: Visit, *, until: datetime | None, now: datetime) -> None:
    """Plan the letter about the change, if the organisation ever had one that it changes.

    until: the moment from which nobody needs to hear it. There and back again within the grace
    tells nothing, for the letter is decided at its hour.
    """
    edition, survey, organisation = visit.edition, visit.key, visit.organisation.key
    cancel_changes_to(session, edition=edition, subject=survey, organisation=organisation, now=now)
    had = letters(
        session,
        edition=edition,
        subject_key=survey,
        organisation=organisation,
        states=[LetterState.SENT],
    )
    version = current_version(session, edition)
    if until is None or until <= now or version is None:
        return
    if not any(row.template in CARRYING for row in had):
        return
    action = change_action(
        visit.plan,
        survey,
        name=f"change-{organisation}-{now:%Y%m%dT%H%M%S}",
        title=visit.survey.title.to(visit.roadmap.file.language),
        letters=1,
        until=until,
        now=now,
    )
    add_change_actions(session, [action], edition=edition, version=version.number, now=now)
