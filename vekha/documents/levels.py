"""The report on indicators: shares with bases, levels and targets, КУ by organisation, and what
the document declares beside what is true."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.cells import figure_cell, figure_columns
from vekha.documents.distributions import numbers_table, scale_table
from vekha.documents.figure_tables import indicator_cell
from vekha.documents.monitoring import signatures
from vekha.documents.participation import participation_blocks, silent_blocks
from vekha.documents.progress import annex, opening, section_blocks
from vekha.documents.widths import fit_tables
from vekha.documents.wording import programme_name, say
from vekha.outline import Cell, Chart, Column, Heading, Outline, Row, Series, Table
from vekha.tally.declared import base_of, multiplied, true_share
from vekha.tally.indicators import tally_each, tally_indicator
from vekha.tally.numbers import NONE, half_up, print_number

if TYPE_CHECKING:
    from vekha.answers import Wave
    from vekha.documents.data import DocumentData
    from vekha.outline import Block, Language
    from vekha.roadmap.declared import DeclaredFigure
    from vekha.roadmap.figures import Indicator, Scale
    from vekha.roadmap.plan import Report
    from vekha.roadmap.programme import Roadmap
    from vekha.tally.indicators import Figure


def indicator_report(
    roadmap: Roadmap, report: Report, data: DocumentData, *, language: Language
) -> Outline:
    """The whole report; raises WaveMissingError where its survey has no wave."""
    wave = data.wave(report.survey)
    today = to_local(data.as_of, roadmap.file.timezone).date()
    body = roadmap.file.body.to(language)
    blocks: list[Block] = [*opening(roadmap, data, language=language)]
    blocks.append(Heading(say(language, "section-response"), numbered=True))
    blocks += participation_blocks(roadmap, wave, language=language)
    for section in report.sections:
        blocks += section_blocks(roadmap, section, wave, data, today=today, language=language)
        if section.indicators:
            blocks.append(_indicators(roadmap, section.indicators, wave, language=language))
    blocks += _levels(roadmap, report, language=language)
    if report.coefficient:
        blocks += _coefficient(roadmap, report.coefficient, wave, language=language)
    blocks += _targets(roadmap, wave, language=language)
    blocks += _declared(roadmap, language=language)
    blocks += _answers(roadmap, wave, language=language)
    blocks.append(Heading(say(language, "section-silent"), numbered=True))
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


def _indicators(
    roadmap: Roadmap, keys: tuple[str, ...], wave: Wave, *, language: Language
) -> Table:
    """Each indicator with both its sides, its level, and what the document says of it."""
    rows = []
    for key in keys:
        indicator = roadmap.file.indicators[key]
        figure = tally_indicator(roadmap, indicator, wave).total
        declared = [roadmap.file.declared.figures[name].printed for name in indicator.declared]
        rows.append(
            Row(
                (
                    Cell(indicator.title.to(language)),
                    _based(indicator, figure, language=language),
                    Cell(_level(roadmap, indicator, figure)),
                    Cell("; ".join(declared) or NONE),
                )
            )
        )
    columns = (
        Column(say(language, "indicator"), "left", 2.2),
        Column(say(language, "share-and-base"), "left", 1.6),
        Column(say(language, "level"), "centre", 0.75),
        Column(say(language, "declared-column"), "left", 2.6),
    )
    caption, note = say(language, "caption-levels"), say(language, "note-levels")
    return Table(columns, tuple(rows), caption=caption, note=note, key=f"indicators-{keys[0]}")


def _based(indicator: Indicator, figure: Figure, *, language: Language) -> Cell:
    """«92,9 % (13 из 14 школ)», with the value for spreadsheets."""
    cell = indicator_cell(figure, decimals=indicator.rounding, language=language)
    if figure.value is None:
        return cell
    text = say(
        language,
        "of-unit",
        share=cell.text,
        part=print_number(figure.numerator, language=language),
        whole=print_number(figure.denominator, language=language),
        unit=indicator.unit.to(language),
    )
    return Cell(text, cell.value, cell.number_format)


def _level(roadmap: Roadmap, indicator: Indicator, figure: Figure) -> str:
    scale = roadmap.file.levels.get(indicator.levels or "")
    if scale is None or figure.percent is None:
        return NONE
    level = scale.level_of(figure.percent)
    return level.short if level else NONE


def _levels(roadmap: Roadmap, report: Report, *, language: Language) -> list[Block]:
    """The scales by which levels were given."""
    used = {
        roadmap.file.indicators[key].levels
        for section in report.sections
        for key in section.indicators
    }
    scales = [roadmap.file.levels[key] for key in roadmap.file.levels if key in used]
    if not scales:
        return []
    return [
        Heading(say(language, "section-scales"), numbered=True),
        *(_scale(scale, language=language) for scale in scales),
    ]


def _scale(scale: Scale, *, language: Language) -> Table:
    rows = tuple(
        Row(
            (
                Cell(level.short),
                Cell(level.title.to(language)),
                Cell(
                    say(
                        language,
                        "level-bounds" if (level.below or 0) < 100 else "level-bounds-top",
                        least=f"{level.least:g}",
                        below=f"{level.below:g}",
                    )
                ),
            )
        )
        for level in scale.levels
    )
    columns = (
        Column(say(language, "level"), "centre", 0.6),
        Column(say(language, "level-title"), "left", 2.6),
        Column(say(language, "level-share"), "left", 1.6),
    )
    return Table(columns, rows, caption=scale.title.to(language), key="levels")


def _coefficient(roadmap: Roadmap, key: str, wave: Wave, *, language: Language) -> list[Block]:
    """КУ of each organisation: the table, highest first, and the chart in the roster's order."""
    indicator = roadmap.file.indicators[key]
    found = tally_each(roadmap, indicator, wave)
    title = indicator.title.to(language)
    ordered = sorted(found, key=lambda pair: -(pair[1].value or Fraction(0)))
    rows = tuple(
        Row(
            (
                Cell(str(number), number, "0"),
                Cell(sheet.respondent.organisation.label),
                figure_cell(figure.numerator, language=language),
                figure_cell(figure.denominator, language=language),
                indicator_cell(figure, decimals=indicator.rounding, language=language),
                Cell(_level(roadmap, indicator, figure)),
            )
        )
        for number, (sheet, figure) in enumerate(ordered, 1)
    )
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "organisation"), "left", 2.2),
        *figure_columns(say(language, "took-part"), say(language, "offered"), width=1.0),
        Column(say(language, "coefficient"), "right", 0.8),
        Column(say(language, "level"), "centre", 0.7),
    )
    decimals = indicator.rounding
    bars = tuple(
        None if figure.value is None else float(half_up(figure.value, decimals=decimals))
        for _, figure in found
    )
    note = say(language, "note-coefficient", out_of=indicator.out_of)
    chart = Chart(
        categories=tuple(sheet.respondent.organisation.label for sheet, _ in found),
        series=(Series(say(language, "coefficient"), bars),),
        caption=title,
        maximum=indicator.out_of,
    )
    return [
        Heading(title, numbered=True),
        Table(columns, rows, caption=title, note=note, key="coefficient"),
        chart,
    ]


