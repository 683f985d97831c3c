"""Two documents about visits: their calendar, and the log that was kept after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.activities import mark_words
from vekha.documents.dates import print_moment, print_month_of
from vekha.documents.monitoring import signatures
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.marks import mark_of
from vekha.outline import Cell, Column, Outline, Paragraph, Row, Table
from vekha.questionnaire import say_answer
from vekha.unfolding.visits import after_key, free_months

if TYPE_CHECKING:
    from vekha.answers import Sheet
    from vekha.documents.data import DocumentData
    from vekha.outline import Block, Language
    from vekha.roadmap.plan import Report
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.roadmap.visiting import AfterVisit, Visit, Visits


@dataclass(frozen=True, slots=True)
class Setting:
    """What the tables are made of: the roadmap, the data, the day, the language."""

    roadmap: Roadmap
    data: DocumentData
    language: Language

    @property
    def today(self) -> date:
        """The day of the data in the roadmap's zone."""
        return to_local(self.data.as_of, self.roadmap.file.timezone).date()

    def label(self, organisation: str) -> str:
        """An organisation's short name."""
        found = self.roadmap.organisations.get(organisation)
        return found.label if found else organisation

    def labels(self, organisations: tuple[str, ...]) -> str:
        """Several organisations, one to a line."""
        return "\n".join(self.label(key) for key in organisations)


def visit_calendar(roadmap: Roadmap, data: DocumentData, report: Report, *, title: str) -> Outline:
    """Who travels where in which month, what both sides answered, the mark."""
    setting = Setting(roadmap, data, data.language or roadmap.file.language)
    table = roadmap.file.visits[report.visits or ""]
    return _document(setting, report, title, (calendar_table(setting, table),), landscape=False)


def visit_log(roadmap: Roadmap, data: DocumentData, report: Report, *, title: str) -> Outline:
    """One row per visit and respondent, one column per question."""
    setting = Setting(roadmap, data, data.language or roadmap.file.language)
    table = roadmap.file.visits[report.visits or ""]
    blocks = tuple(
        block
        for after in table.after
        if report.after in (None, after.key)
        for block in log_blocks(setting, table, after)
    )
    return _document(setting, report, title, blocks, landscape=True)


def _document(
    setting: Setting, report: Report, title: str, blocks: tuple[Block, ...], *, landscape: bool
) -> Outline:
    roadmap, language = setting.roadmap, setting.language
    name = programme_name(roadmap, language=language)
    moment = print_moment(setting.data.as_of, zone=roadmap.file.timezone, language=language)
    opening = (
        Paragraph(
            say(
                language,
                "of-programme",
                programme=name,
                period=period_words(roadmap, language=language),
            ),
            "centred",
        ),
        Paragraph(say(language, "as-of", moment=moment), "right"),
    )
    signed = signatures(roadmap, report.signed_by, language=language)
    return Outline(
        title=title,
        language=language,
        as_of=setting.today,
        blocks=fit_tables((*opening, *blocks, *signed), landscape=landscape),
        heading_lines=report.heading or (roadmap.file.body.to(language),),
        landscape=landscape,
        author=roadmap.file.body.to(language),
        subject=name,
    )


def calendar_table(setting: Setting, table: Visits) -> Table:
    """Visits by month, in order of time; the note names the months between without any."""
    language = setting.language
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "visit-who"), "left", 2.0),
        Column(say(language, "visit-whom"), "left", 2.0),
        Column(say(language, "visit-where"), "left", 1.4),
        Column(say(language, "visit-answers"), "left", 1.2),
        Column(say(language, "visit-mark"), "left", 1.2),
    )
    terms = setting.data.terms
    dated = sorted(
        (v for v in table.visits if v.key in terms and terms[v.key].until),
        key=lambda v: terms[v.key].start or terms[v.key].until or date.min,
    )
    rows: list[Row] = []
    months: list[tuple[int, int]] = []
    for number, visit in enumerate(dated, 1):
        day = terms[visit.key].start or terms[visit.key].until
        assert day is not None
        if (day.year, day.month) not in months:
            months.append((day.year, day.month))
            rows.append(Row((Cell(_month(setting, day)),), "section"))
        rows.append(_calendar_row(setting, table, visit, number))
    gaps = ", ".join(_month(setting, day) for day in free_months(setting.roadmap, months))
    note = say(language, "visit-gaps", months=gaps) if gaps else ""
    return Table(columns, tuple(rows), key="visits", note=note)


