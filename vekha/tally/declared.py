"""What a declared share should be: its base, the true share, and the trap of the rounded unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vekha.roadmap.declared import DeclaredFigure


def base_of(figure: DeclaredFigure) -> Fraction | None:
    """The figure's base, said or known."""
    base = figure.of if figure.of is not None else figure.base_from
    return Fraction(base).limit_denominator() if base else None


def true_share(figure: DeclaredFigure) -> Fraction | None:
    """The share that the count and the base give, in percent."""
    base = base_of(figure)
    if base is None or figure.count is None:
        return None
    return 100 * Fraction(figure.count).limit_denominator() / base


def multiplied(share: Fraction, base: Fraction) -> int | None:
    """How often the rounded share of one unit is contained in `share`: 84 of 15 is 12 × 7.

    None where it is not a multiple, or where one unit's share needs no rounding.
    """
    one = 100 / base
    rounded = round(one)
    if rounded < 2 or one == rounded or share % rounded:
        return None
    times = int(share / rounded)
    return times if 0 < times <= base else None
