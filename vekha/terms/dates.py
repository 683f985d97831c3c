"""Words to points: days, months, quarters, years in figures and words; ranges are in `spans`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.figures import read_figures
from vekha.terms.months import need_month, read_half_part, read_month_tail, with_month
from vekha.terms.point import Kind, Point
from vekha.terms.sense import QUIET, Case, Role, Unit, Word
from vekha.terms.years import is_year, read_year_tail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vekha.terms.notes import Note

_SMALL = QUIET | {Role.IN}
_COUNTED = {
    Unit.QUARTER: Kind.QUARTER,
    Unit.HALF: Kind.HALF,
    Unit.TERM: Kind.TERM,
    Unit.TOQSAN: Kind.TERM,
    Unit.DECADE: Kind.DECADE,
    Unit.WEEK: Kind.WEEK,
}
_OF_MONTH = frozenset({Kind.DECADE, Kind.WEEK, Kind.HALF_MONTH, Kind.NTH_WEEKDAY})
_AFTER_YEAR = frozenset({Role.NUMBER, Role.ORDINAL, Role.MONTH, Role.CARDINAL, Role.SEASON})
_WITHIN_EDGE = QUIET | {Role.SPAN}
_TENS, _NINE = (20, 30), 9
_QUARTERS, _HALVES, _MOST_WEEKS, _MONTH_DAYS, _DAY_DIGITS = 4, 2, 6, 31, 2

Found = tuple[Point, int]


def skip_small(words: Sequence[Word], place: int) -> int:
    """The place after prepositions and words that say nothing about time."""
    while words[place].role in _SMALL:
        place += 1
    return place


def read_point(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """The longest point that begins at `place` and the place after it; None when none does."""
    word = words[place]
    read = _READERS.get(word.role)
    found = read(words, place, notes) if read is not None else None
    if found is None:
        return None
    point, after = found
    edge = words[after]
    if edge.language == "kk" and edge.role is Role.EDGE and point.kind is not Kind.DAY:
        point = point._replace(edge=str(edge.value), case=edge.case)  # «наурыздың соңына»
        after += 1
    return point.at(word.start, words[after - 1].end), after


def _read_number(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    word, following = words[place], words[place + 1]
    if following.role is Role.MONTH and len(word.text) <= _DAY_DIGITS:
        return _read_day(words, place + 1, word.number)
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
    if words[inner].role not in _AFTER_YEAR:
        return year, after
    found = read_point(words, inner, notes)
    if found is None or found[0].has_year:
        return year, after
    point = _half_of_year(found[0])
    if point.kind is Kind.BARE and not kazakh:
        return year, after
    if year.kind is Kind.SCHOOL_YEAR:
        return within_school_year(point, year), found[1]
    return point._replace(year=year.year), found[1]


def _half_of_year(point: Point) -> Point:
    """«2023 жылдың бірінші жартысы»: the half of what stands before it."""
    if point.kind is Kind.HALF_MONTH and point.month is None:
        return point._replace(kind=Kind.HALF)
    return point


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
        return _read_day(words, after, n)
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
        return need_month(words, point, after + 1)
    if unit.role is Role.HALF_PART and unit.language == "kk" and n in (1, 2):
        return Point(Kind.HALF_MONTH, n, case=unit.case, language="kk"), after + 1
    if unit.role is Role.HALF_PART and n in (1, 2):
        return read_half_part(words, n, after + 1)
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
    if day.value is Unit.MONTH and word.role is Role.ORDINAL:
        return None  # «последнего месяца квартала»
    is_day = day.value is Unit.DAY and not day.many
    if is_day and (word.role is Role.ORDINAL or day.language == "kk"):
        if day.language == "kk" and word.role is Role.NUMBER and day.text == "күн":
            return None  # «5 күн»: five days
        point = _day_of_month(word, word.number, day.case)._replace(working=working)
        after += 1
        if words[after].role is Role.MONTH:
            month, tail = read_month_tail(words, after)
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


def _read_day(words: Sequence[Word], month: int, n: int) -> Found:
    point, after = read_month_tail(words, month, day=n)
    after = skip_day(words, after)
    last = words[after - 1]
    if last.role is Role.UNIT and last.case is not point.case:
        point = point._replace(case=last.case)
    return point, after


def skip_day(words: Sequence[Word], place: int) -> int:
    """«11 қаңтар күні»: the word “day” after a Kazakh date."""
    word = words[place]
    if word.language == "kk" and word.value is Unit.DAY:
        return place + 1
    return place


def _read_month(words: Sequence[Word], place: int, notes: list[Note]) -> Found:
    point, after = read_month_tail(words, place)
    following = words[after]
    if point.has_year or following.role not in (Role.NUMBER, Role.ORDINAL):
        return point, after
    if point.language == "en" and 1 <= following.number <= _MONTH_DAYS:
        if words[after + 1].role is not Role.MONTH:
            dated, after = read_year_tail(words, point._replace(n=following.number), after + 1)
            return dated._replace(kind=Kind.DAY), after
        return point, after
    if point.case is Case.GENITIVE:
        weekday = words[after + 1]
        if weekday.role is Role.WEEKDAY and following.role is Role.ORDINAL:
            nth = point._replace(kind=Kind.NTH_WEEKDAY, n=following.number)
            return nth._replace(weekday=weekday.number, case=weekday.case), skip_day(
                words, after + 2
            )
        inner = read_point(words, after, notes)
        if inner and not inner[0].has_year and inner[0].month is None:
            kind = inner[0].kind
            if kind is Kind.BARE:
                if _names_unknown(words, after, inner[1]):
                    return point, after
                kind = _shared_unit(words, inner[1]) or Kind.DAY
            return inner[0]._replace(kind=kind, month=point.month), inner[1]
    return point, after


def _names_unknown(words: Sequence[Word], place: int, after: int) -> bool:
    """«қазанның бірінші …»: an ordinal in letters before an unknown word is no day."""
    return not words[place].text[0].isdigit() and words[after].role is Role.UNKNOWN


def _shared_unit(words: Sequence[Word], place: int) -> Kind | None:
    """«сәуірдің 2-3 аптасы»: the unit after the last number is that of the first too."""
    at = place
    while words[at].text in ("-", ",") or words[at].role in (Role.AND, Role.NUMBER, Role.ORDINAL):
        at += 1
    if at == place or not _is_counted(words[at]):
        return None
    kind = _COUNTED[Unit(str(words[at].value))]
    return kind if kind in _OF_MONTH else None


def _read_nth_unit(
    words: Sequence[Word], place: int, unit_place: int, notes: list[Note]
) -> Found | None:
    n, unit = words[place].number, words[unit_place]
    kind = _COUNTED[Unit(str(unit.value))]
    school = any(word.role is Role.SCHOOL for word in words[place:unit_place]) or None
    most = {Kind.QUARTER: _QUARTERS, Kind.TERM: _QUARTERS, Kind.HALF: _HALVES}.get(
        kind, _MOST_WEEKS
    )
    if n in (11, 111) and kind in (Kind.QUARTER, Kind.HALF, Kind.TERM):  # «11» for «II»
        from vekha.terms.notes import Note

        notes.append(Note("spelling", str(n), "II" if n == 11 else "III"))
        n = len(str(n))
    if n == 0 or n > most or n < (-2 if kind is Kind.WEEK else -1):
        return None
    if n == -1 and most != _MOST_WEEKS:
        n = most
    point = Point(kind, n, school=school, case=unit.case, language=unit.language)
    if kind is Kind.HALF and unit.language == "en":
        half = need_month(words, point._replace(kind=Kind.HALF_MONTH), unit_place + 1)
        if half is not None:
            return half  # "first half of October"
    if kind in _OF_MONTH:
        return with_month(words, point, unit_place + 1)
    return read_year_tail(words, point, unit_place + 1)


def _read_season(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    del notes
    after = place + 1
    listed = after
    while words[listed].text == "," or words[listed].role in (Role.AND, Role.SEASON):
        listed += 1
    if words[listed].role is Role.HOLIDAYS:
        return None  # «осенние, весенние каникулы»
    while words[after].role is Role.SPAN:
        after += 1
    return read_year_tail(words, Point(Kind.SEASON, season=str(words[place].value)), after)


def _read_edge(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«конец мая», «до конца учебного года», «қыркүйек айының соңы» is read from its month."""
    edge = str(words[place].value)
    after = place + 1
    of_plan = words[place - 1].role is Role.PLAN and words[place - 1].language == "kk"
    while words[after].role in _WITHIN_EDGE or (words[after].text == "-" and edge == "middle"):
        of_plan = of_plan or words[after].role in (Role.PLAN, Role.CARRYING)
        after += 1
    school = words[after].role in (Role.SCHOOL, Role.CALENDAR)
    of_year = after + school
    unit = words[of_year]
    if unit.value is Unit.YEAR:
        if words[place - 1].text == "на":  # figures as of that day
            edge = {"begin": "first-day", "end": "last-day"}.get(edge, edge)
        kind = Kind.SCHOOL_YEAR if words[after].role is Role.SCHOOL else Kind.YEAR
        calendar = False if words[after].role is Role.CALENDAR else None
        point = Point(kind, edge=edge, relative=0, school=calendar)
        return point._replace(case=unit.case, language=unit.language), of_year + 1
    inner = read_point(words, after, notes)
    if inner is None and of_plan:
        case, language = words[place].case, words[place].language
        return Point(Kind.PLAN, edge=edge, relative=0, case=case, language=language), after
    if inner is None or inner[0].kind in (Kind.BARE, Kind.DAY) or inner[0].edge:
        return None
    return inner[0]._replace(edge=edge), inner[1]


