"""The real roadmap and a small one, for every test of the core; small changes are made by text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from vekha.issues import Issue
from vekha.planning import Plan, make_plan

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"

ROADMAP = """\
vekha: 1
key: small
title: Малая программа
body: Отдел образования
timezone: Asia/Almaty
country: KZ
period: 2023/2024
coordinators: [anna]
sending:
  sender: Малая программа
  address: small@office.example
roles:
  directors:
    title: Директора школ
    position: director
pairings:
  mentors:
    title: Закрепление
    pairs:
      - district: north
        mentor: city
        mentees: [village]
stages:
  autumn:
    title: Осень
    term: сентябрь-ноябрь
  spring:
    title: Работа
    term: декабрь-май
activities:
  - key: study
    number: "1"
    title: Исследование
    term: октябрь
    stage: autumn
    performers: [directors]
questionnaires:
  form:
    title: Анкета
    sections:
      - title: Школа
        questions:
          - key: teachers
            kind: number
            text: Сколько педагогов?
surveys:
  study:
    title: Опрос
    questionnaire: form
    activity: study
    audience: [directors]
"""
ORGANISATIONS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;Борис Петров;директор;director;city;boris@city.example
vera;Вера Ким;директор;director;village;vera@village.example
"""

Small = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def small() -> Small:
    """The files of the small roadmap with changes (old text, new text), each found exactly once."""

    def make(
        *changes: tuple[str, str],
        organisations: str | bytes = ORGANISATIONS,
        people: str | bytes = PEOPLE,
        append: str = "",
    ) -> dict[str, bytes]:
        text = ROADMAP
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        files: Mapping[str, str | bytes] = {
            "roadmap.yaml": text + append,
            "organisations.csv": organisations,
            "people.csv": people,
        }
        return {n: c if isinstance(c, bytes) else c.encode() for n, c in files.items()}

    return make


def issues_of(files: Mapping[str, bytes], code: str) -> list[Issue]:
    """The issues with a code that reading, dating and checking find."""
    return [issue for issue in make_plan(files)[1] if issue.code == code]


@pytest.fixture(scope="session")
def find() -> Callable[[Mapping[str, bytes], str], list[Issue]]:
    """`find(files, code)`: the issues with that code."""
    return issues_of


@pytest.fixture(scope="session")
def plan_of() -> Callable[[Mapping[str, bytes]], Plan]:
    """`plan_of(files)`: the plan, which must be there."""

    def make(files: Mapping[str, bytes]) -> Plan:
        plan, issues = make_plan(files)
        assert plan is not None, issues
        return plan

    return make


@pytest.fixture(scope="session")
def gorod_selu_files() -> dict[str, bytes]:
    """The files of roadmaps/gorod-selu."""
    return {
        path.name: path.read_bytes()
        for path in sorted(GOROD_SELU.iterdir())
        if path.suffix in (".yaml", ".csv")
    }


@pytest.fixture(scope="session")
def gorod_selu(gorod_selu_files: dict[str, bytes]) -> Plan:
    """The plan of roadmaps/gorod-selu."""
    plan, issues = make_plan(gorod_selu_files)
    assert plan is not None, issues
    return plan
