"""Words to points: days, months, quarters, years in figures and words; ranges are in `spans`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.figures import read_figures
from vekha.terms.point import Kind, Point
from vekha.terms.sense import Case, Role, Unit, Word
from vekha.terms.years import is_year, read_year_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.notes import Note

_SMALL = frozenset({Role.IN, Role.FILLER})
_COUNTED = {
    Unit.QUARTER: Kind.QUARTER,
    Unit.HALF: Kind.HALF,
    Unit.TERM: Kind.TERM,
    Unit.TOQSAN: Kind.TERM,
    Unit.DECADE: Kind.DECADE,
    Unit.WEEK: Kind.WEEK,
}
_OF_MONTH = frozenset({Kind.DECADE, Kind.WEEK, Kind.HALF_MONTH, Kind.NTH_WEEKDAY})
_TENS, _NINE = (20, 30), 9
_QUARTERS, _HALVES, _MOST_WEEKS, _MONTH_DAYS = 4, 2, 6, 31

Found = tuple[Point, int]


def skip_small(words: Sequence[Word], place: int) -> int:
    """The place after prepositions and words that say nothing about time."""
    while words[place].role in _SMALL:
        place += 1
    return place


def read_point(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """The longest point that begins at `place` and the place after it; None when none does."""
    word = words[place]
    found: Found | None = None
    match word.role:
        case Role.NUMBER:
            found = _read_number(words, place, notes)
        case Role.ORDINAL | Role.CARDINAL:
            found = _read_counted(words, place, notes)
        case Role.MONTH:
            found = _read_month(words, place, notes)
        case Role.SEASON:
            found = _read_season(words, place, notes)
        case Role.EDGE:
            found = _read_edge(words, place, notes)
        case Role.UNIT:
            found = _read_unit_first(words, place, notes)
        case Role.CURRENT | Role.NEXT:
            found = _read_relative_year(words, place, notes)
        case _:
            return None
    if found is None:
        return None
    point, after = found
    edge = words[after]
    if edge.role is Role.EDGE and edge.language == "kk" and point.kind is not Kind.DAY:
        point = point._replace(edge=str(edge.value), case=edge.case)  # «наурыздың соңына»
        after += 1
    return point._replace(start=word.start, end=words[after - 1].end), after


def _read_number(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    found = read_figures(words, place, notes)
    if found is None:
        return _read_counted(words, place, notes)
    point, after = found
    if point.kind in (Kind.YEAR, Kind.SCHOOL_YEAR):
        return _lead_with_year(words, point, after, notes)
    return found


def _lead_with_year(
    words: Sequence[Word], year: Point, after: int, notes: list[Note]
) -> Found | None:
    """«2020 жылғы 3 ақпан», «2021 год, май»: a year before what it belongs to."""
    inner = after
    if words[inner].text == "," or words[inner].role in _SMALL:
        inner += 1
    kazakh = words[after - 1].language == "kk"
    if words[inner].role is Role.NUMBER and not kazakh:
        return year, after
    if words[inner].role not in (Role.NUMBER, Role.ORDINAL, Role.MONTH, Role.CARDINAL):
        return year, after
    found = read_point(words, inner, notes)
    if found is None or found[0].has_year:
        return year, after
    point = found[0]
    if point.kind is Kind.BARE and not kazakh:
        return year, after
    if year.kind is Kind.SCHOOL_YEAR:
        return within_school_year(point, year), found[1]
    return point._replace(year=year.year), found[1]


def within_school_year(point: Point, year: Point) -> Point:
    """Give a point the calendar year that it has within a school year."""
    if year.year is None:
        return point
    second = (point.month is not None and point.month < 8) or (  # August
        point.month is None and point.n > (2 if point.kind is Kind.TERM else 1)
    )
    return point._replace(year=year.year + second, school=True)


def _read_counted(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """A number or ordinal and what it counts: a day, a quarter, a week, a weekday of a month."""
    word = words[place]
    n, after = _read_ordinal(words, place)
    if words[after].role is Role.FILLER and words[after].language == "en":
        after += 1  # "the 5th of May"
    numbered = words[after].role is Role.DAY_NUMBER
    joined = words[after].text == "-" and _is_counted(words[after + 1])  # «II-жартыжылдық»
    after += numbered or joined
    following = words[after]
    if following.role is Role.ORDINAL and not following.language and is_year(words[after + 1]):
        point = Point(Kind.DAY, n, following.number)  # «15.III.2021»
        return read_year_tail(words, point, after + 1)
    if following.role is Role.MONTH and n >= 0:  # «45 мая» is said to be no day
        return _read_day(words, after, n, notes)
    if numbered:
        return _day_of_month(word, n, word.case), after
    return _read_counted_unit(words, place, after, notes)


def _read_ordinal(words: Sequence[Word], place: int) -> tuple[int, int]:
    """The number at `place` and the place after it; «двадцать пятое» is one number."""
    word, ones = words[place], words[place + 1]
    tens = word.role is Role.CARDINAL and word.number in _TENS
    if tens and ones.role is Role.ORDINAL and ones.language and 1 <= ones.number <= _NINE:
        return word.number + ones.number, place + 2
    return word.number, place + 1


def _read_counted_unit(
    words: Sequence[Word], place: int, after: int, notes: list[Note]
) -> Found | None:
    word, n = words[place], words[place].number
    while words[after].role in (Role.CALENDAR, Role.SCHOOL):
        after += 1
    unit = words[after]
    if _is_counted(unit):
        return _read_nth_unit(words, place, after, notes)
    if unit.role is Role.WEEKDAY and word.role is Role.ORDINAL:
        point = Point(Kind.NTH_WEEKDAY, n, weekday=unit.number, language=unit.language)
        return _need_month(words, point, after + 1, notes)
    if unit.role is Role.HALF_PART and n in (1, 2):
        return _read_half_part(words, n, after + 1, notes)
    if word.role is Role.ORDINAL or word.role is Role.NUMBER:
        return _read_month_day(words, place, notes)
    return None


def _is_counted(word: Word) -> bool:
    return word.role is Role.UNIT and word.value in _COUNTED


def _read_month_day(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«5-күні», "5th day", «последний рабочий день мая», or a number that needs a neighbour."""
    word, after = words[place], place + 1
    working = words[after].role is Role.WORKING
    if working:
        after += 1
    day = words[after]
    if day.role is Role.UNIT and day.value is Unit.MONTH and word.role is Role.ORDINAL:
        return None  # «последнего месяца квартала»
    is_day = day.role is Role.UNIT and day.value is Unit.DAY and not day.many
    if is_day and (word.role is Role.ORDINAL or day.language == "kk"):
        if day.language == "kk" and word.role is Role.NUMBER and day.text == "күн":
            return None  # «5 күн»: five days
        point = _day_of_month(word, word.number, day.case)._replace(working=working)
        after += 1
        if words[after].role is Role.MONTH:
            month, tail = _read_month_tail(words, after, notes)
            kind = Kind.BARE if working else Kind.DAY
            return month._replace(kind=kind, n=point.n, working=working), tail
        return point, after
    if working or word.number > _MONTH_DAYS or word.number == 0:
        return None
    if day.role is Role.UNIT and word.role is Role.NUMBER and day.language != "kk":
        return None  # «9 месяцев», «10 дней»: an amount
    point = Point(Kind.BARE, word.number, case=word.case, language=word.language)
    return point._replace(numbered=word.language in ("kk", "en") and word.role is Role.ORDINAL), (
        place + 1
    )


