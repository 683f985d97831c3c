"""A small programme that is deployed in a real SQLite file, and the site on a loopback port."""

from __future__ import annotations

import secrets
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine

from models.answers import open_sheets
from models.engine import open_engine, writing
from models.ledger import apply_version
from models.link import Link, NewLink, make_link
from models.migrating import upgrade
from surveys.app import create_app
from surveys.site import Mailbox, Site
from surveys.tokens import SALT_BYTES, make_token, token_hash
from vekha.planning import Plan, make_plan

FILES = Path(__file__).parent / "gorod"
SECRET = b"s" * 32
BOARD = "board-key-of-the-tests"
EDITION = "gorod/2023-2024"


@pytest.fixture(scope="session")
def plan() -> Plan:
    files = {path.name: path.read_bytes() for path in FILES.iterdir()}
    found, issues = make_plan(files)
    assert found is not None, issues
    return found


@pytest.fixture(scope="session")
def deployed(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file in which the programme is deployed and every sheet is open."""
    path = tmp_path_factory.mktemp("site") / "vekha.db"
    engine = open_engine(f"sqlite:///{path}", durable=False)
    upgrade(engine)
    files = {name.name: name.read_bytes() for name in FILES.iterdir()}
    now = datetime.fromisoformat("2024-01-15T04:00:00+00:00")
    with writing(engine) as session:
        apply_version(
            session,
            edition=plan.edition,
            files=files,
            digest=plan.roadmap.digest,
            actions=plan.actions,
            by="tests",
            now=now,
        )
        for survey in plan.roadmap.file.surveys:
            open_sheets(
                session,
                edition=plan.edition,
                survey=survey,
                organisations=[r.organisation.key for r in plan.roadmap.respondents(survey)],
                now=now,
            )
    engine.dispose()
    return path


@dataclass
class Town:
    """The site of one test: its database, its clock, its address."""

    engine: Engine
    plan: Plan
    url: str = ""
    clock: datetime = field(
        default_factory=lambda: datetime.fromisoformat("2024-02-14T05:00:00+00:00")
    )

    def now(self) -> datetime:
        return self.clock

    def move(self, moment: str) -> None:
        """Go to a moment, ISO with offset."""
        self.clock = datetime.fromisoformat(moment)

    def link(
        self,
        organisation: str = "berezovka",
        survey: str = "interim",
        *,
        expires_at: datetime | None = None,
    ) -> tuple[str, Link]:
        """The path of a new personal link of an organisation's director, and its row."""
        salt = secrets.token_bytes(SALT_BYTES)
        token = make_token(SECRET, salt)
        with writing(self.engine) as session:
            link = make_link(
                session,
                NewLink(
                    edition=EDITION,
                    survey=survey,
                    organisation=organisation,
                    salt=salt,
                    token_hash=token_hash(token),
                    person=f"d-{organisation}",
                    role="director",
                    expires_at=expires_at,
                ),
                now=self.clock,
            )
        return f"/a/{token}", link


@pytest.fixture
def engine(deployed: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "vekha.db"
    shutil.copy(deployed, path)
    engine = open_engine(f"sqlite:///{path}", durable=False)
    yield engine
    engine.dispose()


@pytest.fixture
def mailbox() -> Mailbox | None:
    """No captured mail, unless a test file says otherwise."""
    return None


@pytest.fixture
def town(engine: Engine, plan: Plan, mailbox: Mailbox | None) -> Iterator[Town]:
    town = Town(engine, plan)

    def plan_of(edition: str) -> Plan:
        if edition != EDITION:
            raise LookupError(edition)
        return plan

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        town.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        site = Site(
            engine=engine,
            now=town.now,
            secret=SECRET,
            board_token=BOARD,
            site_url=town.url,
            plan_of=plan_of,
            mailbox=mailbox,
        )
        config = uvicorn.Config(create_app(site), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        for _ in range(500):
            if server.started:
                break
            time.sleep(0.01)
        assert server.started
        yield town
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()


@pytest.fixture
def client(town: Town) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=town.url, timeout=20) as client:
        yield client


@pytest.fixture
def coordinator(town: Town) -> Iterator[httpx.Client]:
    """A client that has opened the board with its key."""
    with httpx.Client(base_url=town.url, timeout=20, follow_redirects=True) as client:
        assert client.get("/board", params={"token": BOARD}).status_code == 200
        yield client
