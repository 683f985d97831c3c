"""One letter a day on PostgreSQL, where workers really queue and send, and schools answer, at once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import make_url
from staging import COMPOSER, FIRST_DAY

from benchmarks.faults import postgresql
from models.carrying import carried_by
from models.engine import open_engine, reading, writing
from models.event import events
from models.letter import LetterRow
from models.mail_log import letter, letters
from models.migrating import upgrade
from models.outbox import cancel_letters, claim_letters, doubt_expired, mark_handed, resolve_doubt
from models.returned import dead_addresses
from notifications.dsn import Back, Returned
from notifications.folder import FolderTransport
from office.bounces import BouncesRead, take_back
from office.deploying import deploy
from office.office import Office, PlanShelf
from office.performing import perform
from office.refusals import pass_on_refused
from office.sending import send_due
from vekha.planning import Plan
from vekha.states import LetterState

EDITIONS = ("gorod-selu/2023-2024", "vtoroy/2023-2024")
HOUR = timedelta(hours=1)
SHELF = PlanShelf()


def office_on(url: str, folder: Path) -> Office:
    transport = FolderTransport(folder)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[FolderTransport]:
        yield transport

    engine = open_engine(url, durable=False)
    return Office(
        engine, b"s" * 32, "http://s.test", open_transport, composer=COMPOSER, plans=SHELF, batch=6
    )


def named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def deployed(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with two roadmaps of the same schools, which ask at the same times."""
    second = files["roadmap.yaml"].decode().replace("\nkey: gorod-selu", "\nkey: vtoroy")
    with postgresql() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE merging")
        office = office_on(named(server, "merging"), tmp_path_factory.mktemp("none"))
        upgrade(office.engine)
        for text in (files["roadmap.yaml"], second.encode()):
            deploy(office, {**files, "roadmap.yaml": text}, by="test", now=FIRST_DAY)
        office.engine.dispose()
        yield server


