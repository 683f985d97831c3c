"""`vekha diff` says who will be told that a date changed, before anything leaves the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from staging import roadmap_files

from cli.changes import changes_json, print_changes
from vekha.planning import Plan, make_plan
from vekha.told import Standing, Told, find_news

CLOSES = datetime(2024, 2, 29, 12, tzinfo=UTC)
NOW = CLOSES - timedelta(days=10)


@pytest.fixture(scope="module")
def plan() -> Plan:
    made, _ = make_plan(roadmap_files())
    assert made is not None
    return made


def told_all(plan: Plan) -> list[Told]:
    return [
        Told(
            kind="closing",
            subject="interim",
            person=asked.person.key,
            organisation=asked.organisation.key,
            address=asked.person.email,
            uid="u@vekha",
            sequence=0,
            starts=CLOSES,
            ends=CLOSES,
            title="Промежуточный мониторинг",
            name=asked.person.label,
        )
        for asked in plan.roadmap.respondents("interim")
    ]


def test_each_date_is_said_once_with_the_number_of_letters(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    standing = Standing(plan, {"interim": CLOSES + timedelta(days=14)})
    news = find_news(standing, told_all(plan), now=NOW)
    print_changes(plan, news, language="ru")
    head, line = capsys.readouterr().out.splitlines()
    assert head == "Будет сообщено тем, кто знает прежний срок:"
    assert "Промежуточный мониторинг: 29.02.2024 18:00 → 14.03.2024 17:00. Писем 54: " in line
    assert line.endswith(" и ещё 49")
    found = changes_json(plan, news)
    assert len(found) == 54
    assert found[0]["was"] == "2024-02-29T18:00:00+06:00"
    assert found[0]["becomes"] == "2024-03-14T17:00:00+05:00"


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_what_is_called_off_is_said_in_every_language(
    plan: Plan, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    news = find_news(Standing(plan, {}), told_all(plan), now=NOW)
    print_changes(plan, news, language=language)
    assert "29.02.2024 18:00" in capsys.readouterr().out
    assert changes_json(plan, news)[0]["becomes"] is None


def test_nothing_to_tell_prints_nothing(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    print_changes(plan, (), language="ru")
    assert capsys.readouterr().out == ""
