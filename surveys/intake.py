"""Taking answers: one transaction in which they are checked, kept, told and their receipt queued.

No HTTP is here: the site, the board (on behalf) and the rehearsal take answers in this one way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.answers import Answered, save_draft, submit
from models.event import record_event
from models.material import remove_material
from surveys.letters import receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.letter import NewLetter
    from surveys.visits import Visit
    from vekha.answers import Answers
    from vekha.questionnaire import Fields, Problem


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answers are kept; `late`: after the closing, by exception."""

    version: int
    late: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was submitted, what was typed is kept as a draft. Without problems it is too late."""

    problems: tuple[Problem, ...] = ()


def accept(
    session: Session,
    visit: Visit,
    fields: Fields,
    *,
    now: datetime,
    language: str,
    by: str = "",
) -> Accepted | Refused:
    """Take a filled form. The visit must have been read in this same writing transaction.

    With `by` it is entered on behalf of the organisation, which also works after the closing. The
    caller commits before anybody is thanked.
    """
    if not visit.open and not by:
        keep_draft(session, visit, fields, now=now)
        return Refused()
    answers, problems = visit.read(fields, language=language)
    if by:
        # Files cannot be given by telephone; and the organisation's own draft stays as it is.
        problems = tuple(found for found in problems if found.code != "required-file")
    elif problems:
        keep_draft(session, visit, fields, now=now)
    if problems:
        return Refused(problems)
    return accept_answers(session, visit, answers, now=now, language=language, by=by)


def accept_answers(
    session: Session,
    visit: Visit,
    answers: Answers,
    *,
    now: datetime,
    language: str,
    by: str = "",
) -> Accepted:
    """Submit answers that were checked: version, materials, letters, journal, receipt."""
    where = {
        "edition": visit.edition,
        "survey": visit.key,
        "organisation": visit.organisation.key,
    }
    for material in sorted(visit.removed):
        remove_material(session, material, **where, now=now)

    def write_receipt(version: int) -> NewLetter:
        return receipt(visit, answers=answers, version=version, now=now, language=language)

    wanted = visit.survey.receipts and bool(visit.person.email)
    version = submit(
        session,
        Answered(
            **where,
            answers=answers,
            at=now,
            person=visit.person.key,
            channel="behalf" if by else "link",
            by=by,
            late=visit.closed,
            receipt=write_receipt if wanted else None,
        ),
    )
    record_event(
        session,
        edition=visit.edition,
        kind="answers kept",
        detail=_short(where) | {"version": version, "answers": dict(answers)},
        now=now,
    )
    return Accepted(version, late=visit.closed)


def keep_draft(
    session: Session,
    visit: Visit,
    fields: Fields,
    *,
    now: datetime,
    removed: Sequence[int] | None = None,
) -> None:
    """Keep what was typed, letter for letter, over the earlier draft."""
    known = {question.key for question in visit.asked}
    kept = {key: list(values) for key, values in fields.items() if key in known}
    save_draft(
        session,
        edition=visit.edition,
        survey=visit.key,
        organisation=visit.organisation.key,
        draft={
            "fields": kept,
            "removed": sorted(visit.removed if removed is None else removed),
        },
        now=now,
    )


def _short(where: Mapping[str, str]) -> dict[str, str]:
    return {"survey": where["survey"], "organisation": where["organisation"]}
