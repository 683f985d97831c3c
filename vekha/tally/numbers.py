"""The one rounding rule (half up, to a stated number of decimals) and how numbers are printed."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

NONE = "—"  # no figure: nobody to divide by, nothing to add
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_GROUP_FROM = 10_000  # four figures are written together: 1234, 12 345


def exact(value: object) -> Fraction | None:
    """An answer's number as it was typed (69.6 is 696/10); None for anything that is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(repr(value)) if math.isfinite(value) else None


def half_up(value: Fraction | int, *, decimals: int) -> Decimal:
    """Round half away from zero, so that 0.25 and −0.25 mirror each other; `decimals` ≥ 0."""
    scaled = abs(Fraction(value)) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = 1 if value < 0 and whole else 0
    # Built from digits: arithmetic in a Decimal context would round large sums a second time.
    return Decimal((sign, tuple(int(digit) for digit in str(whole)), -decimals))


def print_number(
    value: Fraction | int | None, *, language: str, decimals: int = 0, signed: bool = False
) -> str:
    """«1234,5», «12 345», «−0,3», «+4» (`signed`), «—» for None; a point in English."""
    if value is None:
        return NONE
    rounded = half_up(value, decimals=decimals)
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    if int(whole) >= _GROUP_FROM:
        whole = f"{int(whole):,}"
        whole = whole if language == "en" else whole.replace(",", NO_BREAK)
    point = "." if language == "en" else ","
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + (f"{whole}{point}{rest}" if rest else whole)