def _read_new_year(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«до Нового года», «жаңа жылға дейін»."""
    del notes
    unit = words[place + 1]
    if unit.value is not Unit.YEAR:
        return None
    point = Point(Kind.DAY, 1, 1, edge="first-day", case=unit.case, language=unit.language)
    return point, place + 2


def _read_unit_first(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """A unit before its number: "Q4 2023"; or a Kazakh year before its edge: «жыл соңына»."""
    word, following = words[place], words[place + 1]
    if word.value is Unit.QUARTER and word.language == "en" and following.role is Role.NUMBER:
        if 1 <= following.number <= _QUARTERS:
            return read_year_tail(words, Point(Kind.QUARTER, following.number), place + 2)
        return None
    if word.value is Unit.YEAR and word.language == "kk" and following.role is Role.EDGE:
        edge = str(following.value)
        point = Point(Kind.YEAR, edge=edge, relative=0, case=following.case, language="kk")
        return point, place + 2
    if word.value is Unit.YEAR and word.case is Case.GENITIVE and word.language == "kk":
        inner = read_point(words, place + 1, notes)  # «жылдың екінші жартысы»
        if inner is not None and inner[0].kind in (Kind.HALF_MONTH, Kind.HALF, Kind.TERM):
            return _half_of_year(inner[0]), inner[1]
    return None


def _read_relative_year(words: Sequence[Word], place: int, notes: list[Note]) -> Found | None:
    """«текущего года», «следующего учебного года»; in Kazakh before its date: «осы жылғы мамыр»."""
    ahead = int(words[place].role is Role.NEXT)
    after = place + 1
    school = words[after].role is Role.SCHOOL
    after += school
    unit = words[after]
    if unit.value is not Unit.YEAR:
        return None
    after += 1
    if unit.language == "kk" and unit.case in (Case.LOCATIVE, Case.GENITIVE):
        inner = read_point(words, after, notes)
        if inner is not None and not inner[0].has_year and inner[0].kind is not Kind.BARE:
            return inner[0]._replace(relative=ahead), inner[1]
    kind = Kind.SCHOOL_YEAR if school else Kind.YEAR
    return Point(kind, relative=ahead, case=unit.case, language=unit.language), after


# What a point is after each word that may open it.
_READERS: dict[Role, Callable[[Sequence[Word], int, list[Note]], Found | None]] = {
    Role.NUMBER: _read_number,
    Role.ORDINAL: _read_counted,
    Role.CARDINAL: _read_counted,
    Role.MONTH: _read_month,
    Role.SEASON: _read_season,
    Role.EDGE: _read_edge,
    Role.UNIT: _read_unit_first,
    Role.CURRENT: _read_relative_year,
    Role.NEXT: _read_relative_year,
    Role.NEW: _read_new_year,
}
POINT_OPENS = frozenset(_READERS)
