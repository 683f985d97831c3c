"""How often: «ежеквартально», «1 раз в месяц», «каждый понедельник», «ай сайын»; days are in `spans`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.sense import Case, Role, Unit, Word
from vekha.terms.ways import Way, Ways

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.TOQSAN: 3, Unit.HALF: 6, Unit.YEAR: 12}
_WEEKDAY_LIMIT = 7
_SHORT_NAME = 4  # letters of «пн», «четв»
_WORKDAYS = tuple((0, day) for day in range(5))
_DAYS_RUSSIAN = frozenset({"дни", "дням", "днях"})
_UNKNOWN_TIMES = 99  # «несколько раз»: more than any rhythm divides
_COUNTS = frozenset({Role.NUMBER, Role.CARDINAL, Role.ORDINAL})
_TIMES, _EVERY = frozenset({Role.TIMES}), frozenset({Role.EVERY})
_WEEKDAY = frozenset({Role.WEEKDAY})


class Repetition(NamedTuple):
    """How often something comes round.

    `frequency` and `interval` are RRULE's. `weekdays` are (which in the month or 0, weekday).
    `counted` says that a count was read as a rhythm («2-3 раза в неделю»). `problem` is the code of
    the note that says why no rule can say it.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    every_unit: Unit | None = None
    counted: bool = False
    problem: str = ""


Found = tuple[Repetition, int]


def _read_frequency(words: Sequence[Word], place: int) -> Found | None:
    """«ежеквартально»: one word that says it all."""
    word = words[place]
    if word.role is not Role.FREQUENCY or not isinstance(word.value, tuple):
        return None
    monthly = Unit.MONTH if word.value == ("MONTHLY", 1) else None
    return Repetition(word.value[0], word.value[1], every_unit=monthly), place + 1


def of_unit(unit: Unit, n: int = 1) -> Repetition:
    """Every `n` units; a school's term has no rhythm that a rule could say."""
    if unit is Unit.DAY:
        return Repetition("DAILY", n, every_unit=unit)
    if unit is Unit.WEEK:
        return Repetition("WEEKLY", n, every_unit=unit)
    if unit is Unit.YEAR:
        return Repetition("YEARLY", n, every_unit=unit)
    if unit in _MONTHS_IN:
        return Repetition("MONTHLY", _MONTHS_IN[unit] * n, every_unit=unit)
    return Repetition("", problem="term-calendar" if unit is Unit.TERM else "count")


