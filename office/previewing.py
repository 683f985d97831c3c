"""Letters of a year seen before it begins: the same decisions and templates, on a ledger thrown away.

Nobody answers in it, so that a person's whole ladder is there: invitation, every reminder, and
what the district and the coordinator are told. Nothing is sent; the links lead nowhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from models.engine import open_engine, reading
from models.ledger import action_row
from models.letter import LetterRow
from models.mail_log import letters
from models.schema import create_tables
from notifications.composing import Composer
from notifications.folder import FolderTransport
from notifications.letter import Letter
from notifications.preparing import Rendered
from office.approving import answer, fingerprint
from office.deploying import deploy
from office.links import Salt
from office.office import Office
from office.performing import perform
from office.writing import Desk, write_letter
from vekha.actions.action import Action, ActionKind
from vekha.planning import Plan
from vekha.synthetic import randomness

WHO = "preview"
SECRET = b"preview: these links lead nowhere"


@dataclass(frozen=True, slots=True)
class Previewed:
    """One letter as it would go out at `at` (aware, UTC), and why: its action's title."""

    key: str
    at: datetime
    because: str
    name: str
    address: str
    words: Rendered
    mime: bytes


def preview(
    files: Mapping[str, bytes],
    plan: Plan,
    *,
    person: str = "",
    survey: str = "",
    organisation: str = "",
    action: str = "",
    language: str = "",
    site_url: str = "https://vekha.example",
) -> list[Previewed]:
    """The letters of the year in order: all of a person's or an organisation's, else one an action.

    `survey` keeps those that are about one survey, meeting, announcement or report; `action` those
    of one action, by its key or the end of it. `language`: of all letters, instead of each one's.
    """
    composer = Composer()
    with _office(files, plan, site_url=site_url) as office:
        found: list[Previewed] = []
        salt = randomness(0, WHO).randbytes  # the same file gives the same letters
        for one in _concerned(plan, survey=survey, action=action):
            _perform(office, plan, one, salt=salt)
            if action and not _is_meant(one, action):
                continue
            rows = _rows(office, one, person=person, organisation=organisation)
            found += _letters(office, composer, one, rows, language=language)
        return found


def _concerned(plan: Plan, *, survey: str, action: str) -> list[Action]:
    """What has to be played: a reminder needs its survey to have been opened before."""
    subjects = {one.subject for one in plan.actions if not action or _is_meant(one, action)}
    return [
        one
        for one in plan.actions
        if one.subject in subjects and (not survey or one.subject == survey)
    ]


def _is_meant(one: Action, action: str) -> bool:
    return f"/{one.key}".endswith("/" + action.strip("/"))


def first_invitation(files: Mapping[str, bytes], plan: Plan, *, language: str) -> Letter | None:
    """The year's first letter that asks for an answer, or else its first; None without letters."""
    asking = [one for one in plan.actions if one.kind in (ActionKind.INVITE, ActionKind.COLLECT)]
    with _office(files, plan, site_url="https://vekha.example") as office:
        for action in asking or plan.actions:
            _perform(office, plan, action, salt=randomness(0, WHO).randbytes)
            rows = _rows(office, action, person="", organisation="")
            if rows:
                rows[0].language = language
                with reading(office.engine) as session:
                    desk = Desk.of(office, session, plan.edition)
                    return write_letter(desk, rows[0], now=action.due)
    return None


@contextmanager
def _office(files: Mapping[str, bytes], plan: Plan, *, site_url: str) -> Iterator[Office]:
    """An office whose ledger lasts as long as the preview; it could send into a folder at most."""

    with tempfile.TemporaryDirectory() as place:
        engine = open_engine(f"sqlite:///{Path(place) / 'preview.db'}", durable=False)
        create_tables(engine)
        transport = FolderTransport(Path(place) / "letters")

        @asynccontextmanager
        async def open_transport() -> AsyncIterator[FolderTransport]:
            yield transport

        first = min((action.due for action in plan.actions), default=None)
        office = Office(engine, SECRET, site_url, open_transport)
        if first is not None:
            deploy(office, files, by=WHO, now=first - timedelta(days=1))
        try:
            yield office
        finally:
            engine.dispose()


def _perform(office: Office, plan: Plan, action: Action, *, salt: Salt) -> None:
    if action.needs_approval:
        perform(office, action.key, now=action.due, worker=WHO)
        with reading(office.engine) as session:
            row = action_row(session, action.key)
            assert row is not None
            seen = fingerprint(plan, row)
        answer(
            office,
            action.key,
            fingerprint_seen=seen,
            agreed=True,
            by="second person",
            note="",
            now=action.due,
        )
    perform(office, action.key, now=action.due, worker=WHO, salt=salt)


def _rows(office: Office, action: Action, *, person: str, organisation: str) -> list[LetterRow]:
    """The rows that are asked for; one, where neither a person nor an organisation is."""
    with reading(office.engine) as session:
        rows = letters(
            session,
            action=action.key,
            person=person or None,
            organisation=organisation or None,
        )
        session.expunge_all()
    rows.sort(key=lambda row: row.position)
    return rows if person or organisation else rows[:1]


def _letters(
    office: Office, composer: Composer, action: Action, rows: list[LetterRow], *, language: str
) -> Iterator[Previewed]:
    with reading(office.engine) as session:
        desk = Desk.of(office, session, action.key.rsplit("/", 2)[0])
        for row in rows:
            row.language = language or row.language
            letter = write_letter(desk, row, now=action.due)
            words, mime = composer.render(letter), composer.compose(letter).mime
            yield Previewed(row.key, action.due, action.title, row.name, row.address, words, mime)
