"""Tables of sums and indicators by district, compared with what the document declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.documents.cells import district_columns, figure_cell, figure_columns, join_notes
from vekha.documents.indicators import questions_of
from vekha.documents.wording import say
from vekha.outline import Cell, Row, Table
from vekha.tally.districts import ByDistrict
from vekha.tally.indicators import Figure, tally_indicator
from vekha.tally.numbers import NONE
from vekha.tally.questions import NumberTally, tally_numbers

if TYPE_CHECKING:
    from vekha.answers import Wave
    from vekha.outline import Language
    from vekha.roadmap.figures import FigureTable, TableColumn
    from vekha.roadmap.programme import Roadmap

_FORMATS = {0: "0%", 1: "0.0%", 2: "0.00%"}


def figure_table(roadmap: Roadmap, wave: Wave, table: FigureTable, *, language: Language) -> Table:
    """№, district, the table's columns; the total from the answers themselves."""
    columns = [_column(roadmap, wave, table, column, language=language) for column in table.columns]
    found = [dict(column.rows) for column in columns]
    districts = [
        district
        for district in dict.fromkeys(d for column in found for d in column)
        if district.key or any(c.get(district, Cell(NONE)).text != NONE for c in found)
    ]
    rows = [
        Row(
            (
                Cell(str(number), number, "0"),
                Cell(district.name or say(language, "no-district")),
                *(column.get(district, Cell(NONE)) for column in found),
            )
        )
        for number, district in enumerate(districts, 1)
    ]
    totals = (Cell(""), Cell(say(language, "total")), *(column.total for column in columns))
    rows.append(Row(totals, "total"))
    titles = (column.title.to(language) for column in table.columns)
    compared = _compared(roadmap, table, rows, [d.key for d in districts], language=language)
    return Table(
        district_columns(language) + figure_columns(*titles, width=1.2),
        tuple(rows),
        caption=table.title.to(language),
        note=join_notes(
            say(language, "note-figures", answered=len(wave.answered), base=wave.base), *compared
        ),
        key=f"table-{table.declared or table.columns[-1].sum or table.columns[-1].indicator}",
    )


def indicator_cell(figure: Figure, *, decimals: int, language: Language) -> Cell:
    """An indicator as printed; shares keep their value for spreadsheets."""
    text = figure.text(language=language, decimals=decimals)
    if figure.value is None:
        return Cell(text)
    if figure.out_of == 100:
        return Cell(text, float(figure.value / 100), _FORMATS[decimals])
    return Cell(text, float(figure.value), "0.0" if decimals else "0")


def _column(
    roadmap: Roadmap, wave: Wave, table: FigureTable, column: TableColumn, *, language: Language
) -> ByDistrict[Cell]:
    if column.indicator is not None:
        indicator = roadmap.file.indicators[column.indicator]
        figures = tally_indicator(roadmap, indicator, wave)
        decimals = indicator.rounding if table.rounding is None else table.rounding
        last = decimals if table.rounding_total is None else table.rounding_total
        return ByDistrict(
            tuple(
                (d, indicator_cell(f, decimals=decimals, language=language))
                for d, f in figures.rows
            ),
            indicator_cell(figures.total, decimals=last, language=language),
        )
    question = next(q for q in questions_of(roadmap, wave) if q.key == column.sum)
    numbers = tally_numbers(roadmap, question, wave)
    decimals = 0 if question.whole else 1

    def cell(tally: NumberTally) -> Cell:
        given = tally.total if tally.base.given else None
        return figure_cell(given, language=language, decimals=decimals)

    return ByDistrict(tuple((d, cell(n)) for d, n in numbers.rows), cell(numbers.total))


def _compared(
    roadmap: Roadmap,
    table: FigureTable,
    rows: list[Row],
    districts: list[str],
    *,
    language: Language,
) -> tuple[str, ...]:
    """What the document declares otherwise, cell by cell; or that all of it agrees."""
    declared = roadmap.file.declared.tables.get(table.declared or "")
    if declared is None:
        return ()
    places = {column.key: number for number, column in enumerate(declared.columns)}
    printed = {row.organisation: row for row in declared.rows}
    pairs = [(printed.get(key), row) for key, row in zip(districts, rows, strict=False)]
    pairs.append((declared.total, rows[-1]))
    differences, same = [], 0
    for stated, row in pairs:
        for number, column in enumerate(table.columns):
            place = places.get(column.declared or "")
            if stated is None or place is None:
                continue
            cell = row.cells[number + 2]
            if _plain(stated.figures[place]) == _plain(cell.text):
                same += 1
            else:
                facts = {"column": column.title.to(language), "declared": stated.figures[place]}
                name = row.cells[1].text
                differences.append(
                    say(language, "declared-otherwise", name=name, now=cell.text, **facts)
                )
    if differences:
        return (say(language, "declared-differences", differences="; ".join(differences)),)
    return (say(language, "declared-same", count=same),)


def _plain(text: str) -> str:
    return "".join(text.split())