def _times_per(times: int, most: int, unit: Unit, units: int) -> Repetition:
    """`times` (to `most`) in `units` of a unit: a rhythm where they divide it evenly."""
    if times == 1 and most == 1:
        return of_unit(unit, units)
    if unit is Unit.WEEK and units == 1 and most <= _WEEKDAY_LIMIT:
        return Repetition("WEEKLY", 1, every_unit=unit, counted=True)
    months = _MONTHS_IN.get(unit, 0) * units
    if times == most and months > times and months % times == 0:
        return Repetition("MONTHLY", months // times, every_unit=unit, counted=True)
    if times == most == months:
        return Repetition("MONTHLY", 1, every_unit=unit, counted=True)
    return Repetition("", problem="count")


def _read_times(words: Sequence[Word], place: int) -> Found | None:
    """«не реже 1 раза в квартал», «раз в две недели», "twice a year"."""
    at = place
    while words[at].role in (Role.NOT, Role.LEAST) or (
        at > place and words[at].role is Role.FILLER
    ):
        at += 1
    if words[at].role is Role.IN and at > place:
        at += 1  # "at least"
    found = read_count(words, at)
    if found is None:
        return None
    times, most, at = found
    while words[at].role in (Role.IN, Role.FILLER, Role.EVERY, Role.FOR) or (
        words[at].text in ("per", "/", ".")
    ):
        at += 1
    return _per_unit(words, at, times, most)


def _per_unit(words: Sequence[Word], at: int, times: int, most: int) -> Found | None:
    units = 1
    if words[at].role in _COUNTS and words[at + 1].text == "," and words[at + 2].role in _COUNTS:
        return Repetition("", problem="count"), at + 3  # «1 раз в 1,5 месяца»
    if words[at].role in _COUNTS:
        units, at = words[at].number, at + 1
    while words[at].role in (Role.SCHOOL, Role.CALENDAR, Role.WORKING):
        at += 1
    unit = words[at]
    if unit.role is not Role.UNIT or not units:
        return None
    return _times_per(times, most, Unit(str(unit.value)), units), at + 1


def read_count(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """«раз», «2 раза», «2-3 раза», «дважды», «екі рет»: least, most, and the place after."""
    word = words[at]
    if word.role is Role.SEVERAL and words[at + 1].role is Role.TIMES:
        return 2, _UNKNOWN_TIMES, at + 2
    if word.role is Role.TIMES:
        n = word.number or 1
        return n, n, at + 1
    if word.role not in _COUNTS:
        return None
    least = most = word.number
    at += 1
    if words[at].text == "-" and words[at + 1].role in _COUNTS:
        most, at = words[at + 1].number, at + 2
    if words[at].role is not Role.TIMES or words[at].number or not least:
        return None
    return least, most, at + 1


def _read_times_kazakh(words: Sequence[Word], place: int) -> Found | None:
    """«айына бір рет», «жылына 2 рет», «екі аптада бір рет»."""
    at, units = place, 1
    if words[at].role is Role.CARDINAL or words[at].role is Role.NUMBER:
        units, at = words[at].number, at + 1
    unit = words[at]
    if unit.role is not Role.UNIT or unit.language != "kk":
        return None
    if unit.case not in (Case.DATIVE, Case.LOCATIVE):
        return None
    at += 1
    while words[at].role is Role.LEAST:
        at += 1
    found = read_count(words, at)
    if found is None or not units:
        return None
    times, most, after = found
    while words[after].role in (Role.LEAST, Role.FILLER):
        after += 1  # «бір реттен кем емес»
    return _times_per(times, most, Unit(str(unit.value)), units), after


def _read_every(words: Sequence[Word], place: int) -> Found | None:
    """«каждый понедельник», «каждые две недели», «каждый второй четверг», «әр айдың»."""
    if words[place].role is not Role.EVERY or words[place].after:
        return None
    at = place + 1
    n = 1
    if words[at].role in _COUNTS:
        after = words[at + 1]
        if after.role is Role.WEEKDAY:
            return _with_month(words, Repetition("MONTHLY", 1), at, said=True)
        if words[at].number < 1 or _is_nth_of_month(words, at):
            return None  # «каждую последнюю неделю месяца»: one of each month
        n, at = words[at].number, at + 1
    working = words[at].role in (Role.WORKING, Role.SCHOOL)
    unit = words[at + working]
    if unit.role is Role.WEEKDAY:
        return _weekdays(words, at)
    if unit.role is not Role.UNIT or not n:
        return None
    if working and unit.value is Unit.DAY:
        return Repetition("WEEKLY", 1, _WORKDAYS), at + 2
    return of_unit(Unit(str(unit.value)), n), at + working + 1


def _is_nth_of_month(words: Sequence[Word], at: int) -> bool:
    """«первый рабочий день месяца» counts days within a month; «две недели» is an amount."""
    unit = at + 1 + (words[at + 1].role is Role.WORKING)
    counted = words[unit].role is Role.UNIT and words[unit].value in (Unit.DAY, Unit.WEEK)
    return words[at].role is Role.ORDINAL and counted and _is_month_unit(words[unit + 1])


def _read_every_after(words: Sequence[Word], place: int) -> Found | None:
    """«ай сайын», «дүйсенбі сайын»."""
    n = words[place].number if words[place].role in _COUNTS else 1
    place += words[place].role in _COUNTS
    word, every = words[place], words[place + 1]
    if every.role is not Role.EVERY or not every.after:
        return None
    if word.role is Role.WEEKDAY:
        return Repetition("WEEKLY", 1, ((0, word.number),)), place + 2
    if word.role is Role.UNIT:
        return (of_unit(Unit(str(word.value)), n), place + 2) if n > 0 else None
    return None


def _weekdays(words: Sequence[Word], at: int) -> Found:
    """One or several weekdays: «каждый вторник и четверг», «пн, ср»."""
    days = [words[at].number]
    at += 1
    while words[at].role is Role.AND or words[at].text == ",":
        inner = at + 1 + (words[at + 1].role is Role.TO)
        if words[inner].role is not Role.WEEKDAY:
            break
        days.append(words[inner].number)
        at = inner + 1
    return Repetition("WEEKLY", 1, tuple((0, day) for day in sorted(set(days)))), at


def _read_on_weekdays(words: Sequence[Word], place: int) -> Found | None:
    """«по понедельникам», "on Mondays"; a single weekday says no rhythm by itself."""
    week = words[place]
    of_week = week.value is Unit.WEEK and week.case is Case.GENITIVE
    if of_week and words[place + 1].role is Role.WEEKDAY:
        rule, after = _weekdays(words, place + 1)  # «аптаның бейсенбі күні»
        return rule, after + (words[after].value is Unit.DAY)
    introduced = words[place].role in (Role.TO, Role.IN)
    at = place + introduced
    if introduced and words[at].role is Role.UNIT and words[at].many and words[at].language == "ru":
        return of_unit(Unit(str(words[at].value))), at + 1  # «по полугодиям»
    if words[at].role is Role.WORKING:
        return _read_on_workdays(words, at)
    if words[at].role is not Role.WEEKDAY:
        return None
    listed, after = _weekdays(words, at)
    days = words[after]  # «сәрсенбі күндері», «сейсенбі және бейсенбі күндері»
    if days.value is Unit.DAY and days.many:
        return listed, after + 1
    short = introduced and words[at].language == "ru" and len(words[at].text) <= _SHORT_NAME
    return (listed, after) if words[at].many or short else None  # «по пн. и чт.»


def _read_on_workdays(words: Sequence[Word], at: int) -> Found | None:
    """«по рабочим дням», «в будни», «жұмыс күндері»."""
    day = words[at + 1]
    dayful = day.value is Unit.DAY
    many = words[at].many or day.many or day.text in _DAYS_RUSSIAN
    if not many or not (dayful or words[at].many):
        return None
    return Repetition("WEEKLY", 1, _WORKDAYS), at + 1 + dayful


def _read_weekday_range(words: Sequence[Word], place: int) -> Found | None:
    """«с понедельника по пятницу», "from Monday to Friday", «дүйсенбіден жұмаға дейін»."""
    at = place + (words[place].role is Role.FROM)
    if words[at].role is not Role.WEEKDAY:
        return None
    if words[at].case is Case.ABLATIVE and words[at + 1].role is Role.WEEKDAY:
        days = range(words[at].number, words[at + 1].number + 1)
        until = words[at + 2].role is Role.UNTIL
        rule = Repetition("WEEKLY", 1, tuple((0, day) for day in days))
        return (rule, at + 2 + until) if days else None
    link, last = words[at + 1], words[at + 2]
    if (
        not (link.text == "-" or link.role in (Role.TO, Role.UNTIL))
        or last.role is not Role.WEEKDAY
    ):
        return None
    days = range(words[at].number, last.number + 1)
    return (Repetition("WEEKLY", 1, tuple((0, day) for day in days)), at + 3) if days else None


def _read_nth_weekday(words: Sequence[Word], place: int) -> Found | None:
    """«первый четверг месяца», «1-я и 3-я среда каждого месяца», «айдың бірінші бейсенбісі»."""
    at = place + (words[place].role is Role.IN)
    month_before = _is_month_unit(words[at]) and words[at].case is Case.GENITIVE
    at += month_before
    return _with_month(words, Repetition("MONTHLY", 1), at, said=month_before)


def _with_month(
    words: Sequence[Word], repetition: Repetition, at: int, *, said: bool = False
) -> Found | None:
    numbers: list[int] = []
    while words[at].role is Role.ORDINAL or words[at].role is Role.NUMBER:
        numbers.append(words[at].number)
        at += 1
        if words[at].role is Role.AND or words[at].text == ",":
            at += 1
    weekday = words[at]
    if not numbers or weekday.role is not Role.WEEKDAY:
        return None
    named = at + 1 + (words[at + 1].role is Role.FILLER)
    if words[named].role is Role.MONTH or not all(-2 <= n <= 5 and n for n in numbers):
        return None
    at += 1
    inner = at
    while words[inner].role in (Role.FILLER, Role.EVERY, Role.IN):
        inner += 1
    if _is_month_unit(words[inner]):
        said, at = True, inner + 1
    days = tuple((n, weekday.number) for n in numbers)
    unit = Unit.MONTH if said else None
    return repetition._replace(weekdays=days, every_unit=unit), at


def _is_month_unit(word: Word) -> bool:
    return word.value is Unit.MONTH


REPETITION_WAYS = Ways(
    Way(_read_frequency, frozenset({Role.FREQUENCY}), frozenset({Role.FREQUENCY})),
    Way(_read_times, _COUNTS | {Role.NOT, Role.LEAST, Role.SEVERAL, Role.TIMES}, _TIMES),
    Way(_read_every, _EVERY, _EVERY),
    Way(_read_every_after, _COUNTS | {Role.WEEKDAY, Role.UNIT}, _EVERY),
    Way(
        _read_on_weekdays,
        frozenset({Role.UNIT, Role.TO, Role.IN, Role.WORKING, Role.WEEKDAY}),
        frozenset({Role.UNIT, Role.WORKING, Role.WEEKDAY}),
    ),
    Way(_read_weekday_range, frozenset({Role.FROM, Role.WEEKDAY}), _WEEKDAY),
    Way(_read_times_kazakh, frozenset({Role.CARDINAL, Role.NUMBER, Role.UNIT}), _TIMES),
    Way(
        _read_nth_weekday,
        frozenset({Role.IN, Role.UNIT, Role.ORDINAL, Role.NUMBER}),
        _WEEKDAY,
    ),
)