def _calendar_row(setting: Setting, table: Visits, visit: Visit, number: int) -> Row:
    return Row(
        (
            Cell(str(number), number, "0"),
            Cell(setting.labels(visit.guests)),
            Cell(setting.labels(visit.hosts)),
            Cell(setting.label(visit.to) if visit.to else "—"),
            Cell(_answered(setting, table, visit)),
            Cell(visit_mark(setting, visit.key)),
        )
    )


def _answered(setting: Setting, table: Visits, visit: Visit) -> str:
    """«1 из 2» of those who were asked after the visit."""
    waves = [
        wave
        for after in table.after
        if (wave := setting.data.waves.get(after_key(visit.key, after.key)))
        and wave.opens <= setting.data.as_of
    ]
    if not waves:
        return say(setting.language, "visit-answers-none")
    part, whole = sum(len(w.answered) for w in waves), sum(w.base for w in waves)
    return say(setting.language, "part-of", part=part, whole=whole)


def visit_mark(setting: Setting, key: str) -> str:
    """The completion mark of the activity that a visit (or a measure) is."""
    activity = next((a for a in setting.roadmap.file.activities if a.key == key), None)
    if activity is None:
        return "—"
    fact, term = setting.data.marks.get(key), setting.data.terms.get(key)
    mark = mark_of(activity, fact=fact, term=term, today=setting.today)
    return mark_words(mark, fact=fact, term=term, today=setting.today, language=setting.language)


def _month(setting: Setting, day: date) -> str:
    return print_month_of(day, language=setting.language)


def log_blocks(setting: Setting, table: Visits, after: AfterVisit) -> tuple[Block, ...]:
    """The log of one table of visits: how many entries there are, and all of them."""
    language = setting.language
    questions = setting.roadmap.file.questionnaires[after.questionnaire].questions
    entries = [
        (visit, sheet)
        for visit in table.visits
        for sheet in _sheets(setting, after_key(visit.key, after.key))
    ]
    given = sum(sheet.answered for _, sheet in entries)
    intro = Paragraph(
        say(language, "visit-log-intro", visits=len(table.visits), given=given, asked=len(entries))
    )
    if not entries:
        return (Paragraph(say(language, "visit-none")),)
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "visit-when"), "left", 1.0),
        Column(say(language, "visit-by"), "left", 1.5),
        Column(say(language, "visit-whom"), "left", 1.5),
        *(Column(question.text.to(language), "left", 1.5) for question in questions),
    )
    rows = tuple(
        _entry(setting, visit, sheet, questions, number)
        for number, (visit, sheet) in enumerate(entries, 1)
    )
    caption = after.title.to(language)
    return intro, Table(columns, rows, caption=caption, key=f"log-{after.key}")


def _sheets(setting: Setting, survey: str) -> tuple[Sheet, ...]:
    wave = setting.data.waves.get(survey)
    return wave.sheets if wave and wave.opens <= setting.data.as_of else ()


def _entry(
    setting: Setting,
    visit: Visit,
    sheet: Sheet,
    questions: tuple[Question, ...],
    number: int,
) -> Row:
    asked = sheet.respondent
    who = "\n".join(part for part in (asked.organisation.label, asked.person.label) if part)
    others = visit.hosts if asked.organisation.key in visit.guests else visit.guests
    front = (
        Cell(str(number), number, "0"),
        Cell(" ".join(visit.term.split())),
        Cell(who),
        Cell(setting.labels(others)),
    )
    if sheet.submission is None or not sheet.answered:
        blank = Cell(say(setting.language, "visit-blank"))
        return Row((*front, *(Cell("") for _ in questions[1:]), blank))
    answers = sheet.submission.answers
    told = (
        Cell(say_answer(q, answers.get(q.key), language=setting.language) or "—") for q in questions
    )
    return Row((*front, *told))
