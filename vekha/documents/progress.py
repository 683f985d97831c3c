"""The report on progress: the document's own sections, filled from answers and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.activities import activity_blocks, mark_words, print_performers
from vekha.documents.cells import words_cell
from vekha.documents.dates import print_moment
from vekha.documents.figure_tables import figure_table
from vekha.documents.indicators import questions_of
from vekha.documents.monitoring import basis, signatures
from vekha.documents.participation import participation_blocks, silent_blocks
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.marks import mark_of
from vekha.outline import (
    Cell,
    Column,
    Heading,
    Listing,
    Outline,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from vekha.tally.indicators import tally_indicator
from vekha.tally.numbers import print_number
from vekha.tally.questions import tally_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vekha.answers import Wave
    from vekha.documents.data import DocumentData
    from vekha.outline import Block, Language
    from vekha.roadmap.figures import ReportSection
    from vekha.roadmap.plan import Activity, Report
    from vekha.roadmap.programme import Roadmap

_FILLED = re.compile(r"\{([a-z0-9][a-z0-9-]*)\}")
DISTRICTS = "districts"  # {districts}: how many there are in the year of the report


def progress_report(
    roadmap: Roadmap, report: Report, data: DocumentData, *, language: Language
) -> Outline:
    """The whole report; raises WaveMissingError where its survey has no wave."""
    wave = data.wave(report.survey)
    today = to_local(data.as_of, roadmap.file.timezone).date()
    body = roadmap.file.body.to(language)
    blocks: list[Block] = [*opening(roadmap, data, language=language)]
    for section in report.sections:
        blocks += section_blocks(roadmap, section, wave, data, today=today, language=language)
    blocks.append(Heading(say(language, "section-response")))
    blocks += participation_blocks(roadmap, wave, language=language)
    if wave.silent:
        blocks.append(Heading(say(language, "section-silent")))
        blocks += silent_blocks(roadmap, wave, language=language)
    blocks += signatures(roadmap, report.signed_by, language=language)
    blocks += annex(roadmap, data, today=today, language=language)
    return Outline(
        title=report.title.to(language),
        language=language,
        as_of=today,
        blocks=fit_tables(tuple(blocks)),
        heading_lines=(body,),
        author=body,
        subject=programme_name(roadmap, language=language),
        keywords=(roadmap.file.surveys[wave.survey].title.to(language),),
    )


def opening(roadmap: Roadmap, data: DocumentData, *, language: Language) -> tuple[Block, ...]:
    """Which programme and year, as of when, on what basis."""
    programme = programme_name(roadmap, language=language)
    period = period_words(roadmap, language=language)
    moment = print_moment(data.as_of, zone=roadmap.file.timezone, language=language)
    return (
        Paragraph(say(language, "of-programme", programme=programme, period=period), "centred"),
        Paragraph(say(language, "as-of", moment=moment), "right"),
        *basis(roadmap, language=language),
    )


def section_blocks(
    roadmap: Roadmap,
    section: ReportSection,
    wave: Wave,
    data: DocumentData,
    *,
    today: date,
    language: Language,
) -> Iterator[Block]:
    """Heading, paragraphs with their figures filled in, tables, and the marks of its activities."""
    if section.title is not None:
        yield Heading(section.title.to(language), numbered=True)
    for text in section.text:
        yield Paragraph(fill(roadmap, text.to(language), wave, language=language))
    for table in section.tables:
        yield figure_table(roadmap, wave, table, language=language)
    listed = [a for a in roadmap.file.activities if a.key in section.activities]
    diary = [activity for activity in listed if activity.curated]
    if diary:
        yield _diary(roadmap, diary, language=language)
    lines = [
        _activity_line(activity, data, today=today, language=language)
        for activity in listed
        if not activity.curated
    ]
    if lines:
        yield Paragraph(say(language, "section-activities", count=len(lines)), "lead")
        yield Listing(tuple(lines))


def fill(roadmap: Roadmap, text: str, wave: Wave, *, language: Language) -> str:
    """The text with {key} replaced by the total of a question or by an indicator."""
    questions = {question.key: question for question in questions_of(roadmap, wave)}

    def value(found: re.Match[str]) -> str:
        key = found[1]
        if key == DISTRICTS:
            return str(len(roadmap.districts()))
        if key in roadmap.file.indicators:
            indicator = roadmap.file.indicators[key]
            total = tally_indicator(roadmap, indicator, wave).total
            return total.text(language=language, decimals=indicator.rounding)
        if key not in questions:
            return found[0]
        numbers = tally_numbers(roadmap, questions[key], wave).total
        given = numbers.total if numbers.base.given else None
        return print_number(given, language=language, decimals=0 if questions[key].whole else 1)

    return _FILLED.sub(value, text)


def annex(
    roadmap: Roadmap, data: DocumentData, *, today: date, language: Language
) -> tuple[Block, ...]:
    """The plan with its marks, on turned pages; nothing where there is no plan."""
    if not roadmap.file.activities:
        return ()
    table = activity_blocks(
        roadmap, marks=data.marks, terms=data.terms, today=today, language=language
    )
    title = say(language, "annex", title=say(language, "roadmap-annex"))
    return (PageBreak(landscape=True), Heading(title), *table)


def _diary(roadmap: Roadmap, rows: list[Activity], *, language: Language) -> Table:
    """The curators' diary: what they did, when, and who; a curator who is not named is a dash."""
    columns = (
        Column(say(language, "activity"), "left", 3.6),
        Column(say(language, "term"), "left", 1.2),
        Column(say(language, "curator"), "left", 1.4),
    )
    cells = tuple(
        Row(
            (
                Cell(" ".join(activity.title.to(language).split())),
                Cell(activity.term),
                words_cell(print_performers(roadmap, activity, language=language)),
            )
        )
        for activity in rows
    )
    caption = say(language, "caption-diary")
    return Table(columns, cells, caption=caption, key=f"diary-{rows[0].key}")


def _activity_line(
    activity: Activity, data: DocumentData, *, today: date, language: Language
) -> str:
    fact, term = data.marks.get(activity.key), data.terms.get(activity.key)
    mark = mark_of(activity, fact=fact, term=term, today=today)
    words = mark_words(mark, fact=fact, term=term, today=today, language=language)
    title = " ".join(activity.title.to(language).split())
    head = f"{title} ({activity.term})" if activity.term else title
    return head if words == "—" else f"{head}: {words[:1].lower()}{words[1:]}"
