"""Words that are not in the lexicon as they stand, mended when one reading is left.

A letter typed wrong, a space or a dash lost, Kazakh typed on a Russian keyboard. What was mended
is told by whoever calls; what the words mean together is in `dates`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vekha.terms.forms import find_sense, forms
from vekha.terms.kazakh import kazakh_forms
from vekha.terms.sense import Role, Unit

if TYPE_CHECKING:
    from vekha.terms.sense import Sense

# «кыркуйек» for «қыркүйек»: Kazakh typed on a Russian keyboard, all of it or a letter or two.
_RUSSIAN_KEYS = str.maketrans("қғңүұөәіһ", "кгнууоаих")
# Only these are mended by one letter: a wrong «до» or «май» would be a guess.
_MENDABLE = frozenset(
    {
        Role.MONTH, Role.WEEKDAY, Role.FREQUENCY, Role.CONTINUOUS, Role.SCHOOL, Role.THROUGH,
        Role.UNIT, Role.INCLUSIVE, Role.DAY_NUMBER,
    }
)  # fmt: skip
_SHORTEST_MENDABLE = 6
_SHORTEST_FOLDED = 3
# Which words lose the space between them: «всентябре», «доконца», «жылбойы», «оқужылы».
_FUSED = frozenset(
    {
        (Role.IN, Role.MONTH), (Role.IN, Role.THROUGH), (Role.IN, Role.EDGE),
        (Role.FROM, Role.MONTH), (Role.TO, Role.MONTH), (Role.UNTIL, Role.MONTH),
        (Role.UNTIL, Role.EDGE), (Role.FROM, Role.EDGE), (Role.MONTH, Role.UNIT),
        (Role.UNIT, Role.EVERY), (Role.UNIT, Role.THROUGH), (Role.SCHOOL, Role.UNIT),
        (Role.MONTH, Role.UNTIL), (Role.UNIT, Role.TIMES), (Role.THROUGH, Role.UNIT),
        (Role.WHOLE, Role.UNIT), (Role.THROUGH, Role.SCHOOL), (Role.UNIT, Role.SCHOOL),
        (Role.EVERY, Role.UNIT),
    }
)  # fmt: skip
_SHORTEST_FUSED = 5
_SHORTEST_PART = 3  # of two months; «май» is the shortest
# These single letters are prepositions; other short forms («г», «м») are abbreviations.
_PREPOSITIONS = frozenset("вск")


@lru_cache(maxsize=4096)
def mend(text: str) -> str | None:
    """The one known form that is meant; None when there is none or more than one sense fits."""
    return _unfold(text) or _one_letter(text)


@lru_cache(maxsize=64)
def _folded(letter: str) -> dict[str, str]:
    """Kazakh words as a Russian keyboard writes them, to their right forms, where one is meant.

    Those that begin with `letter` there: a plan has few unknown words and needs few letters.
    """
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    senses = kazakh_forms()
    first_letters = {form[0] for form in senses}
    meant = {first for first in first_letters if first.translate(_RUSSIAN_KEYS) == letter}
    for form, sense in senses.items():
        if form[0] not in meant:
            continue
        folded = form.translate(_RUSSIAN_KEYS)
        known = found.setdefault(folded, form)
        if senses[known][:3] != sense[:3]:
            doubtful.add(folded)
    return {
        folded: form
        for folded, form in found.items()
        if folded not in doubtful and len(folded) >= _SHORTEST_FOLDED
    }


def _unfold(text: str) -> str | None:
    folded = text.translate(_RUSSIAN_KEYS)
    found = _folded(folded[0]).get(folded)
    return found if found != text else None


def _one_letter(text: str) -> str | None:
    if len(text) < _SHORTEST_MENDABLE - 1:
        return None
    short = len(text) < _SHORTEST_MENDABLE
    found = [
        form
        for form in _candidates(text[0])
        if _one_letter_apart(form, text) and (not short or forms()[form].role is Role.MONTH)
    ]
    meanings = {forms()[form][:2] for form in found}
    return found[0] if len(meanings) == 1 else None


@lru_cache(maxsize=64)
def _candidates(letter: str) -> list[str]:
    """The forms that a slip may stand for: those with its first letter, which is seldom wrong."""
    return [
        form
        for form, sense in forms().items()
        if form[0] == letter and len(form) >= _SHORTEST_MENDABLE and _is_mendable(sense)
    ]


def _is_mendable(sense: Sense) -> bool:
    """Kazakh units have too many forms: «жылдық» (yearly) is no slip of «жылдың» (of the year)."""
    if sense.role is Role.UNIT:  # «декана» (of the dean) is no slip of «декада»
        return sense.language == "ru" and sense.value is not Unit.DECADE
    return sense.role in _MENDABLE


def _one_letter_apart(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1 or len(first) < _SHORTEST_MENDABLE:
        return False
    at = next(
        (n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), -1
    )
    if at < 0:
        return len(first) != len(second)
    if len(first) == len(second):
        swapped = first[:at] + first[at : at + 2][::-1] + first[at + 2 :]
        return first[at + 1 :] == second[at + 1 :] or swapped == second
    short, long = sorted((first, second), key=len)
    return short[at:] == long[at + 1 :]


@lru_cache(maxsize=4096)
def two_months(text: str) -> tuple[Sense, Sense] | None:
    """«сентябрьдекабрь»: two months whose dash was lost."""
    for cut in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
        first, second = find_sense(text[:cut]), find_sense(text[cut:])
        if first and second and first.role is Role.MONTH and second.role is Role.MONTH:
            return first, second
    return None


@lru_cache(maxsize=4096)
def two_words(text: str) -> tuple[str, str] | None:
    """«всентябре», «айсайын»: two words whose space was lost; None when it is not just two."""
    if len(text) < _SHORTEST_FUSED:
        return None
    for cut in range(1, len(text) - 1):
        if cut == 1 and text[0] not in _PREPOSITIONS:
            continue
        first, second = find_sense(text[:cut]), find_sense(text[cut:])
        if first and second and (first.role, second.role) in _FUSED:
            return text[:cut], text[cut:]
    return None
