"""All word forms of three languages and their senses; slips are mended in `mending`."""

from __future__ import annotations

from functools import cache

from vekha.terms.english import english_forms
from vekha.terms.kazakh import kazakh_forms
from vekha.terms.russian import russian_forms
from vekha.terms.sense import Role, Sense, Unit

# What a number before it counts: «2 квартал», «I-жартыжылдық».
COUNTED = frozenset({Unit.QUARTER, Unit.TERM, Unit.TOQSAN, Unit.HALF, Unit.DECADE, Unit.WEEK})


@cache
def forms() -> dict[str, Sense]:
    """All forms of three languages: made when the first phrase is read, not on import."""
    return {**english_forms(), **kazakh_forms(), **russian_forms()}


def find_sense(text: str) -> Sense | None:
    """The sense of one word form in small letters; None when it is not a word of terms."""
    return forms().get(text)


def is_counted(text: str) -> bool:
    """Whether the word is a unit that is numbered: «квартал», «апта»."""
    sense = find_sense(text)
    return sense is not None and sense.role is Role.UNIT and sense.value in COUNTED
