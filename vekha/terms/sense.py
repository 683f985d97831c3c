"""What a word of a term can mean; the words themselves are in `russian`, `kazakh` and `english`."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import NamedTuple


class Role(StrEnum):
    """The part that a word plays in a term, whatever its language."""

    MONTH = "month"  # value 1..12
    WEEKDAY = "weekday"  # value 0 (Monday)..6; many=True in «по средам»
    ORDINAL = "ordinal"  # value n; -1 is the last, -2 the last but one
    CARDINAL = "cardinal"  # value n
    NUMBER = "number"  # value n, written in digits
    UNIT = "unit"  # value is a Unit
    DAY_NUMBER = "day-number"  # «числа»
    FROM = "from"
    TO = "to"
    UNTIL = "until"
    BEFORE = "before"  # strictly before: «перед», "before", «бұрын»
    AFTER = "after"  # «после», «через», «кейін»
    BETWEEN = "between"
    AND = "and"
    OR = "or"
    EXCEPT = "except"
    IN = "in"  # «в», «на», "on"
    FOR = "for"  # «за»
    THROUGH = "through"  # «в течение», «бойы»
    WHOLE = "whole"
    SPAN = "span"  # «период», «срок»
    CURRENT = "current"
    NEXT = "next"
    PAST = "past"
    REPORTING = "reporting"
    EVERY = "every"
    FREQUENCY = "frequency"  # value is (frequency, interval)
    TIMES = "times"  # «раз», «рет»; value 0, or n in "twice"
    NOT = "not"
    LEAST = "least"  # «реже», «менее»
    LATER = "later"
    EARLIER = "earlier"
    INCLUSIVE = "inclusive"
    CONTINUOUS = "continuous"
    EDGE = "edge"  # value "begin", "middle", "end"
    HALF_PART = "half-part"  # «половина»
    WORKING = "working"
    CALENDAR = "calendar"
    SCHOOL = "school"
    SEASON = "season"  # value "winter"…
    HOLIDAYS = "holidays"
    DURATION = "duration"  # value (unit, n or 0): «двухмесячный», «-дневный»
    UNDATED = "undated"  # value is the reason's code
    EVENT = "event"  # «закрытия», «утверждения»: something that has to happen first
    MOVED = "moved"  # «перенос»: what follows is another date
    CLOCK = "clock"  # «час», «сағат»
    MINUTE = "minute"
    AFTERNOON = "afternoon"  # value 0 or 12
    SEVERAL = "several"  # «несколько»: a count that nobody knows
    CARRYING = "carrying"  # «реализации»: of the plan
    PLAN = "plan"  # «проекта», «программы»: the whole that the term belongs to
    STAGE = "stage"  # «этап»: its number says no time
    NEW = "new"  # «до Нового года»
    UTMOST = "utmost"  # «крайний срок»
    APPROXIMATE = "approximate"
    FILLER = "filler"
    UNKNOWN = "unknown"
    MARK = "mark"


# What is not made of letters.
NO_LETTERS = frozenset({Role.NUMBER, Role.MARK})
# Words that stand beside a term and say nothing about its time.
QUIET = frozenset({Role.FILLER, Role.CARRYING, Role.PLAN})


class Unit(StrEnum):
    """A stretch of the calendar."""

    DAY = "day"
    WEEK = "week"
    DECADE = "decade"  # ten days of a month
    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"  # a school's четверть
    TOQSAN = "toqsan"  # Kazakh тоқсан: a school's term or a quarter, by the plan
    HALF = "half-year"
    YEAR = "year"


class Case(StrEnum):
    """Kazakh cases that carry what Russian says with a preposition."""

    PLAIN = ""
    GENITIVE = "genitive"
    DATIVE = "dative"  # to, by
    ACCUSATIVE = "accusative"
    LOCATIVE = "locative"  # in
    ABLATIVE = "ablative"  # from
    INSTRUMENTAL = "instrumental"  # and, with


Value = int | str | tuple[str, int]


class Sense(NamedTuple):
    """One meaning of one word form."""

    role: Role
    value: Value = 0
    case: Case = Case.PLAIN
    language: str = ""
    many: bool = False
    after: bool = False  # stands after what it governs (Kazakh)


class Word(NamedTuple):
    """A word of the phrase with its sense; `start` and `end` are places in the cleaned phrase.

    Words, tokens, points and spans are named tuples: a phrase makes some fifty of them, and a
    frozen dataclass costs five times as much to make.
    """

    text: str
    role: Role
    value: Value
    case: Case
    language: str
    many: bool
    after: bool
    start: int
    end: int
    lines: int  # line breaks before it
    glued: bool  # touches the token before it

    @property
    def number(self) -> int:
        """The value of a word that counts or names by number; 0 for any other."""
        return self.value if isinstance(self.value, int) else 0


make_word = partial(tuple.__new__, Word)  # from a tuple of its fields, as many are made
