from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from vekha.documents.activities import roadmap_table
from vekha.documents.matching import matching_report
from vekha.documents.passport import passport
from vekha.documents.volume import volume_chapters_plan
from vekha.marks import MarkFact, mark_of
from vekha.outline import Table
from vekha.states import Mark
from vekha.terms.term import Certainty, Term, TermKind, Window

if TYPE_CHECKING:
    from vekha.documents.data import DocumentData
    from vekha.roadmap.programme import Roadmap

OCTOBER = Term(
    "октябрь",
    TermKind.MONTH,
    (Window(date(2023, 10, 1), date(2023, 10, 31)),),
    Certainty.INFERRED,
)
ALWAYS = OCTOBER._replace(phrase="постоянно", kind=TermKind.CONTINUOUS)


@pytest.mark.parametrize(
    ("fact", "term", "today", "mark"),
    [
        (MarkFact(Mark.PARTLY), OCTOBER, date(2024, 5, 1), Mark.PARTLY),
        (None, OCTOBER, date(2023, 10, 31), Mark.NONE),
        (None, OCTOBER, date(2023, 11, 1), Mark.OVERDUE),
        (MarkFact(Mark.NONE), OCTOBER, date(2023, 11, 1), Mark.OVERDUE),
        (None, ALWAYS, date(2024, 5, 1), Mark.CONTINUOUS),
        (None, None, date(2024, 5, 1), Mark.NONE),
    ],
)
def test_mark_follows_the_term_until_somebody_sets_one(
    fact: MarkFact | None, term: Term | None, today: date, mark: Mark, roadmap: Roadmap
) -> None:
    activity = roadmap.file.activities[2]
    assert mark_of(activity, fact=fact, term=term, today=today) is mark


def test_activity_that_asks_for_no_mark_is_never_overdue(roadmap: Roadmap) -> None:
    activity = roadmap.file.activities[2].model_copy(update={"marked": False})
    assert mark_of(activity, fact=None, term=OCTOBER, today=date(2024, 5, 1)) is Mark.NONE


def test_roadmap_table_prints_all_rows_as_worded(roadmap: Roadmap, data: DocumentData) -> None:
    outline = roadmap_table(roadmap, marks=data.marks, as_of=data.as_of, terms=data.terms)
    (table,) = (block for block in outline.blocks if isinstance(block, Table))
    assert outline.landscape
    assert [row.cells[0].text for row in table.rows] == [str(n) for n in range(1, 12)]
    assert [row.cells[2].text for row in table.rows][:5] == [
        "сентябрь", "октябрь", "октябрь", "октябрь", "октябрь-ноябрь",
    ]  # fmt: skip
    assert table.rows[1].cells[3].text == "УО СКО Приказ №1095 от 6.10.2023 г"
    assert table.rows[1].cells[4].text == "Исполнено. Приказ издан 6.10.2023"
    assert table.rows[0].cells[4].text == "Просрочено: срок истёк 30.09.2023, отметки нет"
    assert table.rows[10].cells[4].text == "Срок не наступил"


def test_passport_keeps_a_repeated_label_and_all_pairs(
    roadmap: Roadmap, data: DocumentData
) -> None:
    outline = passport(roadmap, as_of=data.as_of)
    form, pairing = (block for block in outline.blocks if isinstance(block, Table))
    assert [row.cells[0].text for row in form.rows].count("Участники проекта") == 2
    assert len(pairing.rows) == 14
    assert pairing.rows[-1].cells[-1].text == "41"
    assert pairing.rows[1].cells[3].text.count("\n") == 5


def test_matching_lists_uncovered_needs_with_their_base(
    roadmap: Roadmap, data: DocumentData
) -> None:
    outline = matching_report(
        roadmap,
        needs=data.waves["needs"],
        possibilities=data.waves["possibilities"],
        pairing="mentors",
        as_of=data.as_of,
    )
    tables = {block.key: block for block in outline.blocks if isinstance(block, Table)}
    matrix = tables["matrix-3"]
    assert len(matrix.rows) == 14
    assert len(matrix.columns) == 12
    for column in range(4, 12):
        values = [row.cells[column].value for row in matrix.rows]
        assert sum(value or 0 for value in values[:-1]) == values[-1]
    minus = sum(
        cell.text.endswith("–") and bool(cell.value)
        for key in ("matrix-1", "matrix-3")
        for row in tables[key].rows[:-1]
        for cell in row.cells[4:]
    )
    uncovered = [row for row in tables["uncovered"].rows if row.kind == "body"]
    assert len(uncovered) == minus


def test_volume_has_13_chapters_in_the_order_of_the_pairing(
    roadmap: Roadmap, data: DocumentData
) -> None:
    plan = volume_chapters_plan(roadmap, wave=data.waves["materials"], pairing="mentors")
    pairs = roadmap.file.pairings["mentors"].pairs
    assert [chapter.organisation.key for chapter in plan] == [pair.mentor for pair in pairs]
    assert plan[0].heading == "1. Айыртауский район. КГУ «IT школа-лицей им.М.Жумабаева»"
    assert all(chapter.included for chapter in plan)
    assert plan[0].title == "Приёмы работы в совмещённом классе"
    assert plan[0].author == "Иванова А.А., учитель начальных классов"
    assert [c.organisation.key for c in plan if c.excused] == ["first-gymnasium"]
    missing = [c for c in plan if c.missing and not c.excused]
    assert missing
    assert all(chapter.author for chapter in missing)


def test_chapter_without_materials_says_so_in_one_sentence(
    roadmap: Roadmap, data: DocumentData
) -> None:
    plan = volume_chapters_plan(roadmap, wave=data.waves["materials"], pairing="mentors")
    excused = next(c for c in plan if c.excused)
    missing = next(c for c in plan if c.missing and not c.excused)
    given = next(c for c in plan if not c.missing)
    assert missing.absence("ru") == "Материалы не поступили."
    assert missing.absence("kk") == "Материалдар түскен жоқ."
    assert excused.absence("ru") == (
        f"Материалы не поступили: организация освобождена ({excused.why})."
    )
    assert given.absence("ru") == ""


def test_mentor_that_was_never_asked_has_its_chapter_and_others_only_with_materials(
    roadmap: Roadmap, data: DocumentData
) -> None:
    wave = data.waves["materials"]
    first, *rest = wave.sheets
    key = first.respondent.organisation.key
    fewer = volume_chapters_plan(roadmap, wave=replace(wave, sheets=tuple(rest)), pairing="mentors")
    assert [c.heading for c in fewer if c.organisation.key == key and c.missing and c.included]
    assert len(fewer) == 13
    alone = volume_chapters_plan(roadmap, wave=wave)
    assert [c.included for c in alone] == [not c.missing for c in alone]
    assert any(c.missing for c in alone)


def test_returned_material_is_no_chapter(roadmap: Roadmap, data: DocumentData) -> None:
    """It waits for its correction, and is listed as missing until then."""
    plan = volume_chapters_plan(roadmap, wave=data.waves["materials"], pairing="mentors")
    states = {s.respondent.organisation.key: s for s in data.waves["materials"].sheets}
    returned = [c for c in plan if states[c.organisation.key].remark]
    assert [chapter.missing for chapter in returned] == [True]


def test_as_of_without_a_zone_is_refused(roadmap: Roadmap) -> None:
    naive = datetime(2024, 2, 1, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        passport(roadmap, as_of=naive)
