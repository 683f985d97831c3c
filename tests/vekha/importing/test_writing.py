"""Whatever a document says, its draft is YAML and CSV that say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.catalogue import severity_of
from vekha.importing.draft import Draft
from vekha.importing.drafting import draft_roadmap
from vekha.importing.letters import flat
from vekha.importing.plain import clean, read_text
from vekha.importing.settling import settle
from vekha.importing.yaml_lines import comment, entry, scalar

Drafts = Callable[[str], Draft]
TEXTS = st.text(min_size=1, max_size=200).map(clean).map(flat).filter(bool)


@given(TEXTS)
@settings(deadline=None)
def test_scalar_is_read_as_the_text_it_was(text: str) -> None:
    assert yaml.safe_load(f"a: {scalar(text)}\n") is not None
    assert yaml.load(f"a: {scalar(text)}\n", Loader=yaml.BaseLoader) == {"a": text}


@given(TEXTS, st.sampled_from([0, 2, 4]))
@settings(deadline=None)
def test_entry_is_read_as_the_text_it_was(text: str, indent: int) -> None:
    lines = entry("title", text, indent=indent, note="заметка")
    assert yaml.load("\n".join(lines), Loader=yaml.BaseLoader) == {"title": text}


@given(st.text(max_size=300).map(clean))
@settings(deadline=None)
def test_comment_is_nothing_but_comments(text: str) -> None:
    lines = comment(text, indent=2)
    assert all(line.startswith("  # ") for line in lines)
    assert "\n".join(lines).count("\n") == max(0, len(lines) - 1)


_PIECES = st.lists(
    st.sampled_from(
        ["№\tМероприятие\tСрок\tОтветственный", "1\tСеминар\tмай\tИванов И.И.", "2\tОтчёт\t\tЦРО",
         "\tпродолжение\t\t", "\tI этап\t\t", "I этап подготовительный (июль 2020 г.):",
         "II этап (январь 2019 г.):", "Цель: рост # и: «двоеточия»", "Задачи:", "- первая;", "",
         "Наименование проекта\t«Школа»", "Сроки реализации\tII полугодие 2020 года",
         "Участники проекта\tвсе", "Школы города\tШколы районов",
         "1. Первый район КГУ «А» (Ким А.А.)\tКГУ «Б» КГУ «Б»", "2. КГУ «В»\tКГУ «Б» КГУ Г СШ",
         "МБОУ «А» – МКОУ «Б»", "Приказ № 5 от 32.13.2020", "Координаторы:", "---", "% & * ! | > @",
         "\t1.", "\tМероприятия", "\tСроки", "ОО № 1 – куратор Иванов И.И.", "\ufeff\u200b", "{a: [b"]
    ),
    max_size=14,
)  # fmt: skip


@given(_PIECES)
@settings(max_examples=150, deadline=None)
def test_draft_of_any_medley_is_read_by_check_without_errors(pieces: list[str]) -> None:
    """Contradictions of the document are set aside in comments; the rest is always a roadmap."""
    blocks = read_text("\n".join(["План", *pieces]))
    _, issues = settle(draft_roadmap(blocks, source="план.txt", today=date(2026, 11, 23)))
    assert [(i.code, i.path) for i in issues if severity_of(i) == "E"] == []


def test_contradiction_of_the_document_is_acknowledged_with_a_reason_to_replace(
    draft_of: Drafts,
) -> None:
    draft = draft_of(
        "Сроки реализации: 2020-2021 учебный год\n\nI этап (сентябрь 2020 г.):\n\n"
        "II этап (январь 2020 г.):\n"
    )
    files, issues = settle(draft)
    written = yaml.safe_load(files["roadmap.yaml"])
    assert written["stages"]["ii-etap"]["term"] == "январь 2020 г."
    assert "stage-order" in {a["code"] for a in written["acknowledged"]}
    assert all(a["reason"].startswith("ЗАМЕНИТЕ") for a in written["acknowledged"])
    assert [i for i in issues if severity_of(i) == "E"] == []


@pytest.mark.parametrize("text", ["", "\n\n", "x", "\t\t\t", "№\tМероприятие\tСрок"])
def test_almost_nothing_is_still_a_draft(draft_of: Drafts, text: str) -> None:
    files, issues = settle(draft_of(text))
    assert set(files) == {"roadmap.yaml", "organisations.csv", "people.csv"}
    assert [i for i in issues if severity_of(i) == "E"] == []


def test_remarks_stand_where_they_stood(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2021 год\n\n№\tМероприятие\tСрок\n1\tСеминар\tмай\n\n"
        "Примечание: даты уточняются.\n\n№\tМероприятие\tСрок\n2\tОтчёт\tиюнь\n"
    )
    text = settle(draft)[0]["roadmap.yaml"]
    at = [text.index(part) for part in ("Семинар", "Примечание: даты", "Отчёт")]
    assert at == sorted(at)
