"""Indicators by formula: what counts as taking part, what the base is, and how both are printed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.roadmap.figures import Indicator
from vekha.tally.indicators import Figure, took_part
from vekha.tally.indicators import tally_each as each
from vekha.tally.indicators import tally_indicator as tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap

ANSWERS: dict[str, dict[str, Any]] = {
    "city-1": {"schools": 30, "small": 11, "useful": "plus"},
    "north-a": {"schools": 23, "small": 19, "useful": "minus", "quality": 50},
    "north-b": {"schools": 17, "useful": "absent"},
    "south-a": {"schools": 0, "small": 0, "useful": "unplanned"},
    "south-b": {"useful": "not-held"},
}


def indicator(numerator: dict[str, Any], denominator: dict[str, Any], **more: Any) -> Indicator:
    written = {"numerator": numerator, "denominator": denominator, **more}
    return Indicator.model_validate(
        {"title": "Доля", "questionnaire": "all", "unit": "школ", **written}
    )


def sides(roadmap: Roadmap, wave: Wave, asked: Indicator) -> tuple[Fraction | int, Fraction | int]:
    total = tally(roadmap, asked, wave).total
    return total.numerator, total.denominator


def test_share_of_two_sums_is_taken_over_those_who_gave_both(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    """north-b gave only one of the two numbers: its 17 schools are no part of the base."""
    asked = indicator({"sum": ["small"]}, {"sum": ["schools"]})
    assert sides(roadmap, wave(ANSWERS), asked) == (30, 53)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        ("organisations", "asked", (2, 5)),  # «+» and «–» took part; all five were asked
        ("places", "offered", (2, 3)),  # not planned and not held were not offered
        ("satisfied", "judged", (1, 2)),  # the zeros are no judgement
    ],
)
def test_zeros_of_the_scale_are_kept_apart(
    roadmap: Roadmap,
    wave: Callable[..., Wave],
    numerator: str,
    denominator: str,
    expected: tuple[int, int],
) -> None:
    asked = indicator({numerator: ["useful"]}, {denominator: ["useful"]})
    assert sides(roadmap, wave(ANSWERS), asked) == expected


def test_base_of_a_question_is_its_audience(roadmap: Roadmap, wave: Callable[..., Wave]) -> None:
    """`quality` is asked of rural schools only, four of the five that answered."""
    asked = indicator({"organisations": ["quality"]}, {"asked": ["quality"]})
    assert sides(roadmap, wave(ANSWERS), asked) == (1, 4)


def test_audience_of_the_indicator_narrows_both_sides(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    one = indicator({"organisations": ["useful"]}, {"asked": ["useful"]}, audience=["city-school"])
    assert sides(roadmap, wave(ANSWERS), one) == (1, 1)


def test_each_organisation_has_its_own_coefficient(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    both = {"places": ["useful", "small"]}
    asked = indicator(both, {"offered": ["useful", "small"]}, out_of=10, rounding=0)
    found = {
        sheet.respondent.organisation.key: figure
        for sheet, figure in each(roadmap, asked, wave(ANSWERS))
    }
    assert found["city-1"].text(language="ru", decimals=0) == "10"
    assert found["south-a"].text(language="ru", decimals=0) == "0"
    assert found["south-b"].text(language="ru", decimals=0) == "—"  # nothing was offered


@pytest.mark.parametrize("answer", ["plus", "minus", 1, 0.5, ["maths"], "maths"])
def test_answer_that_says_yes(answer: object) -> None:
    assert took_part(answer)


@pytest.mark.parametrize("answer", [None, 0, "absent", "unplanned", "not-held"])
def test_answer_that_says_no(answer: object) -> None:
    assert not took_part(answer)


def test_exactly_one_thing_is_counted_on_each_side() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        indicator({"sum": ["small"], "places": ["small"]}, {"sum": ["schools"]})


@given(part=st.integers(0, 500), whole=st.integers(1, 500))
def test_printed_share_is_within_half_its_last_digit(part: int, whole: int) -> None:
    figure = Figure(Fraction(part), Fraction(whole))
    text = figure.text(language="ru", decimals=1).removesuffix("\u00a0%").replace("\u00a0", "")
    assert abs(Fraction(text.replace(",", ".")) - 100 * Fraction(part, whole)) <= Fraction(1, 20)
