"""Changed dates: what people were told, read from the letters that went out, against what holds now.

Who has to hear of which change is decided in vekha/told.py; the letters are made when the action that
tells of it is performed (vekha/deciding/changing.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from models.action_row import content_digest
from models.announcing import add_change_actions, supersede_changes
from models.answers import sheets
from models.ledger import action_rows
from models.letter import AnyLetter, LetterRow
from models.letter_copies import letters_with_copies, subjects_written_about
from notifications.calendar_file import uid_of
from notifications.calendar_reading import CarriedDate, read_carried_dates
from surveys.visits import delegates
from vekha.actions.action import ActionKind
from vekha.actions.changing import change_action
from vekha.calendar import to_utc
from vekha.deciding.decision import Facts
from vekha.planning import Plan
from vekha.states import ActionState, LetterState
from vekha.told import (
    CARRYING,
    DateKind,
    News,
    SheetFact,
    Standing,
    Told,
    event_held,
    find_news,
)

ENDED = (ActionState.DONE, ActionState.CLAIMED, ActionState.SKIPPED, ActionState.FAILED)


def changes_to_tell(session: Session, plan: Plan, *, now: datetime) -> tuple[News, ...]:
    """Who would have to hear of which date if this plan were in force, in the order of subjects."""
    written = subjects_written_about(session, edition=plan.edition, templates=CARRYING)
    standing = read_standing(session, plan, written)
    ended = _ended(session, plan)
    live = [
        subject
        for subject in sorted(written)
        if subject not in ended and _may_matter(standing, subject, now=now)
    ]
    return find_news(standing, read_told(session, plan, live), now=now) if live else ()


def announce_changes(session: Session, plan: Plan, *, version: int, now: datetime) -> list[str]:
    """After an edit: actions that tell of the dates it changed, instead of earlier ones; their keys."""
    supersede_changes(session, edition=plan.edition, now=now)
    by_subject: dict[str, list[News]] = defaultdict(list)
    for news in changes_to_tell(session, plan, now=now):
        by_subject[news.told.subject].append(news)
    actions = [
        change_action(
            plan,
            subject,
            name=f"change-{version}",
            title=found[0].told.title,
            letters=len(found),
            until=max(one.useful_until for one in found),
            now=now,
        )
        for subject, found in sorted(by_subject.items())
    ]
    return add_change_actions(session, actions, edition=plan.edition, version=version, now=now)


def read_told(
    session: Session,
    plan: Plan,
    subjects: Collection[str],
    *,
    organisation: str | None = None,
    person: str | None = None,
) -> tuple[Told, ...]:
    """What each person knows of each of these dates, by subject and in the order of their letters."""
    known: dict[tuple[str, str, str], Told] = {}
    pending: set[tuple[str, str, str]] = set()
    perhaps: dict[tuple[str, str, str], int] = {}  # sequence of a letter in doubt
    found = letters_with_copies(
        session,
        edition=plan.edition,
        templates=CARRYING,
        subjects=subjects,
        organisation=organisation,
        person=person,
    )
    for row, mime in found:
        key = (row.subject_key, row.organisation, row.person)
        if row.state is not LetterState.SENT:
            if row.template == "change" and row.state is LetterState.IN_DOUBT:
                perhaps[key] = max(perhaps.get(key, 0), row.context["sequence"])
            elif row.template == "change":
                pending.add(key)
            continue
        before = known.get(key)
        uids = {deadline_uid(plan.edition, row), before.uid if before else ""}
        carried = _own_date(read_carried_dates(mime) if mime else (), uids)
        if carried is None:
            continue
        if before is None or before.sequence <= carried.sequence:
            known[key] = _told(plan, row, carried, thread=before.thread if before else row.key)
    return tuple(
        replace(told, pending=key in pending, sequence=max(told.sequence, perhaps.get(key, 0)))
        for key, told in sorted(known.items(), key=lambda pair: pair[0][0])
    )


def deadline_uid(edition: str, row: AnyLetter) -> str:
    """The event of one organisation's deadline."""
    return uid_of(f"{edition}/{row.subject_key}/closing/{row.organisation}")


def _own_date(dates: Sequence[CarriedDate], uids: Collection[str]) -> CarriedDate | None:
    """The date of the letter's own subject, among those that went in one letter."""
    if len(dates) == 1:
        return dates[0]
    return next((date for date in dates if date.uid in uids), None)


def _told(plan: Plan, row: LetterRow, carried: CarriedDate, *, thread: str) -> Told:
    zone = plan.schedule.zone
    return Told(
        kind=_kind(row),
        subject=row.subject_key,
        person=row.person,
        organisation=row.organisation,
        address=row.address,
        uid=carried.uid,
        sequence=carried.sequence,
        starts=_moment(carried.starts, zone),
        ends=_moment(carried.ends, zone),
        title=carried.title,
        place=carried.place,
        cancelled=carried.cancelled,
        thread=thread,
        name=row.name,
        language=row.language,
    )


def _kind(row: LetterRow) -> DateKind:
    if row.template == "change":
        kind: DateKind = row.context["kind"]
        return kind
    return row.template if row.template in ("meeting", "visit") else "closing"  # type: ignore[return-value]


def _moment(value: datetime | date, zone: str) -> datetime:
    return value if isinstance(value, datetime) else to_utc(value, time(), zone)


def read_standing(session: Session, plan: Plan, subjects: Iterable[str]) -> Standing:
    """How the dates of these subjects stand by this plan and the ledger."""
    wanted = set(subjects)
    surveys = [key for key in plan.schedule.surveys if key in wanted]
    colleagues: dict[tuple[str, str], str] = {}
    for survey in surveys:
        found = delegates(session, edition=plan.edition, survey=survey)
        colleagues |= {(survey, organisation): one.key for organisation, one in found.items()}
    facts = {
        (row.survey, row.organisation): SheetFact(row.state, row.unlocked_until)
        for row in sheets(session, edition=plan.edition)
        if row.survey in wanted
    }
    return Standing(plan, _closings(session, plan, surveys), facts, colleagues)


def _closings(session: Session, plan: Plan, surveys: Iterable[str]) -> dict[str, datetime]:
    """When each survey closes: as the plan has it, unless it was closed or is ordered to be."""
    closings = {survey: plan.schedule.surveys[survey].closes.at for survey in surveys}
    for row in action_rows(session, edition=plan.edition):
        if row.kind != ActionKind.CLOSE or row.subject not in closings:
            continue
        planned = plan.action(row.key)
        ordered = planned is not None and row.content == content_digest(planned)
        if row.state in ENDED or (ordered and row.state is not ActionState.CANCELLED):
            closings[row.subject] = row.due
    return closings


def _ended(session: Session, plan: Plan) -> set[str]:
    """Surveys that were closed: their closing told whoever had to hear of it."""
    rows = action_rows(session, edition=plan.edition, states=[ActionState.DONE])
    return {row.subject for row in rows if row.kind == ActionKind.CLOSE}


def _may_matter(standing: Standing, subject: str, *, now: datetime) -> bool:
    """Whether anybody can still have to hear of a date: reading all letters of a year takes long."""
    if subject in standing.closings:
        return True
    held = event_held(standing.plan, subject)
    return held is None or held.ends > now


def with_told(session: Session, plan: Plan, facts: Facts, subject: str) -> Facts:
    """The facts with who was told of a subject's date, and how that date stands."""
    return replace(
        facts,
        told=read_told(session, plan, [subject]),
        standing=read_standing(session, plan, [subject]),
    )