def _day_of_month(word: Word, n: int, case: Case) -> Point:
    return Point(Kind.BARE, n, case=case, language=word.language, numbered=True)


def _read_day(words: Sequence[Word], month: int, n: int, notes: list[Note]) -> Found:
    point, after = _read_month_tail(words, month, notes)
    after = _skip_day_word(words, after)
    case = words[after - 1].case if words[after - 1].role is Role.UNIT else point.case
    return point._replace(kind=Kind.DAY, n=n, case=case), after


def _skip_day_word(words: Sequence[Word], place: int) -> int:
    """«11 қаңтар күні»: the word “day” after a Kazakh date."""
    word = words[place]
    if word.role is Role.UNIT and word.value is Unit.DAY and word.language == "kk":
        return place + 1
    return place


def _read_month(words: Sequence[Word], place: int, notes: list[Note]) -> Found:
    point, after = _read_month_tail(words, place, notes)
    following = words[after]
    if point.has_year or following.role not in (Role.NUMBER, Role.ORDINAL):
        return point, after
    if point.language == "en" and 1 <= following.number <= _MONTH_DAYS:
        if words[after + 1].role is not Role.MONTH:
            dated, after = read_year_tail(words, point._replace(n=following.number), after + 1)
            return dated._replace(kind=Kind.DAY), after
        return point, after
    if point.case is Case.GENITIVE:
        inner = read_point(words, after, notes)
        if inner and not inner[0].has_year and inner[0].month is None:
            kind = Kind.DAY if inner[0].kind is Kind.BARE else inner[0].kind
            return inner[0]._replace(kind=kind, month=point.month), inner[1]
    return point, after


def _read_month_tail(words: Sequence[Word], place: int, notes: list[Note]) -> Found:
    """A month, the word “month”, and its year: «қыркүйек айының», «декабрь, 2020г»."""
    word, after = words[place], place + 1
    case = word.case
    unit = words[after]
    if unit.role is Role.UNIT and unit.value is Unit.MONTH:
        case, after = unit.case, after + 1
    point = Point(Kind.MONTH, month=word.number, case=case, language=word.language)
    return read_year_tail(words, point, after)


