"""Invented plans in the layouts that real ones have, beside the drafts that are made of them.

After a wanted change: `VEKHA_GOLDEN=1 pytest tests/vekha/importing/test_plans.py`, and read the diff.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_layouts import LAYOUTS, Measure

from vekha.catalogue import severity_of
from vekha.importing.draft import Draft
from vekha.importing.drafting import draft_roadmap
from vekha.importing.plain import clean, read_text
from vekha.importing.settling import settle
from vekha.issues import Severity
from vekha.planning import make_plan

TODAY = date(2026, 11, 23)
PLANS = sorted((Path(__file__).parent / "plans").glob("*.txt"))
NAMES = [path.stem for path in PLANS]


def drafted(text: str, source: str = "plan.txt") -> tuple[Draft, dict[str, str]]:
    draft = draft_roadmap(read_text(text), source=source, today=TODAY)
    return draft, settle(draft)[0]


def words(text: str) -> set[str]:
    """The words; those that a line's end divides with a hyphen count whole."""
    whole = re.sub(r"(?<=[а-яё])-\s*\n\s*(?=[а-яё])", "", clean(text).replace("<br>", "\n"))
    return set(re.findall(r"[^\W_]+", whole.lower()))


@pytest.mark.parametrize("path", PLANS, ids=NAMES)
def test_draft_is_the_golden_one(path: Path) -> None:
    _, files = drafted(path.read_text(encoding="utf-8"), path.name)
    folder = path.with_suffix(".draft")
    if os.environ.get("VEKHA_GOLDEN"):
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()} == files


@pytest.mark.parametrize("path", PLANS, ids=NAMES)
def test_check_reads_the_draft_and_finds_no_error(path: Path) -> None:
    _, files = drafted(path.read_text(encoding="utf-8"), path.name)
    plan, issues = make_plan({name: text.encode() for name, text in files.items()})
    assert plan is not None
    errors = [i for i in issues if severity_of(i) is Severity.ERROR]
    assert errors == []


@pytest.mark.parametrize("path", PLANS, ids=NAMES)
def test_every_word_is_in_the_folder(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, files = drafted(text, path.name)
    assert words(text) - words(" ".join(files.values())) == set()


def uncommented(text: str) -> str:
    """The draft with its last section, the surveys, uncommented as a person would do it."""
    at = text.index("# questionnaires:\n")
    return text[:at] + re.sub(r"(?m)^# ", "", text[at:])


@pytest.mark.parametrize(
    "source", ["../documents/gorod-selu.txt", "passport-lines.txt", "days-first.txt"]
)
def test_implied_surveys_run_when_uncommented(source: str) -> None:
    path = (PLANS[0].parent / source).resolve()
    _, files = drafted(path.read_text(encoding="utf-8"), path.name)
    if source == "days-first.txt":  # nothing in it asks anybody
        assert "questionnaires:" not in files["roadmap.yaml"]
        return
    files["roadmap.yaml"] = uncommented(files["roadmap.yaml"])
    table = csv.DictReader(files["people.csv"].splitlines(), delimiter=";")
    people = [{**row, "email": row["email"] or f"{row['key']}@school.example"} for row in table]
    files["people.csv"] = "\n".join(
        ";".join(row) for row in [list(people[0]), *(list(p.values()) for p in people)]
    )
    plan, issues = make_plan({name: text.encode() for name, text in files.items()})
    assert plan is not None, issues
    assert [i.code for i in issues if severity_of(i) is Severity.ERROR] == []
    invited = {a.key.split("/")[-2] for a in plan.actions if str(a.kind) == "invite"}
    assert invited == set(plan.roadmap.file.surveys)
    assert invited


_title = st.sampled_from(
    (
        "Провести семинар для директоров школ",
        "Мониторинг потребностей малокомплектных школ",
        "Круглый стол «Итоги года»",
        "Утверждение плана совместной работы",
        "Методические дни в школах района",
        "Тірек мектептерде ашық сабақтар өткізу",
        "Анкетирование педагогов",
    )
)
_term = st.sampled_from(
    (
        "сентябрь", "до 15 октября", "октябрь-ноябрь", "17 марта 2022 г.", "в течение года",
        "ежемесячно", "01.02.2022 – 10.02.2022", "қараша", "по графику", "до 1 июня",
    )
)  # fmt: skip
_who = st.sampled_from(
    (
        "Директора школ", "Петрова Н.И.", "Методический кабинет", "Отдел образования",
        "Петрова Н.И., директора школ", "Әдістемелік кабинет", "Рабочая группа",
    )
)  # fmt: skip
_result = st.sampled_from(("Приказ", "Справка", "План", "Протокол", "Анықтама"))
_plans = st.lists(
    st.builds(Measure, _title, _term, _who, _result),
    min_size=3,
    max_size=8,
    unique_by=lambda m: m.title,
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
@settings(max_examples=15, deadline=None)
@given(measures=_plans)
def test_a_plan_is_read_alike_in_every_layout(
    layout: Callable[[list[Measure]], str], measures: list[Measure]
) -> None:
    text = "План мероприятий школы на 2021-2022 учебный год\n\n" + layout(measures)
    draft, files = drafted(text)
    read = [Measure(a.title, a.term, a.performers_printed, a.result) for a in draft.activities]
    assert read == measures
    assert words(text) - words(" ".join(files.values())) == set()


_pieces = st.one_of(
    _title, _term, _who, _result,
    st.sampled_from(
        (
            "№", "1", "2.1", "|", "\t", "  ", "\n", "\n\n", ":", "«", "»", "Мероприятие", "Срок",
            "Ответственный", "II этап основной", "Цель:", "УТВЕРЖДАЮ", "Раздел 1.", "- ", "Сентябрь",
            "МБОУ «СОШ № 5»", "приказ № 7 от 01.09.2021", "паспорт проекта", "проведено", "_____",
            "координатор", "---|---", "+---+", ";", "<br>",
        )
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_pieces, min_size=1, max_size=60).map(" ".join))
def test_nothing_of_any_text_is_lost_and_check_reads_it(text: str) -> None:
    _, files = drafted(text)
    assert words(text) - words(" ".join(files.values())) == set()
    plan, issues = make_plan({name: t.encode() for name, t in files.items()})
    assert plan is not None, issues
