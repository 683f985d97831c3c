from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.questionnaire import questions_for
from vekha.states import SheetState
from vekha.tally.questions import (
    asked_of,
    list_quotes,
    tally_choices,
    tally_files,
    tally_numbers,
    tally_scale,
)
from vekha.tally.ratios import tally_ratio
from vekha.tally.trace import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question

SCHOOLS = ("city-1", "city-2", "north-a", "north-b", "south-a", "south-b")


def test_numbers_are_summed_over_those_who_gave_one(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    answers = {"city-1": {"schools": 4}, "north-a": {"schools": 1}, "south-a": {}}
    found = tally_numbers(roadmap, question("schools"), wave(answers))
    assert found.of("north").total == 5
    assert found.of("north").mean == Fraction(5, 2)
    assert (found.of("south").base.asked, found.of("south").base.given) == (1, 0)
    assert found.of("south").mean is None
    assert found.total.base.blank == 1


def test_figure_can_be_traced_to_its_answers(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    found = tally_numbers(
        roadmap, question("schools"), wave({"north-b": {"schools": 4}, "city-1": {"schools": 0}})
    )
    assert found.of("north").base.sources == (Source("city-1", 1), Source("north-b", 1))


def test_question_of_an_audience_counts_only_it(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    """An answer of a city school to a rural question (an old version, say) is not counted."""
    answers = {"city-1": {"quality": 100}, "north-a": {"quality": 50.5}}
    found = tally_numbers(roadmap, question("quality"), wave(answers))
    assert (found.total.base.asked, found.total.mean) == (1, Fraction("50.5"))


def test_audience_is_the_one_that_the_form_asks(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    questionnaire = roadmap.file.questionnaires["all"]
    everybody = wave({key: {} for key in SCHOOLS})
    for question in questionnaire.questions:
        counted = asked_of(roadmap, question, everybody.sheets)
        by_form = tuple(
            sheet
            for sheet in everybody.sheets
            if question in questions_for(questionnaire, roadmap, sheet.respondent.organisation)
        )
        assert counted == by_form


def test_returned_and_excused_answers_do_not_count(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    states = {"north-a": SheetState.RETURNED, "north-b": SheetState.EXCUSED}
    answers = {key: {"schools": 1} for key in ("north-a", "north-b", "city-1")}
    found = tally_numbers(roadmap, question("schools"), wave(answers, states=states))
    assert found.total.total == 1


def test_several_choices_are_shared_by_those_who_answered(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    answers: dict[str, Any] = {
        "north-a": {"areas": ["maths", "music"]},
        "north-b": {"areas": ["maths", "gone"]},
        "south-a": {"areas": []},
    }
    found = tally_choices(roadmap, question("areas"), wave(answers)).total
    assert found.counts == {"maths": 2, "english": 0, "music": 1}
    assert (found.base.asked, found.base.given) == (3, 2)
    assert found.share("music").text(language="ru") == "50,0\u00a0%"


def test_three_zeros_are_no_part_of_satisfaction(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    marks = ("plus", "plus", "minus", "absent", "unplanned", "not-held")
    answers = {key: {"useful": mark} for key, mark in zip(SCHOOLS, marks, strict=True)}
    found = tally_scale(roadmap, question("useful"), wave(answers)).total
    assert (found.plus, found.minus, found.absent) == (2, 1, 1)
    assert (found.unplanned, found.not_held, found.base.blank) == (1, 1, 0)
    assert (found.satisfaction.numerator, found.satisfaction.denominator) == (2, 3)
    assert (found.participation.numerator, found.participation.denominator) == (3, 4)


def test_files_and_texts_are_counted_and_quoted(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    file = {"id": "1", "name": "План.docx", "size": 1, "sha256": ""}
    answers: dict[str, Any] = {
        "south-a": {"remark": " Мало времени. "},
        "city-1": {"plan": [file, file], "remark": "   "},
        "city-2": {"remark": "Всё хорошо"},
    }
    given_wave = wave(answers)
    files = tally_files(roadmap, question("plan"), given_wave).total
    assert (files.base.asked, files.base.given, files.files) == (2, 1, 2)
    quotes = list_quotes(roadmap, question("remark"), given_wave)
    assert [quote.text for quote in quotes] == ["Всё хорошо", "Мало времени."]


def test_part_above_its_whole_is_left_out_of_the_ratio(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    answers = {
        "north-a": {"schools": 30, "small": 11},
        "north-b": {"schools": 5, "small": 6},
        "south-a": {"schools": 8},
    }
    found = tally_ratio(roadmap, wave(answers), part=question("small"), whole=question("schools"))
    assert (found.total.numerator, found.total.denominator) == (11, 30)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "schools": st.integers(0, 10**6) | st.floats(0, 1e6),
        "quality": st.floats(0, 100),
        "areas": st.lists(st.sampled_from(["maths", "english", "music"]), unique=True),
        "ready": st.sampled_from(["maths", "english"]),
        "useful": st.sampled_from(["plus", "minus", "absent", "unplanned", "not-held"]),
    },
)


@settings(deadline=None)  # shared machines stall now and then
@given(st.dictionaries(st.sampled_from(SCHOOLS), ANSWERS), st.integers())
def test_partitions_add_up_and_order_does_not_matter(
    roadmap: Roadmap,
    question: Callable[[str], Question],
    wave: Callable[..., Wave],
    answers: dict[str, dict[str, Any]],
    seed: int,
) -> None:
    given_wave = wave(answers)
    shuffled = list(given_wave.sheets)
    random.Random(seed).shuffle(shuffled)
    other = replace(given_wave, sheets=tuple(shuffled))

    numbers = tally_numbers(roadmap, question("schools"), given_wave)
    assert sum((row.total for _, row in numbers.rows), start=Fraction(0)) == numbers.total.total
    assert tally_numbers(roadmap, question("schools"), other) == numbers

    choices = tally_choices(roadmap, question("ready"), given_wave)
    for _, row in (*choices.rows, ("", choices.total)):
        assert sum(row.counts.values()) == row.base.given
        shares = [row.share(key).value for key in row.counts]
        assert row.base.given == 0 or sum(share for share in shares if share is not None) == 1
    assert tally_choices(roadmap, question("ready"), other) == choices

    scale = tally_scale(roadmap, question("useful"), given_wave)
    for _, mark in (*scale.rows, ("", scale.total)):
        zeros = mark.absent + mark.unplanned + mark.not_held
        assert mark.plus + mark.minus + zeros + mark.base.blank == mark.base.asked
    assert tally_scale(roadmap, question("useful"), other) == scale
