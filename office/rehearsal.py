"""A rehearsal: the whole year on a virtual clock, through the same tables, letters and documents.

Nothing is simulated but the clock and the people: actions are claimed and performed, letters are
composed and handed to a folder, answers are taken by the site's own intake, documents assembled.
"""

from __future__ import annotations

import asyncio
import heapq
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.engine import open_engine, reading, writing
from models.ledger import action_row, due_actions
from models.link import links_of
from models.mail_log import next_try_at
from models.material import attach_material
from models.schema import create_tables
from notifications.folder import FolderTransport
from office.approving import answer, fingerprint
from office.deploying import deploy
from office.inventing import bouncing_address, give_asked_marks
from office.journal import read_journal
from office.links import Salt
from office.office import Office
from office.performing import perform
from office.refusals import send_and_pass_on
from office.upkeep import keep_up
from surveys.intake import Refused, accept, keep_draft
from surveys.visits import Visit as Seen
from surveys.visits import visit_sheet
from vekha.actions.action import Action, ActionKind
from vekha.calendar import to_local
from vekha.deciding.addressing import next_contact
from vekha.planning import Plan
from vekha.questionnaire import Problem, type_out
from vekha.roadmap.programme import Respondent
from vekha.states import ActionState
from vekha.synthetic import Visit, answers_of, randomness, visits_of

WORKER = "rehearsal"
MakeFile = Callable[[str, str], bytes]
Tell = Callable[[str], None]


