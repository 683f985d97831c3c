"""A small region whose every figure can be counted by hand: two districts with schools, one without."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from vekha.answers import Sheet, Submission, Wave
from vekha.roadmap.people import Organisation, Person
from vekha.roadmap.programme import Roadmap, RoadmapFile
from vekha.states import SheetState
from vekha.terms.term import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vekha.roadmap.survey import Question

CHOICES = [{"key": key, "text": key} for key in ("maths", "english", "music")]
QUESTIONS: list[dict[str, Any]] = [
    {"key": "schools", "text": "Всего школ", "kind": "number", "key_indicator": True},
    {"key": "small", "text": "Из них МКШ", "kind": "number", "not_above": "schools"},
    {"key": "quality", "text": "Качество знаний", "kind": "share", "audience": ["rural"]},
    {"key": "areas", "text": "Предметы", "kind": "several", "choices": CHOICES},
    {"key": "ready", "text": "Готовы?", "kind": "choice", "choices": CHOICES[:2]},
    {"key": "useful", "text": "Полезно?", "kind": "scale"},
    {"key": "plan", "text": "План", "kind": "file", "audience": ["city-school"]},
    {"key": "remark", "text": "Замечание", "kind": "text", "required": False},
]
SCHOOLS = {  # in the roster's order, mentor first
    "city-1": ("city-school", ""),
    "city-2": ("city-school", ""),
    "north-a": ("rural-school", "north"),
    "north-b": ("rural-school", "north"),
    "south-a": ("rural-school", "south"),
    "south-b": ("rural-school", "south"),
}


@pytest.fixture(scope="session")
def roadmap() -> Roadmap:
    organisations = {
        key: Organisation(key, f"Район {key}", "district") for key in ("north", "south", "empty")
    } | {
        key: Organisation(key, f"Школа {key}", kind, district)
        for key, (kind, district) in SCHOOLS.items()
    }
    people = {
        f"head-{key}": Person(f"head-{key}", f"Директор {key}", "директор", "director", key)
        for key in SCHOOLS
    }
    rural = ["rural-school"]
    file = RoadmapFile.model_validate(
        {
            "key": "region",
            "title": "Область",
            "body": "Управление",
            "timezone": "Asia/Almaty",
            "country": "KZ",
            "period": "2023/2024",
            "coordinators": ["head-city-1"],
            "sending": {"sender": "Проект", "address": "region@office.example"},
            "roles": {
                "directors": {"title": "Директора", "position": "director"},
                "rural": {"title": "МКШ", "position": "director", "organisations": rural},
            },
            "pairings": {
                "mentors": {
                    "title": "Закрепление",
                    "pairs": [
                        {
                            "district": "north",
                            "mentor": "city-1",
                            "mentees": ["north-a", "north-b"],
                        },
                        {
                            "district": "south",
                            "mentor": "city-2",
                            "mentees": ["south-a", "south-b"],
                        },
                    ],
                }
            },
            "questionnaires": {
                "all": {"title": "Анкета", "sections": [{"title": "1", "questions": QUESTIONS}]},
                "other": {
                    "title": "Возможности",
                    "sections": [{"title": "1", "questions": [QUESTIONS[3], QUESTIONS[6]]}],
                },
            },
            "surveys": {
                "first": {"title": "Первый", "questionnaire": "all", "audience": ["directors"]},
                "second": {"title": "Второй", "questionnaire": "all", "audience": ["directors"]},
                "offers": {"title": "Ещё", "questionnaire": "other", "audience": ["directors"]},
            },
        }
    )
    period = Period(date(2023, 9, 1), date(2024, 5, 31), "2023/2024", "school-year")
    return Roadmap(file, period, organisations, people, "0" * 64)


@pytest.fixture(scope="session")
def question(roadmap: Roadmap) -> Callable[[str], Question]:
    asked = {question.key: question for question in roadmap.file.questionnaires["all"].questions}
    return asked.__getitem__


@pytest.fixture(scope="session")
def wave(roadmap: Roadmap) -> Callable[..., Wave]:
    """wave(answers of each school, survey=, states=, late=): a closed wave in the roster's order."""

    def make(
        answers: Mapping[str, Mapping[str, Any]],
        *,
        survey: str = "first",
        states: Mapping[str, SheetState] | None = None,
        late: tuple[str, ...] = (),
    ) -> Wave:
        at = datetime(2024, 2, 15, 6, tzinfo=UTC)
        sheets = []
        for respondent in roadmap.respondents(survey):
            key = respondent.organisation.key
            given = Submission(1, at, answers[key], late=key in late) if key in answers else None
            state = SheetState.SUBMITTED if given else SheetState.ASKED
            sheets.append(Sheet(respondent, (states or {}).get(key, state), given))
        return Wave(survey, at, at, tuple(sheets), closed=True)

    return make
