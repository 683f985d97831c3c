"""Performing one action: claim it, decide from the facts of the moment, do it in one transaction.

Everything that the decision brings about (sheets, links, letters in the outbox, documents, the
action's end) is committed together: a crash before leaves a claim whose lease ends, a crash after
leaves it done. Letters leave later, in office/sending.py.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.answers import open_sheets
from models.calling import called_instead
from models.engine import reading, writing
from models.event import NewEvent, record_events
from models.ledger import action_row, claim_action, extend_lease, finish_action
from models.letter import NewLetter
from models.returned import dead_addresses
from office.approving import approved
from office.asking import ask_approvers
from office.assembling import Made, assemble, keep
from office.changes import with_told
from office.facts import read_facts, read_people, surveys_of
from office.links import Salt, ensure_links
from office.merging import queue_together
from office.office import Office
from office.sentences import say
from office.trouble import tell_trouble
from vekha.actions.action import Action, ActionKind
from vekha.calendar import to_local
from vekha.deciding.addressing import Reach, address
from vekha.deciding.decide import decide
from vekha.deciding.decision import Do, LetterDraft, NotDone, Situation
from vekha.planning import Plan
from vekha.roadmap.people import Person
from vekha.states import ActionState

LEASE = timedelta(minutes=10)
NEEDS_APPROVAL = "needs-approval"
SETTLED = (ActionState.DONE, ActionState.SKIPPED, ActionState.CANCELLED, ActionState.FAILED)


@dataclass(frozen=True, slots=True)
class Performed:
    """How it ended: the action's state now, a code, a sentence for the operator, its numbers."""

    key: str
    title: str
    state: ActionState
    code: str
    sentence: str
    queued: int = 0
    documents: tuple[Made, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class ActionFailed(Exception):
    """The action could not be carried out and is recorded as failed; the text says what to do."""


def perform(
    office: Office,
    key: str,
    *,
    now: datetime,
    worker: str,
    salt: Salt = secrets.token_bytes,
    page: str = "",
) -> Performed:
    """Carry out an action if it is its time and nobody did; a repeated call repeats nothing.

    `page`: where in the operator's UI an approval is given, for the letter that asks for it.
    Raises ActionFailed when it was tried and could not be done, LookupError for an unknown key.
    """
    with reading(office.engine) as session:
        row = action_row(session, key)
        if row is None:
            raise LookupError(key)
        plan = office.plans.of(session, row.edition)
        refusal = _refusal(row, plan, now=now)
        if refusal is None and row.needs_approval:
            refusal = _unapproved(office, session, plan, row, now=now, worker=worker, page=page)
    if refusal is not None:
        return refusal
    with writing(office.engine) as session:
        claimed = claim_action(session, key, worker=worker, now=now, lease=LEASE)
        if claimed is None:
            now_row = action_row(session, key)
            assert now_row is not None
            return _refusal(now_row, plan, now=now) or _not_now(now_row, plan, "claimed")
        action = claimed.action()
    try:
        return _carry_out(office, plan, action, now=now, worker=worker, salt=salt)
    except DBAPIError:
        raise  # the database went away: the claim's lease ends and the action comes up again
    except Exception as error:
        sentence = say(
            "failed", plan.roadmap.file.language, problem=f"{type(error).__name__}: {error}"
        )
        with writing(office.engine) as session:
            finish_action(
                session,
                key,
                worker=worker,
                state=ActionState.FAILED,
                now=now,
                code=type(error).__name__,
                sentence=sentence,
            )
            failed = action_row(session, key)
            assert failed is not None
            tell_trouble(session, plan, [failed], now=now)
        raise ActionFailed(sentence) from error


def _refusal(row: ActionRow, plan: Plan, *, now: datetime) -> Performed | None:
    """Why the action is not carried out now, or None."""
    if row.state in SETTLED:
        return _not_now(row, plan, str(row.state))
    if row.state is ActionState.MISSED or row.not_after <= now:
        return _not_now(row, plan, "missed")
    if row.due > now:
        return _not_now(row, plan, "not-due")
    return None


def _not_now(row: ActionRow, plan: Plan, code: str) -> Performed:
    language = plan.roadmap.file.language
    sentence = say(code, language, key=row.key, wall=row.wall.replace("T", " "))
    if row.sentence:
        sentence = f"{sentence} {row.sentence}"
    state = ActionState.MISSED if code == "missed" else row.state
    return Performed(row.key, row.title, state, code, sentence, facts=row.result or {})


def _unapproved(
    office: Office,
    session: Session,
    plan: Plan,
    row: ActionRow,
    *,
    now: datetime,
    worker: str,
    page: str,
) -> Performed | None:
    """Waiting for approval, or refused; None when what would go out now is what was approved."""
    standing = approved(session, plan, row)
    if standing == "approved":
        return None
    language = plan.roadmap.file.language
    if standing == "refused":
        return _not_now(row, plan, "refused")
    sentence = say("waiting", language, letters=row.letters)
    with writing(office.engine) as own:
        ask_approvers(own, plan, row, page=page, now=now)
        # Noted once, so that the ledger shows what waits and the journal does not repeat it.
        if row.state is not ActionState.WAITING and claim_action(
            own, row.key, worker=worker, now=now, lease=LEASE
        ):
            finish_action(
                own,
                row.key,
                worker=worker,
                state=ActionState.WAITING,
                now=now,
                code=NEEDS_APPROVAL,
                sentence=sentence,
            )
    return Performed(row.key, row.title, ActionState.WAITING, NEEDS_APPROVAL, sentence)


def _carry_out(
    office: Office, plan: Plan, action: Action, *, now: datetime, worker: str, salt: Salt
) -> Performed:
    with reading(office.engine) as session:
        surveys = surveys_of(plan, action, now=now)
        facts = read_facts(session, plan, now=now, surveys=surveys)
        if action.kind in (ActionKind.CHANGE, ActionKind.CLOSE):
            facts = with_told(session, plan, facts, action.subject)
    decision = decide(Situation(action, plan, facts, now))
    if isinstance(decision, NotDone):
        with writing(office.engine) as session:
            _finish(session, action, worker, now, decision.code, decision.sentence, {})
        return Performed(
            action.key, action.title, ActionState.DONE, decision.code, decision.sentence
        )
    made = assemble(office, plan, decision.report, now=now) if decision.report else ()
    with writing(office.engine) as session:
        if not extend_lease(session, action.key, worker=worker, now=now, lease=LEASE):
            raise ActionFailed(say("lost", plan.roadmap.file.language))
        people = read_people(facts, plan)
        queued = _bring_about(
            session, office, plan, action, decision, people=people, now=now, salt=salt
        )
        kept = keep(session, plan, made, action=action.key, now=now)
        result = {"letters": queued, "documents": [m.file_name for m in kept]}
        _finish(session, action, worker, now, "", decision.sentence, result)
    return Performed(
        action.key, action.title, ActionState.DONE, "", decision.sentence, queued, kept, result
    )


def _finish(
    session: Session,
    action: Action,
    worker: str,
    now: datetime,
    code: str,
    sentence: str,
    result: dict[str, Any],
) -> None:
    finish_action(
        session,
        action.key,
        worker=worker,
        state=ActionState.DONE,
        now=now,
        code=code,
        sentence=sentence,
        result=result,
    )


def _bring_about(
    session: Session,
    office: Office,
    plan: Plan,
    action: Action,
    decision: Do,
    *,
    people: Mapping[str, Person],
    now: datetime,
    salt: Salt,
) -> int:
    if decision.opens:
        asked = [r.organisation.key for r in plan.roadmap.respondents(decision.opens)]
        open_sheets(
            session, edition=plan.edition, survey=decision.opens, organisations=asked, now=now
        )
    drafts = _address(session, plan, action, decision, people=people, now=now)
    ensure_links(
        session,
        plan,
        drafts,
        people=people,
        secret=office.secret,
        now=now,
        salt=salt,
    )
    letters = [
        new_letter(plan, draft, people[draft.person], action=action, position=index)
        for index, draft in enumerate(drafts)
    ]
    return queue_together(session, plan, letters, action=action.key, now=now)


def _address(
    session: Session,
    plan: Plan,
    action: Action,
    decision: Do,
    *,
    people: Mapping[str, Person],
    now: datetime,
) -> tuple[LetterDraft, ...]:
    """Whom the letters reach; for whom there is nobody to write to is noted, for the coordinator."""
    reach = Reach(dead_addresses(session), called_instead(session))
    day = to_local(now, plan.schedule.zone).date()
    addressed = address(plan.roadmap, decision.letters, people=people, reach=reach, day=day)
    record_events(
        session,
        (
            NewEvent(
                plan.edition,
                "not written to",
                now,
                action.key,
                {
                    "person": one.person.key,
                    "organisation": one.organisation,
                    "why": one.why,
                    "words": one.words,
                },
            )
            for one in addressed.unreached
        ),
    )
    return addressed.drafts


def new_letter(
    plan: Plan, draft: LetterDraft, person: Person, *, action: Action, position: int
) -> NewLetter:
    """A draft as a row of the outbox: the person's address and language as they are today."""
    organisation = plan.roadmap.organisations.get(draft.organisation)
    language = person.language or (organisation.language if organisation else "")
    return NewLetter(
        key=draft.key,
        edition=plan.edition,
        action=action.key,
        template=draft.template,
        person=draft.person,
        address=person.email,
        not_after=action.not_after,
        organisation=draft.organisation,
        name=person.label,
        language=language or plan.roadmap.file.language,
        subject_key=draft.subject,
        context=dict(draft.facts),
        thread=draft.thread,
        until_answered=draft.until_answered,
        position=position,
    )
