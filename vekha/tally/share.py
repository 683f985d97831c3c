"""A share: two counts, kept apart until the share is printed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from vekha.tally.numbers import NO_BREAK, NONE, half_up, print_number


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. Raises ValueError where the part is more than the whole."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            msg = f"{self.numerator} of {self.denominator} is no share"
            raise ValueError(msg)

    @property
    def value(self) -> Fraction | None:
        """The share itself, 0 to 1; None where there is nobody to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, *, decimals: int = 1) -> float | None:
        """The rounded percentage for a chart or a spreadsheet, None where undefined."""
        return None if self.value is None else float(half_up(self.value * 100, decimals=decimals))

    def text(self, *, language: str, decimals: int = 1) -> str:
        """«69,6 %», or «—» where undefined."""
        if self.value is None:
            return NONE
        number = print_number(self.value * 100, language=language, decimals=decimals)
        return f"{number}%" if language == "en" else f"{number}{NO_BREAK}%"