@pytest.fixture
def office(deployed: str, tmp_path: Path) -> Iterator[Office]:
    """On a copy of that database."""
    with psycopg.connect(deployed, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS again WITH (FORCE)")
        connection.execute("CREATE DATABASE again TEMPLATE merging")
    made = office_on(named(deployed, "again"), tmp_path / "letters")
    yield made
    made.engine.dispose()


@pytest.fixture
def due(plan: Plan) -> datetime:
    found = plan.action(f"{EDITIONS[0]}/interim/invite")
    assert found is not None
    return found.due


def at_once(*jobs: Callable[[], object]) -> None:
    """Each in a thread of its own, from the same moment on."""
    start = Barrier(len(jobs))

    def begin(job: Callable[[], object]) -> None:
        start.wait()
        job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        for done in [threads.submit(begin, job) for job in jobs]:
            done.result()


def ask(office: Office, due: datetime) -> None:
    """Both roadmaps' invitations, by two workers at once."""

    def invite(edition: str) -> Callable[[], None]:
        def job() -> None:
            queued = perform(office, f"{edition}/interim/invite", now=due, worker=edition).queued
            assert queued == 54

        return job

    at_once(*map(invite, EDITIONS))


def sender(office: Office, now: datetime, worker: str) -> Callable[[], None]:
    return lambda: asyncio.run(send_due(office, clock=lambda: now, worker=worker)) and None


def rows(office: Office) -> list[LetterRow]:
    with reading(office.engine) as session:
        return letters(session)


def arrived(folder: Path) -> Counter[str]:
    """Address → how many letters came."""
    found = (
        message_from_bytes(p.read_bytes(), policy=policy.default) for p in folder.glob("*.eml")
    )
    return Counter(str(one["To"].addresses[0].addr_spec) for one in found)


def test_two_workers_that_queue_at_once_and_two_that_send_make_one_letter_of_two(
    office: Office, due: datetime, tmp_path: Path
) -> None:
    ask(office, due)
    queued = rows(office)
    assert Counter(row.state for row in queued) == {LetterState.QUEUED: 54, LetterState.CARRIED: 54}
    later = due + timedelta(minutes=1)  # they may have waited for each other for a moment
    at_once(sender(office, later, "u"), sender(office, later, "v"))
    assert set(arrived(tmp_path / "letters").values()) == {1}
    assert {row.state for row in rows(office)} == {LetterState.SENT}


def test_answers_while_letters_go_out_take_their_duty_out_and_no_other(
    office: Office, due: datetime, tmp_path: Path
) -> None:
    ask(office, due)
    later = due + timedelta(minutes=1)
    chosen = random.Random(5).sample(rows(office), 40)

    def answer() -> None:
        for row in chosen:
            with writing(office.engine) as session:
                cancel_letters(
                    session, edition=row.edition, survey="interim",
                    organisation=row.organisation, why="", now=later,
                )  # fmt: skip

    at_once(answer, sender(office, later, "u"), sender(office, later, "v"))
    sender(office, later, "w")()  # what was taken back to be written anew
    after = {row.key: row for row in rows(office)}
    assert {row.state for row in after.values()} <= {LetterState.SENT, LetterState.CANCELLED}
    cancelled = {key for key, row in after.items() if row.state is LetterState.CANCELLED}
    assert cancelled <= {row.key for row in chosen}
    got = arrived(tmp_path / "letters")
    assert set(got.values()) == {1}
    assert set(got) >= {row.address for row in after.values() if row.state is LetterState.SENT}


def test_worker_that_dies_leaves_both_duties_in_doubt_until_a_decision_or_a_report(
    office: Office, due: datetime
) -> None:
    ask(office, due)
    later = due + timedelta(minutes=1)
    with writing(office.engine) as session:
        one, two = claim_letters(session, worker="dead", now=later, lease=HOUR, limit=2)
        mark_handed(session, [one.key, two.key], worker="dead", now=later, lease=HOUR)
        within = carried_by(session, [one.key, two.key])
    with writing(office.engine) as session:
        doubt_expired(session, later + 2 * HOUR)
        assert states(office, one, *within[one.key]) <= {LetterState.SENDING, LetterState.CARRIED}
    assert states(office, one, two, *within[one.key]) == {LetterState.IN_DOUBT}
    with writing(office.engine) as session:
        [inner] = within[one.key]
        assert resolve_doubt(session, inner.key, "again", by="m", why="", now=later)
        back = Returned(Back.BOUNCED, two.address, "5.1.1", "no such user", key=two.key)
        take_back(session, office, back, BouncesRead(), now=later)
    assert states(office, one) == {LetterState.QUEUED}
    assert states(office, inner) == {LetterState.CARRIED}
    assert states(office, two, *within[two.key]) == {LetterState.REFUSED}


def states(office: Office, *those: LetterRow) -> set[LetterState]:
    with reading(office.engine) as session:
        found = [letter(session, row.key) for row in those]
    return {row.state for row in found if row is not None}


def test_common_letter_refused_at_once_is_dealt_with_by_one_of_four_workers(
    office: Office, due: datetime, tmp_path: Path
) -> None:
    ask(office, due)
    later = due + timedelta(minutes=1)
    lost = next(row for row in rows(office) if row.state is LetterState.QUEUED)
    refusing = FolderTransport(tmp_path / "letters", bounces=lambda it: it == lost.address)

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[FolderTransport]:
        yield refusing

    sender(replace(office, open_transport=open_transport), later, "u")()
    at_once(*[lambda: pass_on_refused(office, now=later)] * 4)
    duties = {row.key for row in rows(office) if row.address == lost.address}
    assert {row.key for row in rows(office) if row.state is LetterState.REFUSED} == duties
    with reading(office.engine) as session:
        assert list(dead_addresses(session)) == [lost.address]
        told = [one.detail["letter"] for one in events(session, kind="no other contact")]
    assert len(duties) == 2
    assert sorted(told) == sorted(duties), "each duty is told once"
