"""The change since the previous wave: participation, all figures, each key figure by district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vekha.documents.cells import (
    based_share_cell,
    count_cell,
    district_columns,
    district_rows,
    figure_cell,
    figure_columns,
    percent_cell,
    points_cell,
)
from vekha.documents.dates import print_month
from vekha.documents.indicators import is_yes_or_no, questions_of, title_of
from vekha.documents.wording import say
from vekha.outline import Cell, Column, Paragraph, Row, Table
from vekha.tally.changes import compare_waves
from vekha.tally.districts import ByDistrict, District
from vekha.tally.response import Response, tally_response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from vekha.answers import Wave
    from vekha.outline import Block, Language
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.changes import Change


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in two waves, with its question and its title."""

    title: str
    question: Question
    change: ByDistrict[Change]


def change_blocks(
    roadmap: Roadmap, *, then: Wave, now: Wave, language: Language
) -> tuple[Block, ...]:
    """Everything that is said of the change between two waves."""
    before, after = tally_response(roadmap, then), tally_response(roadmap, now)
    titles = (_title(roadmap, then, language=language), _title(roadmap, now, language=language))
    intro = say(
        language,
        "change-intro",
        then=titles[0],
        answered_then=before.total.answered,
        base_then=before.total.base,
        now=titles[1],
        answered_now=after.total.answered,
        base_now=after.total.base,
    )
    heads = _heads(roadmap, then=then, now=now, language=language)
    found = list(list_changes(roadmap, then=then, now=now, language=language))
    blocks: list[Block] = [Paragraph(intro), _response_table(before, after, heads, language)]
    if not found:
        return tuple(blocks)
    blocks.append(_summary_table(found, heads, language=language))
    blocks += [
        _district_table(compared, heads, language=language)
        for compared in found
        if compared.question.key_indicator
    ]
    return tuple(blocks)


def list_changes(
    roadmap: Roadmap, *, then: Wave, now: Wave, language: Language
) -> Iterator[Compared]:
    """The figures that both waves asked for: key numbers and choices, all shares, all scales."""
    earlier = {question.key: question for question in questions_of(roadmap, then)}
    for question in questions_of(roadmap, now):
        if question.key not in earlier or earlier[question.key].kind != question.kind:
            continue
        title = title_of(question, language=language)
        match question.kind:
            case "scale":
                title = say(language, "satisfaction-of", text=title)
                yield Compared(
                    title, question, compare_waves(roadmap, question, then=then, now=now)
                )
            case "share":
                title = say(language, "mean-of-shares", text=title.rstrip(" ,%"))
                yield Compared(
                    title, question, compare_waves(roadmap, question, then=then, now=now)
                )
            case "number" if question.key_indicator:
                yield Compared(
                    title, question, compare_waves(roadmap, question, then=then, now=now)
                )
            case "choice" | "several" if question.key_indicator:
                choices = question.choices[:1] if is_yes_or_no(question) else question.choices
                for choice in choices:
                    change = compare_waves(roadmap, question, then=then, now=now, choice=choice.key)
                    words = {"text": title, "choice": choice.text.to(language)}
                    yield Compared(say(language, "choice-of", **words), question, change)
            case _:
                continue


def _title(roadmap: Roadmap, wave: Wave, *, language: Language) -> str:
    return roadmap.file.surveys[wave.survey].title.to(language)


def _heads(
    roadmap: Roadmap, *, then: Wave, now: Wave, language: Language
) -> tuple[str, str, str, str]:
    """Titles of the columns: comparable, then, now, difference; with the waves' months."""
    months = [
        print_month(wave.closes, zone=roadmap.file.timezone, language=language)
        for wave in (then, now)
    ]
    return (
        say(language, "comparable"),
        say(language, "then", month=months[0]),
        say(language, "now", month=months[1]),
        say(language, "difference"),
    )


def _change_cells(compared: Compared, change: Change, *, language: Language) -> tuple[Cell, ...]:
    base = count_cell(change.comparable, language=language)
    if change.share:
        then, now = (percent_cell(v, language=language) for v in (change.then, change.now))
        return (base, then, now, points_cell(change.difference, language=language))
    decimals = 0 if compared.question.whole else 1

    def figure(value: Fraction | None, *, signed: bool = False) -> Cell:
        return figure_cell(value, language=language, decimals=decimals, signed=signed)

    return base, figure(change.then), figure(change.now), figure(change.difference, signed=True)


def _summary_table(found: list[Compared], heads: tuple[str, ...], *, language: Language) -> Table:
    columns = (Column(say(language, "indicator"), "left", 3.0), *figure_columns(*heads))
    rows = tuple(
        Row((Cell(c.title), *_change_cells(c, c.change.total, language=language))) for c in found
    )
    return Table(
        columns,
        rows,
        caption=say(language, "caption-change"),
        note=say(language, "note-change"),
        key="change",
    )


def _district_table(compared: Compared, heads: tuple[str, ...], *, language: Language) -> Table:
    total = compared.change.total
    bases = {"then": total.base_then, "now": total.base_now}
    return Table(
        columns=district_columns(language) + figure_columns(*heads),
        rows=district_rows(
            compared.change,
            lambda change: _change_cells(compared, change, language=language),
            language=language,
        ),
        caption=say(language, "caption-change-district", text=compared.title),
        note=say(language, "note-change-bases", **bases),
        key=f"change-{compared.question.key}",
    )


def _response_table(
    before: ByDistrict[Response],
    after: ByDistrict[Response],
    heads: tuple[str, ...],
    language: Language,
) -> Table:
    """Two response rates by district: each has its own base, so both are printed with it."""
    earlier, later = dict(before.rows), dict(after.rows)
    nobody = Response(0, 0, 0, 0)
    districts: dict[District, None] = dict.fromkeys([*earlier, *later])
    pairs = ByDistrict(
        tuple((d, (earlier.get(d, nobody), later.get(d, nobody))) for d in districts),
        (before.total, after.total),
    )

    def cells(pair: tuple[Response, Response]) -> tuple[Cell, ...]:
        then, now = (row.share for row in pair)
        difference = None if then.value is None or now.value is None else now.value - then.value
        return (
            based_share_cell(then, language=language),
            based_share_cell(now, language=language),
            points_cell(difference, language=language),
        )

    return Table(
        columns=district_columns(language) + figure_columns(*heads[1:], width=1.4),
        rows=district_rows(pairs, cells, language=language),
        caption=say(language, "caption-change-response"),
        note=say(language, "note-change-response"),
        key="change-response",
    )