def _read_nth_unit(
    words: Sequence[Word], place: int, unit_place: int, notes: list[Note]
) -> Found | None:
    n, unit = words[place].number, words[unit_place]
    kind = _COUNTED[Unit(str(unit.value))]
    school = any(word.role is Role.SCHOOL for word in words[place:unit_place]) or None
    most = {Kind.QUARTER: _QUARTERS, Kind.TERM: _QUARTERS, Kind.HALF: _HALVES}.get(
        kind, _MOST_WEEKS
    )
    if n == 11 and kind in (Kind.QUARTER, Kind.HALF, Kind.TERM):  # «11» for «II»
        from vekha.terms.notes import Note

        notes.append(Note("spelling", "11", "II"))
        n = 2
    if n == 0 or n > most or n < -1:
        return None
    if n == -1 and most != _MOST_WEEKS:
        n = most
    point = Point(kind, n, school=school, case=unit.case, language=unit.language)
    if kind in _OF_MONTH:
        return _with_month(words, point, unit_place + 1, notes)
    return read_year_tail(words, point, unit_place + 1)


def _with_month(words: Sequence[Word], point: Point, place: int, notes: list[Note]) -> Found:
    """Take the month that follows: «2 неделя октября 2023 г.»."""
    at = place + (words[place].role is Role.FILLER)
    if words[at].role is not Role.MONTH:
        return point, place
    month, after = _read_month_tail(words, at, notes)
    return point._replace(month=month.month, year=month.year, relative=month.relative), after


def _need_month(words: Sequence[Word], point: Point, place: int, notes: list[Note]) -> Found | None:
    found, after = _with_month(words, point, place, notes)
    return (found, after) if found.month else None


def _read_half_part(words: Sequence[Word], n: int, place: int, notes: list[Note]) -> Found | None:
    """«первая половина октября», «вторая половина 2023 года», «первая половина учебного года»."""
    if words[place].role is Role.MONTH:
        return _with_month(words, Point(Kind.HALF_MONTH, n), place, notes)
    school = words[place].role is Role.SCHOOL
    after = place + school
    if words[after].role is Role.UNIT and words[after].value is Unit.YEAR:
        return Point(Kind.HALF, n, school=school or None), after + 1
    point, after = read_year_tail(words, Point(Kind.HALF, n), place)
    return (point, after) if point.has_year or point.relative is not None else None


def _read_season(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    del notes
    after = place + 1
    if words[after].role is Role.HOLIDAYS:
        return None
    while words[after].role is Role.SPAN:
        after += 1
    return read_year_tail(words, Point(Kind.SEASON, season=str(words[place].value)), after)


def _read_edge(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«конец мая», «до конца учебного года», «қыркүйек айының соңы» is read from its month."""
    edge = str(words[place].value)
    after = place + 1
    while words[after].role is Role.FILLER:
        after += 1
    school = words[after].role in (Role.SCHOOL, Role.CALENDAR)
    of_year = after + school
    unit = words[of_year]
    if unit.role is Role.UNIT and unit.value is Unit.YEAR:
        if words[place - 1].text == "на":  # figures as of that day
            edge = {"begin": "first-day", "end": "last-day"}.get(edge, edge)
        kind = Kind.SCHOOL_YEAR if words[after].role is Role.SCHOOL else Kind.YEAR
        return Point(
            kind, edge=edge, relative=0, case=unit.case, language=unit.language
        ), of_year + 1
    inner = read_point(words, after, notes)
    if inner is None or inner[0].kind in (Kind.BARE, Kind.DAY) or inner[0].edge:
        return None
    return inner[0]._replace(edge=edge), inner[1]


def _read_unit_first(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """A unit before its number: "Q4 2023"; or a Kazakh year before its edge: «жыл соңына»."""
    word, following = words[place], words[place + 1]
    if word.value is Unit.QUARTER and word.language == "en" and following.role is Role.NUMBER:
        if 1 <= following.number <= _QUARTERS:
            return read_year_tail(words, Point(Kind.QUARTER, following.number), place + 2)
        return None
    del notes
    if word.value is Unit.YEAR and word.language == "kk" and following.role is Role.EDGE:
        edge = str(following.value)
        point = Point(Kind.YEAR, edge=edge, relative=0, case=following.case, language="kk")
        return point, place + 2
    return None


def _read_relative_year(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«текущего года», «следующего учебного года»; in Kazakh before its date: «осы жылғы мамыр»."""
    ahead = int(words[place].role is Role.NEXT)
    after = place + 1
    school = words[after].role is Role.SCHOOL
    after += school
    unit = words[after]
    if unit.role is not Role.UNIT or unit.value is not Unit.YEAR:
        return None
    after += 1
    if unit.language == "kk" and unit.case in (Case.LOCATIVE, Case.GENITIVE):
        inner = read_point(words, after, notes)
        if inner is not None and not inner[0].has_year and inner[0].kind is not Kind.BARE:
            return inner[0]._replace(relative=ahead), inner[1]
    kind = Kind.SCHOOL_YEAR if school else Kind.YEAR
    return Point(kind, relative=ahead, case=unit.case, language=unit.language), after
