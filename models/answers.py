"""Answer sheets and submissions: opened, drafted, submitted, returned, excused, unlocked, read.

Links are in `link`, materials in `material`. Whether an answer may still be given is decided by
the caller, within the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, select

from models.column import table_of
from models.event import NewEvent, record_event, record_events
from models.letter import NewLetter
from models.material import Material
from models.outbox import queue_letters
from models.sheet import Sheet, Submission
from models.statement import fresh, insert_all, insert_new, insert_or
from models.withdrawal import cancel_letters, cancel_letters_to
from vekha.states import SheetState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.orm import Session

SHEET = table_of(Sheet)
SUBMISSION = table_of(Submission)
MATERIAL = table_of(Material)
SHEET_KEY = (SHEET.c.edition, SHEET.c.survey, SHEET.c.organisation)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers to be submitted; `at` is aware, `answers` JSON.

    `receipt` makes the receipt letter of a version; it goes out even after a later submission.
    """

    edition: str
    survey: str
    organisation: str
    answers: Mapping[str, Any]
    at: datetime
    person: str = ""
    channel: str = "link"  # or "behalf"
    by: str = ""
    late: bool = False
    receipt: Callable[[int], NewLetter] | None = None


def open_sheets(
    session: Session, *, edition: str, survey: str, organisations: Iterable[str], now: datetime
) -> int:
    """Open a sheet for every organisation that has none yet; how many were opened."""
    key = {"edition": edition, "survey": survey}
    rows = (key | {"organisation": name, "asked_at": now} for name in organisations)
    return insert_new(session, SHEET, rows)


