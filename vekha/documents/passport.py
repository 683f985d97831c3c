"""The passport of the programme, row by row as printed, and the table of entrusted schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.cells import count_cell
from vekha.documents.widths import fit_tables
from vekha.documents.wording import programme_name, say
from vekha.outline import Cell, Column, Heading, Outline, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vekha.outline import Block, Language
    from vekha.roadmap.people import Pair
    from vekha.roadmap.programme import Roadmap


def passport(
    roadmap: Roadmap, *, as_of: datetime, language: Language | None = None, title: str = ""
) -> Outline:
    """The passport and every table of закрепление."""
    language = language or roadmap.file.language
    name = programme_name(roadmap, language=language)
    blocks: list[Block] = [passport_table(roadmap, language=language)]
    for key in roadmap.file.pairings:
        heading = roadmap.file.pairings[key].title.to(language)
        blocks += [Heading(heading), pairing_table(roadmap, key, language=language)]
    body = roadmap.file.body.to(language)
    return Outline(
        title=title or say(language, "passport", programme=name),
        language=language,
        as_of=to_local(as_of, roadmap.file.timezone).date(),
        blocks=fit_tables(blocks),
        heading_lines=(body,),
        author=body,
        subject=name,
    )


def passport_table(roadmap: Roadmap, *, language: Language) -> Table:
    """A two-column form; a label that is printed twice stands twice."""
    columns = (
        Column(say(language, "passport-label"), "left", 1.0),
        Column(say(language, "passport-text"), "left", 2.2),
    )
    rows = tuple(
        Row((Cell(row.label), Cell("\n".join(text.strip() for text in row.text))))
        for row in roadmap.file.passport
    )
    return Table(columns, rows, key="passport", header=False)


def pairing_table(roadmap: Roadmap, pairing: str, *, language: Language) -> Table:
    """District, mentor with its head, those entrusted to it, how many they are."""
    pairs = roadmap.file.pairings[pairing].pairs
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "district"), "left", 1.5),
        Column(say(language, "mentor"), "left", 2.2),
        Column(say(language, "mentees"), "left", 2.4),
        Column(say(language, "mentees-count"), "right", 0.6),
    )
    heads = name_heads(roadmap)
    rows = [
        Row(
            (
                Cell(str(number), number, "0"),
                *_pair_cells(roadmap, pair, heads=heads, language=language),
            )
        )
        for number, pair in enumerate(pairs, 1)
    ]
    total = sum(len(pair.mentees) for pair in pairs)
    mentors = len({pair.mentor for pair in pairs})
    cells = (Cell(""), Cell(say(language, "total")), count_cell(mentors, language=language))
    rows.append(Row((*cells, Cell(""), count_cell(total, language=language)), "total"))
    return Table(columns, tuple(rows), key=f"pairing-{pairing}")


def name_heads(roadmap: Roadmap) -> Mapping[str, str]:
    """Organisation → the name of its first contact whose name is known."""
    heads: dict[str, str] = {}
    for person in roadmap.people.values():
        if person.name:
            heads.setdefault(person.organisation, person.name)
    return heads


def _pair_cells(
    roadmap: Roadmap, pair: Pair, *, heads: Mapping[str, str], language: Language
) -> tuple[Cell, ...]:
    known = roadmap.organisations
    names = [known[key].name if key in known else key for key in (pair.mentor, *pair.mentees)]
    district = known[pair.district].name if pair.district in known else "—"
    head = heads.get(pair.mentor)
    mentor = f"{names[0]} ({head})" if head else names[0]
    count = count_cell(len(pair.mentees), language=language)
    return Cell(district), Cell(mentor), Cell("\n".join(names[1:])), count
