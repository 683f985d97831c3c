"""Minutes, the log and the calendar of visits, the annex, the information by stages: real roadmaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from vekha.answers import Sheet, Submission, Wave
from vekha.documents.data import DocumentData
from vekha.documents.registry import outline_of
from vekha.marks import MarkFact
from vekha.outline import Outline, Table
from vekha.planning import Plan, make_plan
from vekha.states import Mark, SheetState

ROADMAPS = Path(__file__).parents[3] / "roadmaps"
AsText = Callable[[Outline], str]


def plan_of(name: str) -> Plan:
    files = {
        path.name: path.read_bytes()
        for path in (ROADMAPS / name).iterdir()
        if path.suffix in (".yaml", ".csv")
    }
    plan, issues = make_plan(files)
    assert plan is not None, issues
    return plan


@pytest.fixture(scope="module")
def selo() -> Plan:
    return plan_of("selo-ryadom")


@pytest.fixture(scope="module")
def plus() -> Plan:
    return plan_of("500plus")


def data_of(
    plan: Plan,
    given: Mapping[str, Mapping[str, Mapping[str, Any]]],
    *,
    as_of: datetime,
    marks: Mapping[str, MarkFact] | None = None,
) -> DocumentData:
    """Waves of all surveys; `given`: survey → organisation → answers, everybody else is silent."""
    waves = {}
    for key, dated in plan.schedule.surveys.items():
        sheets = []
        for asked in plan.roadmap.respondents(key):
            answers = given.get(key, {}).get(asked.organisation.key)
            sheets.append(
                Sheet(asked, SheetState.ASKED)
                if answers is None
                else Sheet(asked, SheetState.SUBMITTED, Submission(1, dated.opens.at, answers))
            )
        waves[key] = Wave(key, dated.opens.at, dated.closes.at, tuple(sheets))
    return DocumentData(
        as_of=as_of,
        waves=waves,
        marks=marks or {},
        terms=plan.schedule.activities,
        meetings=plan.schedule.meetings,
    )


MINUTES = {
    "consultation-minutes": {
        "cro": {
            "at-uo-specialist": "in-person",
            "at-cro-methodist": "remote",
            "at-dir-zarinskaya": "absent",
            "others": "Гостева Г.Г.",
            "heard-1": "О помощи говорил специалист.\nДобавил методист.",
            "decided-1": "Составить график помощи.",
            "heard-2": "Директора рассказали о планах.",
            "decided": "Встретиться в апреле.",
        }
    }
}


def test_minutes_have_agenda_attendance_speeches_and_decisions(plus: Plan, as_text: AsText) -> None:
    data = data_of(plus, MINUTES, as_of=datetime(2021, 3, 30, 2, tzinfo=UTC))

    text = as_text(outline_of("consultation-minutes", plus.roadmap, data))

    assert "TITLE ПРОТОКОЛ" in text
    assert "23 марта 2021 года, 10:00" in text
    order = ["ПОВЕСТКА:", "ПРИСУТСТВОВАЛИ (3):", "ОТСУТСТВОВАЛИ (1):", "СЛУШАЛИ:", "РЕШИЛИ:"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert "методист Центра развития образования (дистанционно)" in text.replace(
        " (Центр развития образования)", ""
    )
    assert "- Гостева Г.Г." in text
    assert "- Составить график помощи.\n- Встретиться в апреле." in text
    assert "SIGN Председатель" in text
    assert "SIGN Секретарь" in text


def test_minutes_say_when_nothing_was_entered(plus: Plan, as_text: AsText) -> None:
    data = data_of(plus, {}, as_of=datetime(2021, 3, 30, 2, tzinfo=UTC))

    text = as_text(outline_of("consultation-minutes", plus.roadmap, data))

    assert "Секретарь ещё не внёс текст протокола." in text
    assert "РЕШИЛИ" not in text


def test_appendix_is_the_table_as_printed(selo: Plan) -> None:
    data = data_of(selo, {}, as_of=datetime(2019, 9, 2, 5, tzinfo=UTC))

    outline = outline_of("appendix", selo.roadmap, data)

    (table,) = [block for block in outline.blocks if isinstance(block, Table)]
    assert [c.title for c in table.columns] == ["", "Мероприятия", "Сроки"]
    sections = [row.cells[0].text for row in table.rows if row.kind == "section"]
    assert sections == [
        "Подготовительный (организационный) этап",
        "Организация сетевого взаимодействия",
    ]
    rows = [[cell.text for cell in row.cells] for row in table.rows if row.kind == "body"]
    assert [row[0] for row in rows if row[0]] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    visits = [row for row in rows if row[1].startswith("- ")]
    assert len(visits) == 12
    assert visits[3][1].endswith("(в Чернышковский район)")
    assert visits[3][2] == "Январь"
    assert rows[-1][1].startswith("Итоговое мероприятие\nПрезентация пар")
    assert rows[-1][2] == "Июль 2020г."


def test_calendar_goes_by_month_with_answers_and_marks(selo: Plan, as_text: AsText) -> None:
    given = {"visit-klenovskaya-feedback": {"klenovskaya": {"day": "2019-11-14", "teachers": 6}}}
    marks = {"visit-klenovskaya": MarkFact(Mark.DONE)}
    data = data_of(selo, given, as_of=datetime(2019, 12, 20, 5, tzinfo=UTC), marks=marks)

    text = as_text(outline_of("calendar-final", selo.roadmap, data)).replace("\u00a0", " ")

    months = [line[2:] for line in text.splitlines() if line.startswith("§ ")]
    assert months == [
        "ноябрь 2019 г.", "январь 2020 г.", "февраль 2020 г.",
        "март 2020 г.", "апрель 2020 г.", "май 2020 г.",
    ]  # fmt: skip
    assert "1 | Кленовская школа | СШ № 134 «Дарование» | Волгоград | 1 из 2 | Исполнено" in text
    assert "Лицей № 5 | Пристеновская школа | Чернышковский район | ещё не спрошены" in text
    assert "NOTE Без визитов: октябрь 2019 г., декабрь 2019 г." in text


def test_log_has_a_row_for_everybody_who_is_asked(plus: Plan, as_text: AsText) -> None:
    entry = {
        "school": "zarinskaya",
        "day": "2021-03-09",
        "analysed": ["profile", "situation"],
        "directions": "Мотивация",
        "conclusion": "Профиль верен",
    }
    given = {"first-visit-log": {"school-56": entry}}
    data = data_of(plus, given, as_of=datetime(2021, 3, 18, 2, tzinfo=UTC))

    text = as_text(outline_of("curator-log", plus.roadmap, data))

    assert "Визитов: 1. Записи внесены: 1 из 2." in text
    assert "МБОУ «Заринская СОШ им. М. А. Аверина» | 09.03.2021 | рисковый профиль школы; " in text
    assert text.count("не заполнено") == 1


def test_information_shows_stages_risks_and_every_measure(plus: Plan, as_text: AsText) -> None:
    given = {
        "risk-profile": {
            "zarinskaya": {
                "staff": "high",
                "motivation": "middle",
                "chosen": ["staff"],
                "measures-staff": "Целевой набор",
            }
        },
        "progress-1": {"zarinskaya": {"status-staff": "partly", "note-staff": "Подана заявка"}},
    }
    marks = {"first-visit": MarkFact(Mark.DONE)}
    data = data_of(plus, given, as_of=datetime(2021, 4, 12, 2, tzinfo=UTC), marks=marks)

    text = as_text(outline_of("stage-1", plus.roadmap, data))

    assert "Кто из кураторов за какой школой закреплён, в плане не указано." in text
    assert "#. Первый этап: первое посещение и рисковые профили" in text
    assert (
        "Дефицит педагогических кадров | высокая | да | Целевой набор | "
        "исполнено частично. Подана заявка"
    ) in text
    assert "Низкая учебная мотивация обучающихся | средняя | нет | — | —" in text
    assert "- планы методической работы;" in text
    assert "выездной методический день | 2" in text
    assert "семинар | не указано" in text
    assert "Всего мероприятий: 10. Исполнено – 1;" in text
    assert "Ход выполнения мер, этап 2" not in text  # the second stage has not begun


def test_stage_rows_and_parts_stand_in_the_plan_with_marks(selo: Plan) -> None:
    data = data_of(selo, {}, as_of=datetime(2020, 7, 31, 5, tzinfo=UTC))

    outline = outline_of("plan", selo.roadmap, data)

    (table,) = [block for block in outline.blocks if isinstance(block, Table)]
    assert "Исполнители" not in [column.title for column in table.columns]
    numbers = [row.cells[0].text for row in table.rows if row.kind == "body"]
    assert numbers[5:8] == ["6.", "6.1", "6.2"]
    assert numbers[-2:] == ["6.12", "7."]


@pytest.mark.parametrize("language", ["kk", "en"])
def test_documents_exist_in_every_language(
    plus: Plan, selo: Plan, language: str, as_text: AsText
) -> None:
    for plan in (plus, selo):
        for key in plan.roadmap.file.reports:
            data = data_of(plan, MINUTES, as_of=datetime(2021, 6, 7, 2, tzinfo=UTC))
            told = DocumentData(
                as_of=data.as_of,
                waves=data.waves,
                terms=data.terms,
                meetings=data.meetings,
                language=language,  # type: ignore[arg-type]
            )
            assert as_text(outline_of(key, plan.roadmap, told))
