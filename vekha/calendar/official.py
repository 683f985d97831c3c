"""Official non-working days of Kazakhstan and Russia, with their transfers, one year at a time.

The days come from the `holidays` library, which is imported only when a year is first asked for.
With the locked version the decrees on transfers are known for Russia from 1991 to 2027 and for
Kazakhstan from 2000 to 2025. Outside them the holidays are computed by rule, transfers are missing
and `known` is False. The roadmap's own days off are in `working`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from vekha.calendar.holiday_names import translate_holiday

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTRIES = ("KZ", "RU")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OfficialYear:
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


@lru_cache(maxsize=256)
def official_year(country: str, year: int) -> OfficialYear:
    """Read one year of a country in `COUNTRIES`; raises ValueError for any other country."""
    if country not in COUNTRIES:
        msg = f"no official calendar is kept for {country!r}; known: {', '.join(COUNTRIES)}"
        raise ValueError(msg)
    import holidays  # here: --help and `terms` must not pay for it

    # expand=False: a look-up must not silently add another year to the mapping.
    own = {"KZ": "kk", "RU": "ru"}[country]
    kept = holidays.country_holidays(country, years=year, expand=False, language=own)
    days = {day: name for day, name in kept.items() if day.year == year}
    saturday_or_sunday = (
        day for day in _weekends(year) if day not in days and kept.is_working_day(day)
    )
    return OfficialYear(
        country=country,
        year=year,
        days=days,
        working_weekends=frozenset(saturday_or_sunday),
        # Құрбан айт follows the moon: a year whose date is only reckoned is not known.
        known=year in _decreed(country) and not any("бағаланған" in n for n in days.values()),
    )


def _weekends(year: int) -> list[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year and day.weekday() >= _SATURDAY]


@lru_cache(maxsize=8)
def _decreed(country: str) -> range:
    """The years for which the library holds the decrees on transfers."""
    from holidays.countries.kazakhstan import KazakhstanStaticHolidays
    from holidays.countries.russia import RussiaStaticHolidays

    years = {
        "KZ": KazakhstanStaticHolidays.special_public_holidays,
        "RU": RussiaStaticHolidays.special_public_holidays,
    }[country]
    return range(min(years), max(years) + 1)