def save_draft(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    draft: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep the draft of a sheet over the earlier one; what was submitted stays submitted."""
    key = {"edition": edition, "survey": survey, "organisation": organisation}
    started = case(
        (SHEET.c.state == SheetState.ASKED, SheetState.STARTED.value), else_=SHEET.c.state
    )
    values = {"draft": dict(draft), "draft_at": now}
    statement = insert_or(session, SHEET).values(**key, **values, state=SheetState.STARTED)
    session.execute(
        statement.on_conflict_do_update(index_elements=SHEET_KEY, set_=values | {"state": started})
    )


def submit(session: Session, answered: Answered) -> int:
    """Submit one sheet; its new version. See `submit_all`."""
    return submit_all(session, [answered])[0]


def submit_all(session: Session, batch: Sequence[Answered]) -> list[int]:
    """Submit many sheets in one transaction (group commit); their new versions, in order.

    With each goes what follows from it: its materials belong to the version, the letters that
    wait for the organisation are cancelled, the receipt is queued, the journal has it.
    """
    versions = [0] * len(batch)
    # One order for all, or two sites that commit groups at once lock each other out.
    for index in sorted(range(len(batch)), key=lambda index: _key(batch[index])):
        versions[index] = _next_version(session, batch[index])
    numbered = list(zip(batch, versions, strict=True))
    insert_all(session, SUBMISSION, [_submission(one, version) for one, version in numbered])
    session.execute(_BIND_MATERIALS, [_bound(one, version) for one, version in numbered])
    now = max(one.at for one in batch)
    cancel_letters_to(session, map(_key, batch), now=now)
    # A receipt must outlive the next answer.
    receipts = [
        replace(one.receipt(version), until_answered=False)
        for one, version in numbered
        if one.receipt is not None
    ]
    queue_letters(session, receipts, now=now)
    record_events(session, [_told(one, version) for one, version in numbered])
    return versions


def return_sheet(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    remark: str,
    by: str,
    now: datetime,
) -> None:
    """Return a submitted sheet for revision. Raises LookupError when it is not submitted."""
    values = {"state": SheetState.RETURNED, "returned_remark": remark}
    key = (edition, survey, organisation)
    _change(session, key, values, of=[SheetState.SUBMITTED], now=now, by=by, note=remark)


def excuse_sheet(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    why: str,
    by: str,
    now: datetime,
) -> None:
    """Excuse an organisation, with a reason; what waits for it is cancelled.

    Raises LookupError when it has no sheet.
    """
    values = {"state": SheetState.EXCUSED, "excused_why": why}
    key = (edition, survey, organisation)
    _change(session, key, values, of=list(SheetState), now=now, by=by, note=why)
    cancel_letters(
        session,
        edition=edition,
        survey=survey,
        organisation=organisation,
        why=why,
        now=now,
        code="excused",
    )


def oblige_sheet(
    session: Session, *, edition: str, survey: str, organisation: str, by: str, now: datetime
) -> None:
    """Take an excuse back. Raises LookupError when the organisation is not excused."""
    before = case(
        (SHEET.c.submitted_version > 0, SheetState.SUBMITTED.value),
        (SHEET.c.draft_at.is_not(None), SheetState.STARTED.value),
        else_=SheetState.ASKED.value,
    )
    values = {"state": before, "excused_why": ""}
    key = (edition, survey, organisation)
    _change(session, key, values, of=[SheetState.EXCUSED], now=now, by=by, note="")


def unlock_sheet(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    until: datetime,
    by: str,
    now: datetime,
) -> None:
    """Let one organisation answer after the closing. Raises LookupError when it has no sheet."""
    key = (edition, survey, organisation)
    values = {"unlocked_until": until}
    note = until.isoformat()
    _change(session, key, values, of=list(SheetState), now=now, by=by, note=note)


def sheet(session: Session, *, edition: str, survey: str, organisation: str) -> Sheet | None:
    """One sheet with its draft, or None."""
    found = fresh(session, _SHEET, _values(edition, survey, organisation))
    return found[0] if found else None


def sheets(session: Session, *, edition: str, survey: str | None = None) -> list[Sheet]:
    """The sheets of an edition or of one survey, by survey and organisation."""
    values = {"edition": edition} if survey is None else {"edition": edition, "survey": survey}
    return fresh(session, _sheets(*values), values)


@cache
def _sheets(*names: str) -> Select[tuple[Sheet]]:
    query = select(Sheet).where(*(SHEET.c[name] == bindparam(name) for name in names))
    return query.order_by(SHEET.c.survey, SHEET.c.organisation)


def latest_submissions(
    session: Session, *, edition: str, survey: str, as_of: datetime | None = None
) -> dict[str, Submission]:
    """The newest submission of each organisation, as of a moment or now: organisation → it."""
    values: dict[str, Any] = {"b_edition": edition, "b_survey": survey}
    if as_of is not None:
        values["b_as_of"] = as_of
    found = fresh(session, _newest(dated=as_of is not None), values)
    return {row.organisation: row for row in found}


@cache
def _newest(*, dated: bool) -> Select[tuple[Submission]]:
    those = [SUBMISSION.c[name] == bindparam(f"b_{name}") for name in ("edition", "survey")]
    until = [SUBMISSION.c.at <= bindparam("b_as_of", type_=SUBMISSION.c.at.type)] if dated else []
    newest = (
        select(SUBMISSION.c.organisation, func.max(SUBMISSION.c.version).label("version"))
        .where(*those, *until)
        .group_by(SUBMISSION.c.organisation)
        .subquery()
    )
    same = and_(
        SUBMISSION.c.organisation == newest.c.organisation,
        SUBMISSION.c.version == newest.c.version,
    )
    query = select(Submission).join(newest, same).where(*those)
    return query.order_by(SUBMISSION.c.organisation)


def latest_submission(
    session: Session, *, edition: str, survey: str, organisation: str
) -> Submission | None:
    """The newest version that an organisation submitted, or None; the others are not read."""
    found = fresh(session, _LATEST, _values(edition, survey, organisation))
    return found[0] if found else None


def submissions(
    session: Session, *, edition: str, survey: str, organisation: str
) -> list[Submission]:
    """Every version that an organisation submitted, the oldest first."""
    statement = _VERSIONS.order_by(SUBMISSION.c.version)
    return fresh(session, statement, _values(edition, survey, organisation))


def _values(edition: str, survey: str, organisation: str) -> dict[str, str]:
    return {"b_edition": edition, "b_survey": survey, "b_organisation": organisation}


def _of_organisation(table: Table) -> list[ColumnElement[bool]]:
    names = ("edition", "survey", "organisation")
    return [table.c[name] == bindparam(f"b_{name}") for name in names]


# Built once: a page asks them for every visit, and building one costs more than executing it.
_SHEET = select(Sheet).where(*_of_organisation(SHEET))
_VERSIONS = select(Submission).where(*_of_organisation(SUBMISSION))
_LATEST = _VERSIONS.order_by(SUBMISSION.c.version.desc()).limit(1)


_BIND_MATERIALS = (
    MATERIAL.update()
    .where(
        *_of_organisation(MATERIAL),
        MATERIAL.c.submitted.is_(None),
        MATERIAL.c.removed_at.is_(None),
    )
    .values(submitted=bindparam("b_version"))
)


def _key(one: Answered) -> tuple[str, str, str]:
    return (one.edition, one.survey, one.organisation)


def _is(key: tuple[str, str, str]) -> list[Any]:
    return [column == value for column, value in zip(SHEET_KEY, key, strict=True)]


_SUBMITTED: dict[str, Any] = {
    "state": SheetState.SUBMITTED,
    "draft": {},
    "draft_at": None,
    "returned_remark": "",
    "excused_why": "",
}
_COUNT_UP = (
    SHEET.update()
    .where(*_of_organisation(SHEET))
    .values(
        **_SUBMITTED,
        submitted_at=bindparam("b_at", type_=SHEET.c.submitted_at.type),
        submitted_version=SHEET.c.submitted_version + 1,
    )
    .returning(SHEET.c.submitted_version)
)
"""Marks the sheet as submitted and counts its version up, which also locks it.

Built once: this statement runs alone for every answer that comes in.
"""


def _next_version(session: Session, one: Answered) -> int:
    given = {**_values(*_key(one)), "b_at": one.at}
    version: int | None = session.scalar(_COUNT_UP, given)
    if version is not None:
        return version
    # Nobody was asked; two may answer so at once.
    key = {"edition": one.edition, "survey": one.survey, "organisation": one.organisation}
    insert_new(session, SHEET, [key])
    counted: int = session.execute(_COUNT_UP, given).scalar_one()
    return counted


def _submission(one: Answered, version: int) -> dict[str, Any]:
    return {
        "edition": one.edition,
        "survey": one.survey,
        "organisation": one.organisation,
        "version": version,
        "answers": dict(one.answers),
        "at": one.at,
        "person": one.person,
        "channel": one.channel,
        "by": one.by,
        "late": one.late,
    }


def _bound(one: Answered, version: int) -> dict[str, Any]:
    return {**_values(*_key(one)), "b_version": version}


def _told(one: Answered, version: int) -> NewEvent:
    detail = {
        "survey": one.survey,
        "organisation": one.organisation,
        "version": version,
        "person": one.person,
        "channel": one.channel,
        "by": one.by,
        "late": one.late,
    }
    return NewEvent(one.edition, "answers submitted", one.at, "", detail)


def _change(
    session: Session,
    key: tuple[str, str, str],
    values: dict[str, Any],
    *,
    of: list[SheetState],
    now: datetime,
    by: str,
    note: str,
) -> None:
    statement = SHEET.update().where(*_is(key), SHEET.c.state.in_(of)).values(**values)
    kind = "sheet unlocked"
    state = session.scalar(statement.returning(SHEET.c.state))
    if state is None:
        raise LookupError(f"no such sheet in a state to be changed: {'/'.join(key)}")
    if "state" in values:
        kind = f"sheet {state.value}"
    edition, survey, organisation = key
    detail = {"survey": survey, "organisation": organisation, "by": by, "note": note}
    record_event(session, edition=edition, kind=kind, detail=detail, now=now)
