"""Information by stages (500+): participants, curators, events, visits, risks and every measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.documents.activities import activity_blocks
from vekha.documents.dates import print_moment
from vekha.documents.distributions import numbers_table
from vekha.documents.monitoring import basis, signatures
from vekha.documents.risk_tables import risk_blocks
from vekha.documents.visit_tables import Setting, log_blocks, visit_mark
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.outline import Cell, Column, Heading, Listing, Outline, PageBreak, Paragraph, Row, Table
from vekha.terms import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vekha.documents.data import DocumentData
    from vekha.outline import Block
    from vekha.roadmap.people import Pair
    from vekha.roadmap.plan import Activity, Report
    from vekha.roadmap.programme import Roadmap

_COUNTED = (TermKind.DAY, TermKind.DAYS, TermKind.RANGE, TermKind.SEVERAL)


def information(roadmap: Roadmap, data: DocumentData, report: Report, *, title: str) -> Outline:
    """The whole letter. What nobody has answered yet is said to be so, never left out."""
    language = data.language or roadmap.file.language
    setting = Setting(roadmap, data, language)
    name = programme_name(roadmap, language=language)
    period = period_words(roadmap, language=language)
    moment = print_moment(data.as_of, zone=roadmap.file.timezone, language=language)
    table = activity_blocks(
        roadmap, marks=data.marks, terms=data.terms, today=setting.today, language=language
    )
    blocks: tuple[Block, ...] = (
        Paragraph(say(language, "of-programme", programme=name, period=period), "centred"),
        Paragraph(say(language, "as-of", moment=moment), "right"),
        *basis(roadmap, language=language),
        *_participants(setting),
        *_stages(setting),
        *_forms(setting),
        *_figures(setting, report),
        *signatures(roadmap, report.signed_by, language=language),
        *_logs(setting),
        *risk_blocks(setting),
        Heading(say(language, "info-status-of")),
        *table,
    )
    return Outline(
        title=title,
        language=language,
        as_of=setting.today,
        blocks=fit_tables(blocks),
        heading_lines=report.heading or (roadmap.file.body.to(language),),
        author=roadmap.file.body.to(language),
        subject=name,
    )


def _participants(setting: Setting) -> Iterator[Block]:
    """The schools and their curators; what the plan does not say of them is said."""
    language, known = setting.language, setting.roadmap.organisations
    for pairing in setting.roadmap.file.pairings.values():
        yield Heading(say(language, "info-participants"), numbered=True)
        schools = [m for pair in pairing.pairs for m in pair.mentees] or [*pairing.mentees]
        names = "; ".join(known[key].name for key in schools if key in known)
        yield Paragraph(say(language, "info-schools", names=names))
        if pairing.pairs:
            yield _pairs(setting, pairing.pairs)
            continue
        curators = "; ".join(_curator(setting, key) for key in pairing.mentors)
        yield Paragraph(say(language, "info-curators", names=curators))
        yield Paragraph(say(language, "info-pairs-unknown"))


def _pairs(setting: Setting, pairs: tuple[Pair, ...]) -> Table:
    columns = (
        Column(say(setting.language, "info-curator"), "left", 2.0),
        Column(say(setting.language, "info-school"), "left", 2.0),
    )
    rows = tuple(
        Row(
            (
                Cell(_curator(setting, pair.mentor)),
                Cell(setting.labels(pair.mentees)),
            )
        )
        for pair in pairs
    )
    return Table(columns, rows, key="curators")


def _curator(setting: Setting, key: str) -> str:
    """«заместитель руководителя по УВР МБОУ …», with the name where it is known."""
    found = next(
        (p for p in setting.roadmap.people.values() if key in (p.key, p.organisation)), None
    )
    if found is None:
        return setting.label(key)
    return ", ".join(part for part in (found.name, found.position) if part)


def _stages(setting: Setting) -> Iterator[Block]:
    """One section per stage, and one for what belongs to none."""
    language, file = setting.language, setting.roadmap.file
    for key, stage in file.stages.items():
        mine = [a for a in file.activities if a.stage == key and not a.part_of]
        if mine:
            yield Heading(stage.title.to(language), numbered=True)
            yield from _events(setting, mine)
    others = [a for a in file.activities if a.stage not in file.stages and not a.part_of]
    if others:
        yield Heading(say(language, "info-other"), numbered=True)
        yield from _events(setting, others)


def _events(setting: Setting, activities: list[Activity]) -> Iterator[Block]:
    """The events in order of time, then what the document lists under them."""
    language = setting.language
    ordered = sorted(activities, key=lambda a: _first_day(setting, a))
    columns = (
        Column(say(language, "term"), "left", 1.1),
        Column(say(language, "activity"), "left", 3.0),
        Column(say(language, "info-form"), "left", 1.2),
        Column(say(language, "mark"), "left", 1.3),
    )
    rows = tuple(
        Row(
            (
                Cell(" ".join(activity.term.split())),
                Cell(" ".join(activity.title.to(language).split())),
                Cell(", ".join(form.to(language) for form in activity.forms) or "—"),
                Cell(visit_mark(setting, activity.key)),
            )
        )
        for activity in ordered
    )
    yield Table(columns, rows, caption=say(language, "info-events"), key="events")
    for activity in ordered:
        if activity.details:
            title = " ".join(activity.title.to(language).split()).rstrip(" .:;")
            yield Paragraph(say(language, "info-details", title=title))
            yield Listing(activity.details)


def _first_day(setting: Setting, activity: Activity) -> str:
    term = setting.data.terms.get(activity.key)
    day = (term.start or term.until) if term else None
    return day.isoformat() if day else "9999"


def _forms(setting: Setting) -> Iterator[Block]:
    """Events by form: as many as the term names days; of a series without a list, none is made up."""
    language = setting.language
    found: dict[str, int | None] = {}
    for activity in setting.roadmap.file.activities:
        term = setting.data.terms.get(activity.key)
        counted = len(term.windows) if term and term.kind in _COUNTED else None
        for form in activity.forms:
            name = form.to(language)
            before = found.get(name, 0)
            several = len(activity.forms) > 1
            found[name] = None if counted is None or before is None or several else before + counted
    if not found:
        return
    columns = (
        Column(say(language, "info-form"), "left", 3.0),
        Column(say(language, "info-count"), "right", 1.0),
    )
    rows = tuple(
        Row(
            (
                Cell(form),
                Cell(str(count), count, "0")
                if count is not None
                else Cell(say(language, "info-count-unknown")),
            )
        )
        for form, count in found.items()
    )
    yield Heading(say(language, "info-forms"), numbered=True)
    yield Table(columns, rows, key="forms")


def _figures(setting: Setting, report: Report) -> Iterator[Block]:
    """The figures of the report's survey, which the document itself does not have."""
    wave = setting.data.waves.get(report.survey or "")
    if wave is None or wave.opens > setting.data.as_of:
        return
    table = numbers_table(setting.roadmap, wave, language=setting.language)
    if table is not None:
        yield Heading(say(setting.language, "info-answers"), numbered=True)
        yield table


def _logs(setting: Setting) -> Iterator[Block]:
    """The logs of all visits, turned."""
    for table in setting.roadmap.file.visits.values():
        for after in table.after:
            yield PageBreak(landscape=True)
            yield Heading(after.title.to(setting.language))
            yield from log_blocks(setting, table, after)
