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
from models.migrating import upgrade
from notifications.composing import Composer
from notifications.folder import FolderTransport
from notifications.letter import Composed
from office.approving import answer, fingerprint
from office.deploying import deploy
from office.links import Salt
from office.office import Office
from office.performing import perform
from office.writing import Desk, write_letter
from vekha.actions.action import Action
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
    letter: Composed


def preview(
    files: Mapping[str, bytes],
    plan: Plan,
    *,
    person: str = "",
    survey: str = "",
    site_url: str = "https://vekha.example",
) -> list[Previewed]:
    """The letters of the year in order: all of a person's, else one of each action's.

    `survey` keeps those that are about one survey, meeting, announcement or report.
    """
    composer = Composer()
    with _office(files, plan, site_url=site_url) as office:
        found: list[Previewed] = []
        salt = randomness(0, WHO).randbytes  # the same file gives the same letters
        for action in plan.actions:
            if survey and action.subject != survey:
                continue
            _perform(office, plan, action, salt=salt)
            found += _letters(office, composer, action, person=person)
        return found


@contextmanager
def _office(files: Mapping[str, bytes], plan: Plan, *, site_url: str) -> Iterator[Office]:
    """An office whose ledger lasts as long as the preview; it could send into a folder at most."""

    with tempfile.TemporaryDirectory() as place:
        engine = open_engine(f"sqlite:///{Path(place) / 'preview.db'}", durable=False)
        upgrade(engine)
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


def _letters(
    office: Office, composer: Composer, action: Action, *, person: str
) -> Iterator[Previewed]:
    with reading(office.engine) as session:
        rows: list[LetterRow] = letters(session, action=action.key, person=person or None)
        rows.sort(key=lambda row: row.position)
        desk = Desk.of(office, session, action.key.rsplit("/", 2)[0])
        for row in rows if person else rows[:1]:
            letter = write_letter(desk, row, now=action.due)
            composed = composer.compose(letter)
            yield Previewed(row.key, action.due, action.title, row.name, row.address, composed)
