"""Which days are worked: weekends, official days off with transfers, and the roadmap's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from vekha.calendar.holiday_names import weekend_name
from vekha.calendar.official import COUNTRIES, OfficialYear, official_year

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
# No run of days off is longer: a calendar without one working day in it is a mistake of the file.
_LONGEST_REST = 400


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of a five-day week in a country ("KZ" or "RU").

    `days_off` are the roadmap's own (каникулы): first day, last day inclusive, name. `working` are
    days that are worked whatever the rest says (a worked Saturday). Raises ValueError for an
    unknown country or a `days_off` that ends before it begins.
    """

    country: str
    days_off: tuple[tuple[date, date, str], ...] = ()
    working: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.country not in COUNTRIES:
            msg = (
                f"no official calendar is kept for {self.country!r}; known: {', '.join(COUNTRIES)}"
            )
            raise ValueError(msg)
        for first, last, name in self.days_off:
            if last < first:
                msg = f"days off {name!r} end on {last} before they begin on {first}"
                raise ValueError(msg)

    def is_working(self, day: date) -> bool:
        """Whether people are at work on `day`."""
        if day in self.working:
            return True
        if any(first <= day <= last for first, last, _ in self.days_off):
            return False
        official = official_year(self.country, day.year)
        if day in official.days:
            return False
        return day.weekday() < _SATURDAY or day in official.working_weekends

    def reason(self, day: date, *, language: str = "ru") -> str | None:
        """Why `day` is not worked, in `language`; None for a working day.

        The roadmap's own name comes first, then the holiday's, then the weekend's.
        """
        if self.is_working(day):
            return None
        for first, last, name in self.days_off:
            if first <= day <= last:
                return name
        holiday = official_year(self.country, day.year).name(day, language=language)
        return holiday or weekend_name(day.weekday(), language=language)

    def next_working(self, day: date) -> date:
        """The first working day that is not before `day`."""
        return self._walk(day, _ONE_DAY)

    def previous_working(self, day: date) -> date:
        """The last working day that is not after `day`."""
        return self._walk(day, -_ONE_DAY)

    def shift(self, day: date, n: int) -> date:
        """The n-th working day after `day` (n > 0) or before it (n < 0), not counting `day`.

        «За 5 рабочих дней до 20 марта» is `shift(20 March, -5)`. With n = 0 it is the first working
        day that is not before `day`.
        """
        if n == 0:
            return self.next_working(day)
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        for _ in range(abs(n)):
            day = self._walk(day + step, step)
        return day

    def count(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both inclusive."""
        days = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=n)) for n in range(days))

    def covered(self, year: int) -> bool:
        """Whether the decrees of `year` are known; if not, days are by rule, without transfers."""
        return self.official(year).known

    def official(self, year: int) -> OfficialYear:
        """The official days of `year` alone."""
        return official_year(self.country, year)

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_REST):
            if self.is_working(day):
                return day
            if not 1 < day.year < MAXYEAR:
                break
            day += step
        msg = f"no working day within {_LONGEST_REST} days of {day}"
        raise ValueError(msg)
