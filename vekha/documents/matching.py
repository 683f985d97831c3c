"""The report that sets the needs of the entrusted schools against what their mentors can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.cells import (
    based_share,
    based_share_cell,
    count_cell,
    district_columns,
    figure_columns,
)
from vekha.documents.dates import print_moment
from vekha.documents.indicators import title_of
from vekha.documents.monitoring import basis, signatures
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.outline import Cell, Column, Heading, Listing, Outline, PageBreak, Paragraph, Row, Table
from vekha.tally.matching import list_areas, list_uncovered, match_pairing
from vekha.tally.response import count_response
from vekha.tally.share import Share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vekha.answers import Wave
    from vekha.outline import Block, Language
    from vekha.roadmap.programme import Roadmap
    from vekha.tally.matching import Area, Match

_AREAS_PER_TABLE = 8  # with four columns before them: more would be set too small to read


def matching_report(
    roadmap: Roadmap,
    *,
    needs: Wave,
    possibilities: Wave,
    pairing: str,
    as_of: datetime,
    language: Language | None = None,
    title: str = "",
    signed_by: Sequence[str] = (),
) -> Outline:
    """Areas in all, the matrix by district, what stays uncovered, who has not answered."""
    language = language or roadmap.file.language
    areas = list_areas(roadmap, needs=needs.survey, possibilities=possibilities.survey)
    matches = match_pairing(roadmap, needs=needs, possibilities=possibilities, pairing=pairing)
    body = roadmap.file.body.to(language)
    name = programme_name(roadmap, language=language)
    blocks = (
        *_opening(roadmap, needs, possibilities, as_of=as_of, language=language),
        *_figures(roadmap, areas, matches, language=language),
        *_missing(roadmap, matches, language=language),
        *signatures(roadmap, signed_by, language=language),
    )
    return Outline(
        title=title or say(language, "matching"),
        language=language,
        as_of=to_local(as_of, roadmap.file.timezone).date(),
        blocks=fit_tables(blocks),
        heading_lines=(body,),
        author=body,
        subject=name,
    )


def _opening(
    roadmap: Roadmap,
    needs: Wave,
    possibilities: Wave,
    *,
    as_of: datetime,
    language: Language,
) -> tuple[Block, ...]:
    asking, offering = (count_response(wave.sheets) for wave in (needs, possibilities))
    moment = print_moment(as_of, zone=roadmap.file.timezone, language=language)
    facts = {
        "programme": programme_name(roadmap, language=language),
        "period": period_words(roadmap, language=language),
    }
    response = say(
        language,
        "matching-response",
        needs=asking.answered,
        needs_base=asking.base,
        needs_share=asking.share.text(language=language),
        offers=offering.answered,
        offers_base=offering.base,
        offers_share=offering.share.text(language=language),
    )
    return (
        Paragraph(say(language, "of-programme", **facts), "centred"),
        Paragraph(say(language, "as-of", moment=moment), "right"),
        *basis(roadmap, language=language),
        Paragraph(response),
    )


def _figures(
    roadmap: Roadmap, areas: tuple[Area, ...], matches: tuple[Match, ...], *, language: Language
) -> tuple[Block, ...]:
    if not areas:
        return (Paragraph(say(language, "no-areas")),)
    numbered = tuple(enumerate(areas, 1))
    asked = dict.fromkeys(area.needed_in.key for area in areas)
    groups = [tuple(a for a in numbered if a[1].needed_in.key == key) for key in asked]
    matrices = [
        _matrix(roadmap, group[start : start + _AREAS_PER_TABLE], matches, language=language)
        for group in groups
        for start in range(0, len(group), _AREAS_PER_TABLE)
    ]
    return (
        Heading(say(language, "matching-areas"), numbered=True),
        _areas_table(areas, matches, language=language),
        PageBreak(landscape=True),
        Heading(say(language, "matching-matrix"), numbered=True),
        *matrices,
        PageBreak(landscape=False),
        Heading(say(language, "matching-uncovered"), numbered=True),
        *_uncovered(roadmap, areas, matches, language=language),
    )


def _areas_table(
    areas: tuple[Area, ...], matches: tuple[Match, ...], *, language: Language
) -> Table:
    base = sum(match.answered for match in matches)
    mentors = [match for match in matches if match.offers is not None]
    rows = []
    for number, area in enumerate(areas, 1):
        if number == 1 or areas[number - 2].needed_in is not area.needed_in:
            asked = title_of(area.needed_in, language=language)
            rows.append(Row((Cell(asked),), "section"))
        needed = sum(len(match.needs[area.key]) for match in matches)
        judged = sum(len(match.needs[area.key]) for match in mentors)
        covered = sum(len(match.needs[area.key]) for match in mentors if _has(match, area))
        offering = Share(sum(_has(match, area) for match in mentors), len(mentors))
        unknown = Cell(say(language, "not-applicable"))
        rows.append(
            Row(
                (
                    Cell(str(number), number, "0"),
                    Cell(area.text.to(language)),
                    based_share_cell(Share(needed, base), language=language),
                    based_share_cell(offering, language=language) if area.offered_in else unknown,
                    based_share_cell(Share(covered, judged), language=language)
                    if area.offered_in
                    else unknown,
                )
            )
        )
    keys = ("matching-needed", "matching-offered", "matching-covered")
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "matching-area"), "left", 2.4),
        *figure_columns(*(say(language, key) for key in keys), width=1.2),
    )
    caption, note = say(language, "caption-areas"), say(language, "note-areas")
    return Table(columns, tuple(rows), caption=caption, note=note, key="areas")


def _matrix(
    roadmap: Roadmap,
    numbered: tuple[tuple[int, Area], ...],
    matches: tuple[Match, ...],
    *,
    language: Language,
) -> Table:
    """The areas of one question, under their numbers in the table of areas."""
    shown = tuple(area for _, area in numbered)
    rows = [
        Row(
            (
                Cell(str(number), number, "0"),
                Cell(_district(roadmap, match)),
                Cell(match.mentor.label),
                _answered(match.answered, len(match.mentees), language=language),
                *(_matrix_cell(match, area, language=language) for area in shown),
            )
        )
        for number, match in enumerate(matches, 1)
    ]
    totals = [sum(len(match.needs[area.key]) for match in matches) for area in shown]
    answered = sum(match.answered for match in matches)
    mentees = sum(len(match.mentees) for match in matches)
    head = (Cell(""), Cell(say(language, "total")), Cell(""))
    counts = (count_cell(total, language=language) for total in totals)
    base = _answered(answered, mentees, language=language)
    rows.append(Row((*head, base, *counts), "total"))
    numbers = tuple(Column(str(number), "centre", 0.5) for number, _ in numbered)
    columns = (
        *district_columns(language),
        Column(say(language, "mentor"), "left", 2.2),
        Column(say(language, "matching-answered"), "centre", 0.9),
        *numbers,
    )
    asked = title_of(shown[0].needed_in, language=language)
    caption, note = say(language, "caption-matrix", text=asked), say(language, "note-matrix")
    return Table(columns, tuple(rows), caption=caption, note=note, key=f"matrix-{numbered[0][0]}")


def _uncovered(
    roadmap: Roadmap, areas: tuple[Area, ...], matches: tuple[Match, ...], *, language: Language
) -> tuple[Block, ...]:
    """Per pair: what its mentor does not offer, who asked, which other mentors do offer it."""
    rows: list[Row] = []
    numbers = {area.key: number for number, area in enumerate(areas, 1)}
    for match in matches:
        missing = list_uncovered(match, areas)
        if missing:
            section = f"{_district(roadmap, match)}: {match.mentor.label}"
            rows.append(Row((Cell(section),), "section"))
        for area in missing:
            asking = match.needs[area.key]
            base = based_share(Share(len(asking), match.answered), language=language)
            names = ", ".join(school.label for school in asking)
            others = ", ".join(other.mentor.label for other in matches if _has(other, area))
            rows.append(
                Row(
                    (
                        Cell(f"{numbers[area.key]}. {area.text.to(language)}"),
                        Cell(f"{names}: {base}"),
                        Cell(others or say(language, "nobody")),
                    )
                )
            )
    if not rows:
        return (Paragraph(say(language, "uncovered-none")),)
    columns = (
        Column(say(language, "matching-area"), "left", 1.6),
        Column(say(language, "matching-asking"), "left", 2.0),
        Column(say(language, "matching-others"), "left", 2.0),
    )
    caption = say(language, "caption-uncovered")
    return (Table(columns, tuple(rows), caption=caption, key="uncovered"),)


def _missing(
    roadmap: Roadmap, matches: tuple[Match, ...], *, language: Language
) -> tuple[Block, ...]:
    mentors = tuple(
        f"{match.mentor.name} ({_district(roadmap, match)})"
        for match in matches
        if match.offers is None
    )
    mentees = tuple(
        f"{school.name} ({_district(roadmap, match)})"
        for match in matches
        for school in match.silent
    )
    blocks: list[Block] = []
    for key, names in (("matching-unknown", mentors), ("matching-silent", mentees)):
        blocks.append(Heading(say(language, key), numbered=True))
        blocks.append(Listing(names) if names else Paragraph(say(language, f"{key}-none")))
    return tuple(blocks)


def _matrix_cell(match: Match, area: Area, *, language: Language) -> Cell:
    needed = len(match.needs[area.key])
    if area.offered_in is None:
        return Cell(str(needed), needed, "0")
    sign = "?" if match.offers is None else "+" if _has(match, area) else "–"
    return Cell(f"{needed}\u00a0{sign}", needed, "0")


def _answered(answered: int, asked: int, *, language: Language) -> Cell:
    return Cell(say(language, "part-of", part=answered, whole=asked), answered, "0")


def _has(match: Match, area: Area) -> bool:
    return match.offers is not None and area.key in match.offers


def _district(roadmap: Roadmap, match: Match) -> str:
    known = roadmap.organisations.get(match.district)
    return known.name if known else "—"