def _targets(roadmap: Roadmap, wave: Wave, *, language: Language) -> list[Block]:
    """What is aimed at beside what is; a target that nothing measures says so."""
    rows = []
    for target in roadmap.file.targets.values():
        indicator = roadmap.file.indicators.get(target.indicator or "")
        cells = (Cell(NONE), Cell(NONE), Cell(say(language, "target-unmeasured")))
        if indicator is not None and indicator.questionnaire == _asked(roadmap, wave):
            figure = tally_indicator(roadmap, indicator, wave).total
            state = _state(figure.percent, target.least)
            cells = (
                Cell(indicator.title.to(language)),
                indicator_cell(figure, decimals=indicator.rounding, language=language),
                Cell(say(language, state)),
            )
        rows.append(Row((Cell(target.printed), *cells)))
    if not rows:
        return []
    columns = (
        Column(say(language, "target"), "left", 2.8),
        Column(say(language, "indicator"), "left", 2.0),
        Column(say(language, "fact"), "right", 0.9),
        Column(say(language, "target-state"), "left", 1.1),
    )
    heading = Heading(say(language, "section-targets"), numbered=True)
    caption = say(language, "caption-targets")
    return [heading, Table(columns, tuple(rows), caption=caption, key="targets")]


def _asked(roadmap: Roadmap, wave: Wave) -> str:
    return roadmap.file.surveys[wave.survey].questionnaire


def _state(percent: float | None, least: float | None) -> str:
    if percent is None or least is None:
        return "target-unmeasured"
    return "target-reached" if percent >= least else "target-missed"


def _declared(roadmap: Roadmap, *, language: Language) -> list[Block]:
    """Every declared share whose base is known, beside the true one."""
    rows = [
        row
        for figure in roadmap.file.declared.figures.values()
        if (row := _declared_row(figure, language=language)) is not None
    ]
    if not rows:
        return []
    columns = (
        Column(say(language, "declared-printed"), "left", 3.0),
        *figure_columns(say(language, "declared-share"), say(language, "declared-count")),
        Column(say(language, "declared-true"), "right", 1.0),
        Column(say(language, "declared-difference"), "right", 0.9),
        Column(say(language, "declared-why"), "left", 1.0),
    )
    caption, note = say(language, "caption-declared"), say(language, "note-declared")
    table = Table(columns, tuple(rows), caption=caption, note=note, key="declared")
    return [Heading(say(language, "section-declared"), numbered=True), table]


def _declared_row(figure: DeclaredFigure, *, language: Language) -> Row | None:
    base = base_of(figure)
    if figure.share is None or base is None:
        return None
    share, true = Fraction(str(figure.share)), true_share(figure)
    times = multiplied(share, base)
    count = Fraction(figure.count).limit_denominator() if figure.count is not None else None
    if count is None and times is not None and figure.bound != "about":
        count, true = Fraction(times), 100 * Fraction(times) / base
    if count is None:
        return None
    why = ""
    if times is not None and times == count and true != share:
        why = say(language, "declared-multiplied", times=times, rounded=round(100 / base))
    parts = {
        "part": print_number(count, language=language),
        "whole": print_number(base, language=language),
    }
    difference = None if true is None else true - share
    return Row(
        (
            Cell(figure.printed),
            Cell(_percent(share, language=language)),
            Cell(say(language, "part-of", **parts)),
            Cell(_percent(true, language=language)),
            figure_cell(difference, language=language, decimals=1, signed=True),
            Cell(why or NONE),
        )
    )


def _percent(value: Fraction | None, *, language: Language) -> str:
    if value is None:
        return NONE
    decimals = 0 if value.denominator == 1 else 1
    number = print_number(value, language=language, decimals=decimals)
    return f"{number}%" if language == "en" else f"{number}\u00a0%"


def _answers(roadmap: Roadmap, wave: Wave, *, language: Language) -> list[Block]:
    tables = (
        scale_table(roadmap, wave, language=language),
        numbers_table(roadmap, wave, language=language),
    )
    found: list[Block] = [table for table in tables if table is not None]
    return [Heading(say(language, "section-items"), numbered=True), *found] if found else []
