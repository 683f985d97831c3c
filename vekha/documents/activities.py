"""The roadmap table with completion marks, as a document of its own and as an annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.dates import print_moment, print_short
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.marks import mark_of
from vekha.outline import Cell, Column, Outline, Paragraph, Row, Table
from vekha.roadmap.plan import plan_order
from vekha.states import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from vekha.marks import MarkFact
    from vekha.outline import Block, Language
    from vekha.roadmap.plan import Activity
    from vekha.roadmap.programme import Roadmap
    from vekha.terms.term import Term


def roadmap_table(
    roadmap: Roadmap,
    *,
    marks: Mapping[str, MarkFact],
    as_of: datetime,
    terms: Mapping[str, Term],
    language: Language | None = None,
    title: str = "",
) -> Outline:
    """The plan as its own document: № / мероприятие / срок / исполнители / отметка, landscape."""
    language = language or roadmap.file.language
    facts = {
        "programme": programme_name(roadmap, language=language),
        "period": period_words(roadmap, language=language),
    }
    moment = print_moment(as_of, zone=roadmap.file.timezone, language=language)
    today = to_local(as_of, roadmap.file.timezone).date()
    return Outline(
        title=title or say(language, "roadmap", **facts),
        language=language,
        as_of=today,
        blocks=fit_tables(
            (
                Paragraph(say(language, "as-of", moment=moment), "right"),
                *activity_blocks(roadmap, marks=marks, terms=terms, today=today, language=language),
            ),
            landscape=True,
        ),
        heading_lines=(roadmap.file.body.to(language),),
        landscape=True,
        author=roadmap.file.body.to(language),
        subject=facts["programme"],
    )


def activity_blocks(
    roadmap: Roadmap,
    *,
    marks: Mapping[str, MarkFact],
    terms: Mapping[str, Term],
    today: date,
    language: Language,
) -> tuple[Block, ...]:
    """The counts of marks and the table; `today` is a day in the roadmap's zone."""
    results = any(activity.result for activity in roadmap.file.activities)
    performed = any(a.performers or a.performers_printed for a in roadmap.file.activities)
    current = {
        activity.key: mark_of(
            activity, fact=marks.get(activity.key), term=terms.get(activity.key), today=today
        )
        for activity in roadmap.file.activities
    }
    found = list(current.values())
    ordered = sorted(set(found), key=lambda mark: (mark is Mark.NONE, list(Mark).index(mark)))
    counts = "; ".join(say(language, f"marks-{mark}", count=found.count(mark)) for mark in ordered)
    counts = counts[:1].upper() + counts[1:]
    rows: list[Row] = []
    stage: str | None = None
    for activity in plan_order(roadmap.file.activities):
        heading, stage = stage_row(roadmap, activity, stage, language=language)
        rows += heading
        mark = mark_words(
            current[activity.key],
            fact=marks.get(activity.key),
            term=terms.get(activity.key),
            today=today,
            language=language,
        )
        row = _row(roadmap, activity, mark, results=results, performed=performed, language=language)
        rows.append(row)
    table = Table(
        _columns(results=results, performed=performed, language=language),
        tuple(rows),
        caption=say(language, "roadmap-caption"),
        note=say(language, "note-marks"),
        key="roadmap",
    )
    total = len(roadmap.file.activities)
    return (Paragraph(say(language, "marks-count", total=total, counts=counts)), table)


def print_performers(roadmap: Roadmap, activity: Activity, *, language: Language) -> str:
    """The performers as the document prints them, else the titles of their roles and people."""
    if activity.performers_printed:
        return activity.performers_printed
    names = (
        roadmap.file.roles[key].title.to(language)
        if key in roadmap.file.roles
        else roadmap.people[key].label
        for key in activity.performers
        if key in roadmap.file.roles or key in roadmap.people
    )
    return ", ".join(names)


def stage_row(
    roadmap: Roadmap, activity: Activity, before: str | None, *, language: Language
) -> tuple[tuple[Row, ...], str | None]:
    """A heading row where a stage begins that the plan prints as one, and the stage now."""
    stage = roadmap.file.stages.get(activity.stage or "")
    if stage is None or not stage.printed or activity.stage == before:
        return (), before
    return (Row((Cell(stage.title.to(language)),), "section"),), activity.stage


def _columns(*, results: bool, performed: bool, language: Language) -> tuple[Column, ...]:
    result = (Column(say(language, "result"), "left", 2.0),) if results else ()
    performers = (Column(say(language, "performers"), "left", 2.0),) if performed else ()
    return (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "activity"), "left", 3.2),
        Column(say(language, "term"), "left", 1.0),
        *performers,
        *result,
        Column(say(language, "mark"), "left", 1.8),
    )


def _row(
    roadmap: Roadmap,
    activity: Activity,
    mark: str,
    *,
    results: bool,
    performed: bool,
    language: Language,
) -> Row:
    performers = print_performers(roadmap, activity, language=language) or "—"
    result = activity.result.to(language) if activity.result else "—"
    return Row(
        (
            Cell(activity.number),
            Cell(" ".join(activity.title.to(language).split())),
            Cell(activity.term),
            *((Cell(performers),) if performed else ()),
            *((Cell(result),) if results else ()),
            Cell(mark),
        )
    )


def mark_words(
    mark: Mark, *, fact: MarkFact | None, term: Term | None, today: date, language: Language
) -> str:
    """The mark with what is known of it: its remark, or how the term stands."""
    if fact is not None and fact.mark is mark:
        return ". ".join(part for part in (say(language, f"mark-{mark}"), fact.note) if part)
    until = term.until if term is not None else None
    if mark is Mark.OVERDUE and until is not None:
        return say(language, "mark-overdue-since", day=print_short(until))
    if mark is not Mark.NONE:
        return say(language, f"mark-{mark}")
    if term is None or until is None:
        return say(language, "mark-none")
    if until < today:
        return say(language, "mark-unmarked", day=print_short(until))
    if term.start is not None and today < term.start:
        return say(language, "mark-before")
    return say(language, "mark-running", day=print_short(until))
