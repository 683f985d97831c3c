"""The information on a monitoring: one wave, compared with an earlier one where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local
from vekha.documents.activities import activity_blocks
from vekha.documents.comparison import change_blocks
from vekha.documents.dates import print_days, print_moment
from vekha.documents.distributions import (
    choices_table,
    numbers_table,
    quote_blocks,
    quotes_title,
    scale_table,
)
from vekha.documents.indicators import indicator_tables
from vekha.documents.participation import excused_blocks, participation_blocks, silent_blocks
from vekha.documents.passport import passport_table
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.outline import Heading, Outline, PageBreak, Paragraph, Signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vekha.answers import Wave
    from vekha.marks import MarkFact
    from vekha.outline import Block, Language
    from vekha.roadmap.programme import Roadmap
    from vekha.terms.term import Term


def monitoring_report(
    roadmap: Roadmap,
    *,
    wave: Wave,
    previous: Wave | None,
    marks: Mapping[str, MarkFact],
    terms: Mapping[str, Term],
    as_of: datetime,
    language: Language | None = None,
    title: str = "",
    signed_by: Sequence[str] = (),
) -> Outline:
    """The whole report; `signed_by` are keys of people, the coordinators where empty."""
    language = language or roadmap.file.language
    today = to_local(as_of, roadmap.file.timezone).date()
    name = programme_name(roadmap, language=language)
    body = roadmap.file.body.to(language)
    annex_table = activity_blocks(roadmap, marks=marks, terms=terms, today=today, language=language)
    blocks = (
        *_opening(roadmap, wave, as_of=as_of, language=language),
        *_sections(roadmap, wave, previous, language=language),
        *signatures(roadmap, signed_by, language=language),
        *_annexes(roadmap, wave, annex_table, language=language),
    )
    return Outline(
        title=title or say(language, "monitoring"),
        language=language,
        as_of=today,
        blocks=fit_tables(blocks),
        heading_lines=(body,),
        author=body,
        subject=name,
        keywords=(roadmap.file.surveys[wave.survey].title.to(language),),
    )


def signatures(
    roadmap: Roadmap, signed_by: Sequence[str], *, language: Language
) -> tuple[Signature, ...]:
    """Lines to sign; «и.о.» stands before the position of those who act for another."""
    found = (roadmap.people[key] for key in signed_by or roadmap.file.coordinators)
    acting = say(language, "acting")
    return tuple(
        Signature(
            f"{acting} {person.position}"
            if person.acting and not person.position.lower().startswith(acting)
            else person.position[:1].upper() + person.position[1:],
            person.name,
        )
        for person in found
    )


def basis(roadmap: Roadmap, *, language: Language) -> tuple[Paragraph, ...]:
    """The orders, as printed; nothing where the programme names none."""
    orders = "; ".join(order.printed.strip() for order in roadmap.file.orders.values())
    text = say(language, "basis", orders=orders)
    return (Paragraph(text if text.endswith(".") else f"{text}."),) if orders else ()


def _opening(
    roadmap: Roadmap, wave: Wave, *, as_of: datetime, language: Language
) -> tuple[Block, ...]:
    zone = roadmap.file.timezone
    programme = programme_name(roadmap, language=language)
    period = period_words(roadmap, language=language)
    days = (to_local(moment, zone).date() for moment in (wave.opens, wave.closes))
    held = say(
        language,
        "held" if wave.closed else "held-open",
        title=roadmap.file.surveys[wave.survey].title.to(language),
        dates=print_days(*days, language=language),
    )
    moment = print_moment(as_of, zone=zone, language=language)
    return (
        Paragraph(say(language, "of-programme", programme=programme, period=period), "centred"),
        Paragraph(say(language, "as-of", moment=moment), "right"),
        *basis(roadmap, language=language),
        Paragraph(held),
    )


def _sections(
    roadmap: Roadmap, wave: Wave, previous: Wave | None, *, language: Language
) -> tuple[Block, ...]:
    """The numbered sections; one without anything to say is left out."""
    passport = (passport_table(roadmap, language=language),) if roadmap.file.passport else ()
    others = (
        numbers_table(roadmap, wave, language=language),
        choices_table(roadmap, wave, language=language),
    )
    scale = scale_table(roadmap, wave, language=language)
    change = change_blocks(roadmap, then=previous, now=wave, language=language) if previous else ()
    sections: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("section-passport", passport),
        ("section-response", participation_blocks(roadmap, wave, language=language)),
        ("section-indicators", indicator_tables(roadmap, wave, language=language)),
        ("section-scale", (scale,) if scale else ()),
        ("section-numbers", tuple(table for table in others if table)),
        ("section-change", change),
        ("section-silent", silent_blocks(roadmap, wave, language=language)),
        ("section-excused", excused_blocks(roadmap, wave, language=language)),
    )
    return tuple(
        block
        for key, blocks in sections
        if blocks
        for block in (Heading(say(language, key), numbered=True), *blocks)
    )


def _annexes(
    roadmap: Roadmap, wave: Wave, table: tuple[Block, ...], *, language: Language
) -> tuple[Block, ...]:
    """After the signatures: the roadmap with its marks, turned; the texts, word for word."""
    quotes = quote_blocks(roadmap, wave, language=language)
    annexes: list[tuple[bool, str, tuple[Block, ...]]] = []
    if roadmap.file.activities:
        annexes.append((True, say(language, "roadmap-annex"), table))
    if quotes:
        annexes.append((False, quotes_title(roadmap, wave, language=language), quotes))
    key = "annex" if len(annexes) == 1 else "annex-numbered"
    return tuple(
        block
        for number, (landscape, title, blocks) in enumerate(annexes, 1)
        for block in (
            PageBreak(landscape=landscape),
            Heading(say(language, key, number=number, title=title)),
            *blocks,
        )
    )