class AnswersRefused(ValueError):
    """The answers do not fit the questionnaire: mend the answers file, or the questionnaire."""

    def __init__(self, survey: str, organisation: str, problems: tuple[Problem, ...]) -> None:
        told = "; ".join(f"{p.question}: {p.message}" for p in problems) or "too late"
        super().__init__(f"{survey}, {organisation}: {told}")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of it; the files are in the folder."""

    actions: int
    letters: int
    refused: int
    answers: int
    reports: tuple[str, ...]
    states: Mapping[str, int]


@dataclass(slots=True)
class _Stage:
    """What the year is played on."""

    office: Office
    plan: Plan
    seed: int
    given: Mapping[str, Any] | None  # survey → organisation → answers; None: invented ones
    make_file: MakeFile
    salt: Salt
    bouncing: str  # the address that does not exist
    now: datetime
    loop: asyncio.Runner
    queue: list[tuple[datetime, int, str, str, Visit]] = field(default_factory=list)
    ticket: Iterator[int] = field(default_factory=count)
    answers: int = 0


def rehearse(
    files: Mapping[str, bytes],
    plan: Plan,
    out: Path,
    *,
    seed: int,
    answers: Mapping[str, Any] | None = None,
    make_file: MakeFile,
    tell: Tell = lambda line: None,
) -> Rehearsed:
    """Play the year of `files` into the folder `out`: letters/, reports/, journal.jsonl.

    `answers` (survey → organisation → question → answer) replaces the invented ones; an empty
    mapping means that nobody answers. The same arguments give the same files, byte for byte.
    `make_file(title, author)` makes a Word file for questions that ask for one.
    """
    letters = out / "letters"
    for old in (letters, out / "reports"):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place, asyncio.Runner() as loop:
        stage = _set_up(files, plan, letters, Path(place), seed, answers, make_file, loop)
        _play(stage, tell)
        return _tidy_up(stage, out)


def _set_up(
    files: Mapping[str, bytes],
    plan: Plan,
    letters: Path,
    place: Path,
    seed: int,
    answers: Mapping[str, Any] | None,
    make_file: MakeFile,
    loop: asyncio.Runner,
) -> _Stage:
    engine = open_engine(f"sqlite:///{place / 'rehearsal.db'}", durable=False)
    create_tables(engine)
    bouncing = bouncing_address(plan, seed=seed)
    transport = FolderTransport(letters, bounces=lambda address: address == bouncing)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[FolderTransport]:
        yield transport

    secret = randomness(seed, plan.edition, "secret").randbytes(32)
    office = Office(engine, secret, "https://vekha.example", open_transport, batch=500)
    start = min(action.due for action in plan.actions) - timedelta(days=1)
    deploy(office, files, by=WORKER, now=start)
    salt = randomness(seed, plan.edition, "salt").randbytes
    return _Stage(office, plan, seed, answers, make_file, salt, bouncing, start, loop)


def _play(stage: _Stage, tell: Tell) -> None:
    """Actions and answers in the order of their moments until neither is left."""
    waiting = list(stage.plan.actions)
    while waiting or stage.queue:
        following = [one.due for one in waiting[:1]] + [one[0] for one in stage.queue[:1]]
        if _send_waiting(stage, before=min(following)):
            continue
        if stage.queue and (not waiting or stage.queue[0][0] < waiting[0].due):
            _visit(stage)
            continue
        action = waiting.pop(0)
        stage.now = max(stage.now, action.due)
        keep_up(stage.office, now=stage.now)
        if action.needs_approval:
            _approve(stage, action)
        performed = perform(stage.office, action.key, now=stage.now, worker=WORKER, salt=stage.salt)
        _send(stage)
        tell(f"{action.wall.replace('T', ' ')}  {action.title}: {performed.sentence}")
        if performed.state is ActionState.DONE and action.kind in OPENING:
            _invite_visits(stage, action)
        elif action.kind is ActionKind.MARK and stage.given is None:
            _mark(stage, action)
    _send(stage)
    while _send_waiting(stage, before=None):
        pass


OPENING = (ActionKind.INVITE, ActionKind.COLLECT)


def _send_waiting(stage: _Stage, *, before: datetime | None) -> bool:
    """Send what waits for a morning that comes before the next event; whether the clock went on."""
    with reading(stage.office.engine) as session:
        at = next_try_at(session)
    if at is None or (before is not None and at >= before):
        return False
    stage.now = max(stage.now + MOMENT, at)
    keep_up(stage.office, now=stage.now)
    _send(stage)
    return True


MOMENT = timedelta(seconds=1)


def _send(stage: _Stage) -> None:
    sending = send_and_pass_on(
        stage.office, clock=lambda: stage.now, worker=WORKER, salt=stage.salt
    )
    stage.loop.run(sending)


def _approve(stage: _Stage, action: Action) -> None:
    """The second person of a rehearsal agrees to whatever is shown."""
    perform(stage.office, action.key, now=stage.now, worker=WORKER)
    with reading(stage.office.engine) as session:
        row = action_row(session, action.key)
        assert row is not None
        seen = fingerprint(stage.plan, row)
    answer(
        stage.office,
        action.key,
        fingerprint_seen=seen,
        agreed=True,
        by="second person",
        note="",
        now=stage.now,
    )


def _invite_visits(stage: _Stage, action: Action) -> None:
    dated = stage.plan.schedule.surveys[action.subject]
    for asked in stage.plan.roadmap.respondents(action.subject):
        organisation = asked.organisation.key
        lost = asked.person.email == stage.bouncing and not _has_another(stage, asked)
        if stage.given is None and lost:
            continue  # the letter never came
        visits: tuple[Visit, ...]
        if stage.given is None:
            visits = visits_of(
                stage.seed,
                action.subject,
                organisation,
                opens=dated.opens.at,
                closes=dated.closes.at,
                reminders=[m.at for m in dated.reminders],
            )
        elif organisation in stage.given.get(action.subject, {}):
            visits = (Visit(dated.opens.at + timedelta(hours=2), "submit"),)
        else:
            visits = ()
        for visit in visits:
            entry = (visit.at, next(stage.ticket), action.subject, organisation, visit)
            heapq.heappush(stage.queue, entry)


def _has_another(stage: _Stage, asked: Respondent) -> bool:
    """Whether somebody else of the organisation gets the letter that bounced."""
    person = asked.person
    other = next_contact(
        stage.plan.roadmap,
        asked.organisation.key,
        person=person.key,
        dead={person.email.lower()},
        day=to_local(stage.now, stage.plan.schedule.zone).date(),
    )
    return other is not None


def _mark(stage: _Stage, action: Action) -> None:
    with writing(stage.office.engine) as session:
        give_asked_marks(session, stage.plan, action, seed=stage.seed, now=stage.now)


def _visit(stage: _Stage) -> None:
    """One respondent comes: leaves a draft, or submits through the site's intake."""
    at, _, survey, organisation, visit = heapq.heappop(stage.queue)
    stage.now = max(stage.now, at)
    with writing(stage.office.engine) as session:
        here = {"survey": survey, "organisation": organisation}
        seen = _seen(stage, session, **here)
        given = _answers(stage, seen.asked, survey, organisation, visit, seen.language)
        for question in seen.asked:
            wanted = question.kind == "file" and visit.deed == "submit"
            if wanted and not seen.files(question.key):
                title = f"{question.text.to(seen.language)}: {seen.organisation.label}"
                file = attach_material(
                    session,
                    edition=stage.plan.edition,
                    question=question.key,
                    file_name=f"{organisation}.docx",
                    media_type=DOCX,
                    content=stage.make_file(title, seen.person.label),
                    now=stage.now,
                    **here,
                )
                seen = replace(seen, materials=(*seen.materials, file))
        fields = type_out(given, asked=seen.asked)
        if visit.deed == "draft":
            keep_draft(session, seen, dict(list(fields.items())[:2]), now=stage.now)
            return
        taken = accept(session, seen, fields, now=stage.now, language=seen.language)
        if isinstance(taken, Refused):
            raise AnswersRefused(survey, organisation, taken.problems)
        stage.answers += 1
    _send(stage)


