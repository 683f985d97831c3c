"""What lasts as long as the plan or its year: «постоянно», «в течение учебного года», «жыл бойы»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.dates import skip_small
from vekha.terms.sense import QUIET, Case, Role, Unit, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.reading import Reading

LASTS = frozenset({Role.SPAN, Role.THROUGH, Role.WHOLE})
LASTING_OPENS = LASTS | QUIET | {
    Role.CONTINUOUS, Role.IN, Role.CURRENT, Role.SCHOOL, Role.CALENDAR, Role.UNIT,
}  # fmt: skip
LASTING_NEEDS = LASTS | {Role.CONTINUOUS, Role.SCHOOL}
_PLAN_LASTS = frozenset({Role.SPAN, Role.CARRYING, Role.PLAN})


def take_continuous(words: Sequence[Word], place: int, reading: Reading) -> int:
    """«постоянно», «в течение учебного года», «весь период», «жыл бойы»."""
    if words[place].role is Role.CONTINUOUS:
        reading.continuous = reading.continuous or "always"
        return place + 1
    if _lasts_with_plan(words, place):
        reading.continuous = "period"
        return place + 1
    at = skip_small(words, place)
    through = whole = False
    while words[at].role in (Role.THROUGH, Role.WHOLE) or (through and words[at].text == "the"):
        through = through or words[at].role is Role.THROUGH
        whole = whole or words[at].role is Role.WHOLE
        at += 1
    return _take_year(words, at, reading, said=through or whole)


def _lasts_with_plan(words: Sequence[Word], place: int) -> bool:
    """«бағдарламаны іске асыру кезеңінде», «жоба бойы»: the word after the plan says how long."""
    word, before = words[place], words[place - 1]
    if word.language != "kk" or before.role not in (Role.CARRYING, Role.PLAN):
        return False
    return word.role is Role.THROUGH or (word.role is Role.SPAN and word.case is Case.LOCATIVE)


def _take_year(words: Sequence[Word], at: int, reading: Reading, *, said: bool) -> int:
    if words[at].role in _PLAN_LASTS and said and words[at + 1].role is not Role.FROM:
        reading.continuous = "period"  # «весь период», «в течение реализации проекта»
        return at + 1
    while words[at].role is Role.CURRENT or words[at].text == "the":
        at += 1
    school = words[at].role is Role.SCHOOL
    after = at + (words[at].role in (Role.SCHOOL, Role.CALENDAR))
    unit = words[after]
    if unit.value is not Unit.YEAR:
        return 0
    kazakh = words[after + 1].role is Role.THROUGH and words[after + 1].after
    if words[after + 1].role in (Role.TIMES, Role.EVERY, Role.EDGE, Role.NUMBER):
        return 0
    happens = words[after + 1].role is Role.UNKNOWN and words[after + 2].after
    if happens and words[after + 2].role in (Role.UNTIL, Role.AFTER, Role.BEFORE):
        return 0  # «оқу жылы аяқталғанға дейін»
    if not (said or kazakh or school):
        return 0
    if not kazakh and unit.case is not Case.PLAIN:
        return 0
    reading.continuous = "school-year" if school else "year"
    return after + 1 + kazakh
