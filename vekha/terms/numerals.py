"""Numbers among the tokens: ordinal suffixes («5-го», «15-іне», "1st") and Roman numerals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.forms import find_sense, is_counted
from vekha.terms.kazakh import numeral_case
from vekha.terms.roman import read_roman
from vekha.terms.sense import NO_LETTERS, Role, Sense, Unit, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

RUSSIAN_SUFFIXES = frozenset(
    {
        "й", "я", "е", "го", "ого", "ой", "ое", "ая", "ый", "ий", "ые", "му", "ему", "ому", "х", "м",
        "ым", "им", "ом", "ю", "ую", "ья", "ье", "их", "ти", "ми", "ей", "тое",
    }
)  # fmt: skip
_ENGLISH = frozenset({"st", "nd", "rd", "th"})
_WITHOUT_HYPHEN = frozenset({"й", "го", "ого", "ое", "ая", "ый", "ой", "му"}) | _ENGLISH
_APART = frozenset({"го", "ого", "му", "іне", "ына", "ші", "шы"})  # «5 го», «5- го», «5 -іне»
_LONGEST_DAY = 2  # figures
_ROMAN_LETTERS = frozenset("ivxіхуl1")
# One letter that is a numeral only before what it counts: «П квартал», «Ш четверть», «l кв.».
_TYPED_AS = {"п": 2, "ш": 3, "l": 1, "l1": 2}
_BEGINS = _ROMAN_LETTERS | {"п", "ш"}
_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Roman(NamedTuple):
    """A numeral, the place after it, and what was written when that is not what was meant."""

    value: int
    after: int
    slip: tuple[str, str] | None = None


def text_at(tokens: Sequence[Word], place: int) -> str:
    """The text of a token; empty beyond the last."""
    return tokens[place].text if place < len(tokens) else ""


def find_suffix(tokens: Sequence[Word], place: int) -> tuple[str | None, int]:
    """The suffix that belongs to the number and the place after it; a joining hyphen is dropped."""
    if place + 1 == len(tokens):
        return None, place + 1
    tail = tokens[place + 1]
    hyphen = tail.text == "-"
    if not tail.glued:
        apart = hyphen or tail.text in _APART
        return _suffix_apart(tokens, place) if apart else (None, place + 1)
    if hyphen:
        if place + 2 == len(tokens):
            return None, place + 1
        tail = tokens[place + 2]
    if tail.role in NO_LETTERS:
        return None, place + 1
    if not tail.glued:
        return _suffix_apart(tokens, place)
    text, after = tail.text, place + (3 if hyphen else 2)
    if not hyphen:
        kazakh = len(text) > 1 and numeral_case(text) is not None
        return (text, after) if text in _WITHOUT_HYPHEN or kazakh else (None, place + 1)
    if text in RUSSIAN_SUFFIXES or numeral_case(text) is not None:
        return text, after
    known = find_sense(text)
    if known is not None and _joins(known, tokens[place]):
        return None, place + 2  # «1-жартыжылдық», «2-недельный»: the hyphen only joins
    return None, place + 1


def _joins(sense: Sense, number: Word) -> bool:
    """Whether a hyphen before the word only joins; in «сентябрь 2023-май 2024» it is a dash."""
    if len(number.text) > _LONGEST_DAY:
        return sense.value is Unit.YEAR
    return sense.role in (Role.UNIT, Role.DURATION, Role.MONTH)


def _suffix_apart(tokens: Sequence[Word], place: int) -> tuple[str | None, int]:
    at = place + 1
    if tokens[at].text == "-":
        at += 1
    text = text_at(tokens, at)
    return (text, at + 1) if text in _APART else (None, place + 1)


def find_roman(tokens: Sequence[Word], place: int) -> Roman | None:
    """The Roman numeral at `place`: «IV», «1У квартал», «П полугодие»; None when there is none."""
    if tokens[place].text[0] not in _BEGINS:
        return None
    joined, after = _run(tokens, place)
    counted = is_counted(text_at(tokens, after))
    if after > place + 1 and counted:
        value = read_roman(joined.replace("1", "i"))
        if value is not None:
            return Roman(value, after, (joined, _NUMERALS[value]))
    if tokens[place].role in NO_LETTERS:
        return None
    text = tokens[place].text
    value = read_roman(text)
    if value is not None:
        return Roman(value, place + 1)
    typed = _TYPED_AS.get(text)
    if typed is None or not is_counted(text_at(tokens, place + 1)):
        return None
    return Roman(typed, place + 1, (text, _NUMERALS[typed]))


def _run(tokens: Sequence[Word], place: int) -> tuple[str, int]:
    """Tokens that touch and are made of numerals' letters, with the figure 1 for I."""
    joined, after = tokens[place].text, place + 1
    while after < len(tokens) and tokens[after].glued and set(tokens[after].text) <= _ROMAN_LETTERS:
        joined += tokens[after].text
        after += 1
    return (joined, after) if set(joined) <= _ROMAN_LETTERS else (joined, place + 1)


@lru_cache(maxsize=4096)
def split_roman(text: str) -> tuple[int, str] | None:
    """«IVквартал»: the numeral and the word that it counts."""
    for cut in range(1, min(5, len(text) - 1)):
        value = read_roman(text[:cut])
        if value is not None and is_counted(text[cut:]):
            return value, text[cut:]
    return None
