"""The main figures: key questions by district, each with its base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from vekha.documents.cells import (
    based_share_cell,
    count_cell,
    district_columns,
    district_rows,
    figure_cell,
    figure_columns,
    join_notes,
    percent_cell,
)
from vekha.documents.wording import say
from vekha.outline import Cell, Table
from vekha.tally.districts import ByDistrict
from vekha.tally.numbers import NONE
from vekha.tally.questions import (
    ChoiceTally,
    tally_choices,
    tally_numbers,
    tally_scale,
)
from vekha.tally.ratios import tally_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vekha.answers import Wave
    from vekha.outline import Language
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question

T = TypeVar("T")
V = TypeVar("V")
_PER_TABLE = 4  # with number, district and base that makes seven columns, which fit a page


@dataclass(frozen=True, slots=True)
class Measure:
    """A column by district: its question's key, its title, its cells, its base (None: the base is
    in each cell), and the key of the note that explains it."""

    question: str
    title: str
    cells: ByDistrict[Cell]
    bases: ByDistrict[int] | None
    note: str


def questions_of(roadmap: Roadmap, wave: Wave) -> tuple[Question, ...]:
    """The questions of a wave's questionnaire."""
    survey = roadmap.file.surveys[wave.survey]
    return roadmap.file.questionnaires[survey.questionnaire].questions


def title_of(question: Question, *, language: Language) -> str:
    """The question's text, without the mark at its end, and its unit."""
    text = question.text.to(language).rstrip(" ?:.")
    unit = question.unit.to(language) if question.unit else ""
    if not unit or unit.lower() in text.lower():
        return text
    return say(language, "with-unit", text=text, unit=unit)


def indicator_tables(roadmap: Roadmap, wave: Wave, *, language: Language) -> tuple[Table, ...]:
    """Tables of the questions marked as key indicators; empty where none is."""
    questions = [question for question in questions_of(roadmap, wave) if question.key_indicator]
    measures = [
        measure
        for question in questions
        for measure in (
            measure_of(roadmap, question, wave, language=language),
            _ratio_measure(roadmap, question, wave, language=language),
        )
        if measure is not None
    ]
    tables = [
        _table(group, first=number == 0, language=language)
        for number, group in enumerate(_group_by_base(measures))
    ]
    tables += [
        _choice_table(question, tally_choices(roadmap, question, wave), language=language)
        for question in questions
        if question.kind in ("choice", "several") and not is_yes_or_no(question)
    ]
    return tuple(tables)


def is_yes_or_no(question: Question) -> bool:
    """Whether one share says all: the first of two choices that exclude each other."""
    return question.kind == "choice" and len(question.choices) == 2


def measure_of(
    roadmap: Roadmap, question: Question, wave: Wave, *, language: Language
) -> Measure | None:
    """The column of one question; None for a kind that does not fit into one column."""
    title = title_of(question, language=language)
    match question.kind:
        case "number":
            numbers = tally_numbers(roadmap, question, wave)
            decimals = 0 if question.whole else 1
            cells = _each(
                numbers,
                lambda n: figure_cell(
                    n.total if n.base.given else None, language=language, decimals=decimals
                ),
            )
            return Measure(
                question.key, title, cells, _each(numbers, lambda n: n.base.given), "note-sums"
            )
        case "share":
            means = tally_numbers(roadmap, question, wave)
            cells = _each(
                means,
                lambda n: percent_cell(None if n.mean is None else n.mean / 100, language=language),
            )
            title = say(language, "mean-of-shares", text=title.rstrip(" ,%"))
            return Measure(
                question.key, title, cells, _each(means, lambda n: n.base.given), "note-means"
            )
        case "scale":
            scale = tally_scale(roadmap, question, wave)
            cells = _each(scale, lambda s: based_share_cell(s.satisfaction, language=language))
            title = say(language, "satisfaction-of", text=title)
            return Measure(question.key, title, cells, None, "note-satisfaction")
        case "choice" if is_yes_or_no(question):
            return _yes_measure(roadmap, question, wave, language=language)
        case _:
            return None


