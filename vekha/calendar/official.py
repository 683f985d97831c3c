"""Official non-working days of Kazakhstan and Russia, with their transfers, one year at a time.

The years of the snapshot (`snapshot`) come from its file, all others from the `holidays` library,
which is imported only then. With the locked version the decrees on transfers are known for Russia
from 1991 to 2027 and for Kazakhstan from 2000 to 2025. Outside them the holidays are computed by
rule, transfers are missing and `known` is False. The roadmap's own days off are in `working`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from vekha.calendar.snapshot import recorded_year
from vekha.calendar.year import COUNTRIES, OfficialYear

__all__ = ["COUNTRIES", "OfficialYear", "official_year", "reckon_year"]

_SATURDAY = 5


@lru_cache(maxsize=256)
def official_year(country: str, year: int) -> OfficialYear:
    """Read one year of a country in `COUNTRIES`; raises ValueError for any other country."""
    if country not in COUNTRIES:
        msg = f"no official calendar is kept for {country!r}; known: {', '.join(COUNTRIES)}"
        raise ValueError(msg)
    return recorded_year(country, year) or reckon_year(country, year)


def reckon_year(country: str, year: int) -> OfficialYear:
    """One year of a country in `COUNTRIES` as the `holidays` library has it."""
    import holidays  # here: 0.1 to 0.3 s that the years of the snapshot need not pay

    # expand=False: a look-up must not silently add another year to the mapping.
    own = {"KZ": "kk", "RU": "ru"}[country]
    kept = holidays.country_holidays(country, years=year, expand=False, language=own)
    days = {day: name for day, name in sorted(kept.items()) if day.year == year}
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
