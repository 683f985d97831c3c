"""The letter to those who may approve a mass letter: what waits, for how many, until when, where.

It is queued in the transaction that notes the asking, once for each person and each fingerprint;
what is decided before it left is not written about. The form itself is in tasks/approving.py.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.approval import approval, asking_of
from models.letter import NewLetter
from models.outbox import cancel_letters_of, queue_letters
from models.roadmap_version import current_version
from office.approving import ask, is_same_person
from vekha.calendar import to_local
from vekha.planning import Plan
from vekha.roadmap.people import Person
from vekha.roadmap.plan import Announcement

TEMPLATE = "approval"
CHANGED = "Рассылка изменилась: об этом написано заново."


def ask_approvers(session: Session, plan: Plan, row: ActionRow, *, page: str, now: datetime) -> int:
    """Note that approval is asked for and write to those who may give it; how many letters.

    `page`: address of the page where it is given, within the operator's UI; "" for its front page.
    """
    standing = approval(session, row.key)
    before = standing.fingerprint if standing else ""  # read now: asking renews the row
    mark = ask(session, plan, row, now=now)
    again = before not in ("", mark)
    if again:
        asked = [asking_of(row.key)]
        cancel_letters_of(session, asked, code="superseded", why=CHANGED, now=now)
    version = current_version(session, row.edition)
    first = version.applied_by if version else ""
    letters = [
        _letter(plan, row, person, mark=mark, page=page, first=first, again=again)
        for person in approvers(plan, first=first)
    ]
    return queue_letters(session, letters, now=now)


def approvers(plan: Plan, *, first: str) -> list[Person]:
    """The coordinators other than whoever deployed; all of them where there is nobody else."""
    known = [plan.roadmap.people[key] for key in plan.roadmap.file.coordinators]
    reached = [person for person in known if person.email]
    return [one for one in reached if not is_same_person(first, one.name)] or reached


def _letter(
    plan: Plan,
    row: ActionRow,
    person: Person,
    *,
    mark: str,
    page: str,
    first: str,
    again: bool,
) -> NewLetter:
    file = plan.roadmap.file
    organisation = plan.roadmap.organisations.get(person.organisation)
    language = person.language or (organisation.language if organisation else "") or file.language
    written = file.announcements.get(row.subject) or file.meetings[row.subject]
    texts = written.text if isinstance(written, Announcement) else written.agenda
    return NewLetter(
        key=f"{asking_of(row.key)}-{mark[:32]}/{person.key}",
        edition=row.edition,
        action=asking_of(row.key),
        template=TEMPLATE,
        person=person.key,
        address=person.email,
        not_after=row.not_after,
        organisation=person.organisation,
        name=person.label,
        language=language,
        context={
            "campaign": written.title.to(language),
            "recipients": len(plan.roadmap.audience(written.audience)),
            "subject_sample": written.title.to(language),
            "text": "\n\n".join(text.to(language) for text in texts),
            "due": to_local(row.due, row.zone).isoformat(),
            "not_after": to_local(row.not_after, row.zone).isoformat(),
            "deployed_by": first,
            "again": again,
            "page": page,
        },
        until_answered=False,
    )