def _seen(stage: _Stage, session: Session, *, survey: str, organisation: str) -> Seen:
    """What is before the respondent or, where that one's address bounces, before the next contact,
    who comes by a link of their own.
    """
    here: dict[str, Any] = {"survey": survey, "organisation": organisation}
    seen = visit_sheet(session, plan=stage.plan, now=stage.now, **here)
    if seen.person.email != stage.bouncing:
        return seen
    links = links_of(session, edition=stage.plan.edition, **here)
    another = next((link for link in links if link.person != seen.person.key), None)
    return visit_sheet(session, plan=stage.plan, now=stage.now, link=another, **here)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _answers(
    stage: _Stage, asked: Any, survey: str, organisation: str, visit: Visit, language: str
) -> Mapping[str, Any]:
    if stage.given is not None:
        given: Mapping[str, Any] = stage.given[survey][organisation]
        return given
    written = stage.plan.roadmap.file.surveys[survey]
    version = 2 if visit.deed == "correct" else 1
    return answers_of(
        stage.seed,
        survey,
        organisation,
        asked=asked,
        wave=written.wave,
        language=language,
        version=version,
        today=to_local(stage.now, stage.plan.roadmap.file.timezone).date(),
    )


def _tidy_up(stage: _Stage, out: Path) -> Rehearsed:
    from models.document import document_content, documents
    from models.ledger import action_rows
    from models.mail_log import count_letters
    from vekha.states import LetterState

    with reading(stage.office.engine) as session:
        names = []
        for row in documents(session, stage.plan.edition):
            (out / "reports" / row.file_name).write_bytes(document_content(session, row))
            names.append(row.file_name)
        lines = read_journal(session, stage.plan)
        counts = count_letters(session)
        states: dict[str, int] = {}
        for action in action_rows(session, edition=stage.plan.edition):
            states[str(action.state)] = states.get(str(action.state), 0) + 1
        left = due_actions(session, stage.now)
    assert not left, "the year ended with actions that are due"
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    (out / "journal.jsonl").write_text(text, encoding="utf-8")
    return Rehearsed(
        actions=len(stage.plan.actions),
        letters=counts.get(LetterState.SENT, 0),
        refused=counts.get(LetterState.REFUSED, 0),
        answers=stage.answers,
        reports=tuple(sorted(names)),
        states=states,
    )
