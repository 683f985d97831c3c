"""One country's official year: a value. Where it comes from is in `official`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vekha.calendar.holiday_names import translate_holiday

COUNTRIES = ("KZ", "RU")


class OfficialYear(NamedTuple):
    """One country's year.

    `days` maps each official holiday or day off to its name in the library's own language (kk for
    Kazakhstan, ru for Russia). `working_weekends` are Saturdays and Sundays that are worked because
    their day off was transferred. `known` is False where the law for the year is not in the
    library: then the holidays are computed by rule, and transfers by decree are missing.
    """

    country: str
    year: int
    days: Mapping[date, str]
    working_weekends: frozenset[date]
    known: bool

    def name(self, day: date, *, language: str = "ru") -> str | None:
        """The holiday's name in `language` (ru, kk or en); None when the day is no holiday."""
        name = self.days.get(day)
        return None if name is None else translate_holiday(name, language=language)
