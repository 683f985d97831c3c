"""The annex with the plan as printed: stage rows, lines under an activity, terms; no marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.activities import stage_row
from vekha.documents.widths import fit_tables
from vekha.documents.wording import programme_name, say
from vekha.outline import Cell, Column, Outline, Row, Table
from vekha.roadmap.plan import plan_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vekha.outline import Language
    from vekha.roadmap.plan import Activity
    from vekha.roadmap.programme import Roadmap


def appendix(
    roadmap: Roadmap,
    *,
    as_of: datetime,
    language: Language | None = None,
    title: str,
    heading: Sequence[str] = (),
) -> Outline:
    """№ | Мероприятия | Сроки, in the order of the document; each part has a row with its term."""
    language = language or roadmap.file.language
    columns = (
        Column(say(language, "plan-number"), "centre", 0.35),
        Column(say(language, "plan-activities"), "left", 4.0),
        Column(say(language, "plan-terms"), "left", 1.0),
    )
    table = Table(columns, _rows(roadmap, language=language), key="plan")
    body = roadmap.file.body.to(language)
    return Outline(
        title=title,
        language=language,
        as_of=to_local(as_of, roadmap.file.timezone).date(),
        blocks=fit_tables((table,)),
        heading_lines=tuple(heading),
        author=body,
        subject=programme_name(roadmap, language=language),
    )


def _rows(roadmap: Roadmap, *, language: Language) -> tuple[Row, ...]:
    rows: list[Row] = []
    stage: str | None = None
    whole = {a.part_of for a in roadmap.file.activities if a.part_of}
    for activity in plan_order(roadmap.file.activities):
        heading, stage = stage_row(roadmap, activity, stage, language=language)
        rows += heading
        found = roadmap.visit(activity.key)
        printed = found[1].printed if found else ""
        parted = activity.key in whole
        rows.append(_row(activity, printed=printed, parted=parted, language=language))
    return tuple(rows)


def _row(activity: Activity, *, printed: str, parted: bool, language: Language) -> Row:
    title = printed or activity.title.to(language)
    lines = (" ".join(title.split()), *activity.details)
    number = "" if activity.part_of else activity.number
    term = "" if parted else " ".join(activity.term.split())
    return Row((Cell(number), Cell("\n".join(lines)), Cell(term)))