def _ratio_measure(
    roadmap: Roadmap, question: Question, wave: Wave, *, language: Language
) -> Measure | None:
    """A number that cannot be above another is a part of it: its share, beside its sum."""
    whole = next((q for q in questions_of(roadmap, wave) if q.key == question.not_above), None)
    if question.kind != "number" or whole is None or not (question.whole and whole.whole):
        return None
    shares = tally_ratio(roadmap, wave, part=question, whole=whole)
    cells = _each(shares, lambda share: based_share_cell(share, language=language))
    title = say(language, "ratio-of", whole=title_of(whole, language=language))
    return Measure(question.key, title, cells, None, "note-ratio")


def _yes_measure(
    roadmap: Roadmap, question: Question, wave: Wave, *, language: Language
) -> Measure:
    yes = question.choices[0]
    choices = tally_choices(roadmap, question, wave)
    cells = _each(choices, lambda c: based_share_cell(c.share(yes.key), language=language))
    text, choice = title_of(question, language=language), yes.text.to(language)
    title = say(language, "choice-of", text=text, choice=choice)
    return Measure(question.key, title, cells, None, "note-choices")


def _each(figures: ByDistrict[T], make: Callable[[T], V]) -> ByDistrict[V]:
    return ByDistrict(
        tuple((district, make(figure)) for district, figure in figures.rows), make(figures.total)
    )


def _group_by_base(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Neighbours that may share one base column: the same bases in every row, or bases of their
    own in each cell; no more of them than a page's width holds."""
    groups: list[list[Measure]] = []
    for measure in measures:
        last = groups[-1] if groups else []
        bases = [each.bases for each in (*last, measure) if each.bases is not None]
        alike = all(base == bases[0] for base in bases)
        if last and alike and len(last) < _PER_TABLE:
            last.append(measure)
        else:
            groups.append([measure])
    return groups


def _table(measures: Sequence[Measure], *, first: bool, language: Language) -> Table:
    """Measures of one group side by side, behind the column of their base."""
    base = next((measure.bases for measure in measures if measure.bases is not None), None)
    columns = [measure.cells for measure in measures]
    titles = [measure.title for measure in measures]
    notes = [say(language, note) for note in dict.fromkeys(each.note for each in measures)]
    if base is not None:
        columns.insert(0, _each(base, lambda count: count_cell(count, language=language)))
        titles.insert(0, say(language, "given"))
        notes.append(say(language, "note-base"))
    general = say(language, "caption-indicators" if first else "caption-indicators-more")
    return Table(
        columns=district_columns(language) + figure_columns(*titles, width=1.3),
        rows=district_rows(_side_by_side(columns), tuple, language=language),
        caption=measures[0].title if len(measures) == 1 else general,
        note=join_notes(*notes),
        key=f"by-{measures[0].question}",
    )


def _side_by_side(columns: Sequence[ByDistrict[Cell]]) -> ByDistrict[tuple[Cell, ...]]:
    """Join columns row by row; a district that only some columns have gets blanks in the others."""
    found = [dict(column.rows) for column in columns]
    districts = dict.fromkeys(district for column in columns for district, _ in column.rows)
    rows = tuple(
        (district, tuple(column.get(district, Cell(NONE)) for column in found))
        for district in districts
    )
    return ByDistrict(rows, tuple(column.total for column in columns))


def _choice_table(
    question: Question, choices: ByDistrict[ChoiceTally], *, language: Language
) -> Table:
    """One question with more than two choices: each choice is a column."""

    def cells(row: ChoiceTally) -> tuple[Cell, ...]:
        shares = (row.share(choice.key) for choice in question.choices)
        given = count_cell(row.base.given, language=language)
        return (given, *(based_share_cell(share, language=language) for share in shares))

    titles = (choice.text.to(language) for choice in question.choices)
    several = (say(language, "note-several"),) if question.kind == "several" else ()
    return Table(
        columns=district_columns(language)
        + figure_columns(say(language, "given"), *titles, width=1.2),
        rows=district_rows(choices, cells, language=language),
        caption=title_of(question, language=language),
        note=join_notes(say(language, "note-choices"), *several),
        key=question.key,
    )
