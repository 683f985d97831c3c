"""Answers over the whole programme: the participation scale, further numbers, choices, texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.documents.cells import (
    based_share_cell,
    count_cell,
    figure_cell,
    figure_columns,
    join_notes,
    share_cell,
    words_cell,
)
from vekha.documents.indicators import is_yes_or_no, questions_of, title_of
from vekha.documents.participation import name_districts
from vekha.documents.wording import say
from vekha.outline import Cell, Column, Heading, Paragraph, Row, Table
from vekha.tally.questions import (
    asked_of,
    list_quotes,
    tally_choices,
    tally_numbers,
    tally_scale,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vekha.answers import Wave
    from vekha.outline import Block, Language
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.questions import ChoiceTally, Quote

_ZEROS = ("absent", "unplanned", "not-held")


def scale_table(roadmap: Roadmap, wave: Wave, *, language: Language) -> Table | None:
    """Every question of the scale 0 / + / −; None where the questionnaire has none."""
    questions = [q for q in questions_of(roadmap, wave) if q.kind == "scale"]
    if not questions:
        return None
    rows = tuple(
        _scale_row(roadmap, question, wave, number, language=language)
        for number, question in enumerate(questions, 1)
    )
    keys = ("plus", "minus", *_ZEROS, "blank")
    columns = (
        Column(say(language, "number"), "centre", 0.4),
        Column(say(language, "scale-item"), "left", 2.4),
        *figure_columns(*(say(language, f"scale-{key}") for key in keys), width=0.95),
        Column(say(language, "scale-satisfaction"), "right", 1.3),
    )
    caption, note = say(language, "caption-scale"), say(language, "note-scale")
    return Table(columns, rows, caption=caption, note=note, key="scale")


def _scale_row(
    roadmap: Roadmap, question: Question, wave: Wave, number: int, *, language: Language
) -> Row:
    found = tally_scale(roadmap, question, wave).total
    zeros = dict(zip(_ZEROS, (found.absent, found.unplanned, found.not_held), strict=True))
    possible = {zero.key for zero in question.zeros}
    return Row(
        (
            Cell(str(number), number, "0"),
            Cell(title_of(question, language=language)),
            count_cell(found.plus, language=language),
            count_cell(found.minus, language=language),
            *(
                count_cell(count, language=language)
                if key in possible or count
                else Cell(say(language, "not-applicable"))
                for key, count in zeros.items()
            ),
            count_cell(found.base.blank, language=language),
            based_share_cell(found.satisfaction, language=language),
        )
    )


def numbers_table(roadmap: Roadmap, wave: Wave, *, language: Language) -> Table | None:
    """Numbers that are no key indicators, in all; None where there are none."""
    questions = [
        q
        for q in questions_of(roadmap, wave)
        if q.kind in ("number", "share") and not q.key_indicator
    ]
    if not questions:
        return None
    columns = (
        Column(say(language, "indicator"), "left", 3.0),
        *figure_columns(*(say(language, key) for key in ("sum", "mean", "given"))),
    )
    rows = tuple(_number_row(roadmap, q, wave, language=language) for q in questions)
    caption, note = say(language, "caption-numbers"), say(language, "note-numbers")
    return Table(columns, rows, caption=caption, note=note, key="numbers")


def _number_row(roadmap: Roadmap, question: Question, wave: Wave, *, language: Language) -> Row:
    found = tally_numbers(roadmap, question, wave).total
    title = title_of(question, language=language)
    if question.kind == "share":  # percentages of different schools cannot be added
        title, total = say(language, "mean-of-shares", text=title.rstrip(" ,%")), None
    else:
        total = found.total if found.base.given else None
    decimals = 0 if question.whole else 1
    return Row(
        (
            Cell(title),
            Cell(say(language, "not-applicable"))
            if question.kind == "share"
            else figure_cell(total, language=language, decimals=decimals),
            figure_cell(found.mean, language=language, decimals=1),
            count_cell(found.base.given, language=language),
        )
    )


def choices_table(roadmap: Roadmap, wave: Wave, *, language: Language) -> Table | None:
    """Choices that are not in the tables by district; each question is a section of the table."""
    questions = [
        q
        for q in questions_of(roadmap, wave)
        if q.kind in ("choice", "several") and (not q.key_indicator or is_yes_or_no(q))
    ]
    if not questions:
        return None
    rows = tuple(
        row for q in questions for row in _choice_rows(roadmap, q, wave, language=language)
    )
    columns = (
        Column(say(language, "choice"), "left", 3.4),
        *figure_columns(say(language, "count"), say(language, "share")),
    )
    notes = [say(language, "note-distribution")]
    if any(question.kind == "several" for question in questions):
        notes.append(say(language, "note-several"))
    caption = say(language, "section-choices")
    return Table(columns, rows, caption=caption, note=join_notes(*notes), key="choices")


def _choice_rows(
    roadmap: Roadmap, question: Question, wave: Wave, *, language: Language
) -> Iterator[Row]:
    found: ChoiceTally = tally_choices(roadmap, question, wave).total
    base = {"given": found.base.given, "asked": found.base.asked}
    text = title_of(question, language=language)
    yield Row((Cell(say(language, "question-base", text=text, **base)),), "section")
    for choice in question.choices:
        yield Row(
            (
                Cell(choice.text.to(language)),
                count_cell(found.counts[choice.key], language=language),
                share_cell(found.share(choice.key), language=language),
            )
        )
    if found.base.blank:
        blank = count_cell(found.base.blank, language=language)
        not_part = Cell(say(language, "not-applicable"))
        yield Row((Cell(say(language, "blank")), blank, not_part))


def quote_blocks(roadmap: Roadmap, wave: Wave, *, language: Language) -> tuple[Block, ...]:
    """Texts word for word, each question a table by district and school."""
    blocks: list[Block] = []
    for question in questions_of(roadmap, wave):
        if question.kind != "text":
            continue
        quotes = list_quotes(roadmap, question, wave)
        blocks.append(Heading(title_of(question, language=language), level=2))
        if not quotes:
            blocks.append(Paragraph(say(language, "quotes-none")))
            continue
        asked = len(asked_of(roadmap, question, wave.sheets))
        columns = (
            Column(say(language, "number"), "centre", 0.35),
            Column(say(language, "organisation"), "left", 1.6),
            Column(say(language, "answer"), "left", 3.0),
        )
        blocks.append(
            Table(
                columns,
                tuple(_quote_rows(roadmap, quotes, language=language)),
                note=say(language, "note-quotes", given=len(quotes), asked=asked),
                key=question.key,
            )
        )
    return tuple(blocks)


def quotes_title(roadmap: Roadmap, wave: Wave, *, language: Language) -> str:
    """The questionnaire's own title of the section where all texts stand, else a general one."""
    survey = roadmap.file.surveys[wave.survey]
    titles = [
        section.title.to(language)
        for section in roadmap.file.questionnaires[survey.questionnaire].sections
        if any(question.kind == "text" for question in section.questions)
    ]
    return titles[0] if len(titles) == 1 else say(language, "section-texts")


def _quote_rows(
    roadmap: Roadmap, quotes: tuple[Quote, ...], *, language: Language
) -> Iterator[Row]:
    above = None
    districts = name_districts(roadmap, language=language)
    for number, quote in enumerate(quotes, 1):
        organisation = quote.sheet.respondent.organisation
        district = districts.get(organisation.key, "—")
        if district != above:
            yield Row((Cell(district),), "section")
            above = district
        text = words_cell(quote.text)
        yield Row((Cell(str(number), number, "0"), Cell(organisation.name), text))
