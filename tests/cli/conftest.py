"""An installation of its own for each test: state folder, settings, tools; commands run in-process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import vekha
from models.engine import writing
from office.deploying import deploy
from office.office import Office
from office.performing import perform
from surveys.intake import Accepted, accept
from surveys.visits import visit_sheet
from vekha.planning import Plan, make_plan
from vekha.questionnaire import type_out
from vekha.synthetic import answers_of
from wiring import tools

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"
FIRST_DAY = datetime(2023, 9, 1, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """`run("mail", "log")`: a command line in this process."""

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(vekha, [str(a) for a in arguments])

    return invoke


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh state folder; the tools of the process are made anew for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEKHA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("VEKHA_OPERATOR", "tester")
    tools._tools.cache_clear()
    yield tmp_path / "state"
    if tools._tools.cache_info().currsize:
        tools.tools().office.engine.dispose()
    tools._tools.cache_clear()


class House:
    """«Город-селу» deployed in the state folder."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self.office = office
        self.plan = plan

    def perform(self, action: str) -> datetime:
        """Carry an action out at its due time, which is given back."""
        key = f"{self.plan.edition}/{action}"
        found = self.plan.action(key)
        assert found is not None
        perform(self.office, key, now=found.due, worker="test")
        return found.due

    def answer(self, survey: str, organisation: str, *, now: datetime) -> None:
        """Submit invented answers through the site's intake."""
        with writing(self.office.engine) as session:
            seen = visit_sheet(
                session, plan=self.plan, survey=survey, organisation=organisation, now=now
            )
            wave = self.plan.roadmap.file.surveys[survey].wave
            given = answers_of(
                1, survey, organisation, asked=seen.asked, wave=wave, language="ru",
                version=1, today=now.date(),
            )  # fmt: skip
            fields = type_out(given, asked=seen.asked)
            taken = accept(session, seen, fields, now=now, language="ru")
            assert isinstance(taken, Accepted), taken


@pytest.fixture
def house(state: Path) -> House:
    """The roadmap deployed on 1 September 2023."""
    files = {
        path.name: path.read_bytes()
        for path in GOROD_SELU.iterdir()
        if path.suffix in (".yaml", ".csv")
    }
    office = tools.tools().office
    deploy(office, files, by="tester", now=FIRST_DAY)
    plan, _ = make_plan(files)
    assert plan is not None
    return House(office, plan)


@pytest.fixture
def answered(house: House) -> House:
    """The interim monitoring is open, and three schools have answered on 5 February 2024."""
    opened = house.perform("interim/invite")
    respondents = house.plan.roadmap.respondents("interim")
    for respondent in respondents[:3]:
        house.answer("interim", respondent.organisation.key, now=opened + timedelta(days=4))
    return house
