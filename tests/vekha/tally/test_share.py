from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.tally.numbers import exact, half_up, print_number
from vekha.tally.share import Share


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # half up, not to even
        ("-2.5", 0, "-3"),
        ("0.25", 1, "0.3"),
        ("-0.04", 1, "0.0"),
        ("69.6369637", 1, "69.6"),
        ("99.95", 1, "100.0"),
        ("1000000000000000000000000000000.05", 1, "1000000000000000000000000000000.1"),
    ],
)
def test_number_is_rounded_half_up(value: str, decimals: int, rounded: str) -> None:
    assert str(half_up(Fraction(value), decimals=decimals)) == rounded


@pytest.mark.parametrize(
    ("value", "language", "printed"),
    [
        (Fraction("1234.5"), "ru", "1234,5"),
        (Fraction(12345), "kk", "12\u00a0345,0"),
        (Fraction(12345), "en", "12,345.0"),
        (Fraction("-0.25"), "ru", "−0,3"),
        (Fraction("-0.01"), "ru", "0,0"),
        (None, "ru", "—"),
    ],
)
def test_number_is_printed_in_the_language(
    value: Fraction | None, language: str, printed: str
) -> None:
    assert print_number(value, language=language, decimals=1) == printed


def test_difference_carries_its_sign() -> None:
    signs = [print_number(Fraction(n), language="ru", signed=True) for n in (4, 0, -4)]
    assert signs == ["+4", "0", "−4"]


@pytest.mark.parametrize("answer", [True, "5", None, float("nan"), float("inf"), [1]])
def test_answer_that_is_no_number_is_none(answer: object) -> None:
    assert exact(answer) is None


def test_float_means_what_was_typed() -> None:
    assert exact(0.1) == Fraction(1, 10)


def test_share_prints_percent_or_dash() -> None:
    assert Share(211, 303).text(language="ru") == "69,6\u00a0%"
    assert Share(211, 303).text(language="en", decimals=2) == "69.64%"
    assert Share(0, 0).text(language="kk") == "—"
    assert Share(0, 0).percent() is None


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 3), (1, 0)])
def test_share_refuses_a_part_above_its_whole(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(part, whole)


@settings(deadline=None)  # shared machines stall now and then
@given(st.integers(1, 10**6).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
def test_share_lies_between_0_and_100(counts: tuple[int, int]) -> None:
    percent = Share(*counts).percent()
    assert percent is not None
    assert 0 <= percent <= 100


@settings(deadline=None)  # shared machines stall now and then
@given(st.fractions(), st.integers(0, 4))
def test_rounding_moves_by_half_a_unit_at_most(value: Fraction, decimals: int) -> None:
    rounded = Fraction(half_up(value, decimals=decimals))
    assert abs(rounded - value) <= Fraction(1, 2 * 10**decimals)
