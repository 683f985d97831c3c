"""Tokens to words with a sense: forms are looked up, slips of the keyboard and of PDF are mended.

A slip is mended only when one reading is left, and each mending is reported as a `Slip`. Grammar
begins in `dates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from vekha.terms.english import english_forms
from vekha.terms.kazakh import kazakh_forms, numeral_case
from vekha.terms.roman import read_roman
from vekha.terms.russian import russian_forms
from vekha.terms.sense import Case, Role, Sense, Unit, Word
from vekha.terms.tokens import Token, TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

# «кыркуйек» for «қыркүйек»: Kazakh typed on a Russian keyboard.
_RUSSIAN_KEYS = str.maketrans("қғңүұөәіһ", "кгнууоаих")
_UNKNOWN = Sense(Role.UNKNOWN)
_MARK = Sense(Role.MARK)
_RUSSIAN_SUFFIXES = frozenset(
    [
        "й",
        "я",
        "е",
        "го",
        "ой",
        "ое",
        "ая",
        "ый",
        "ий",
        "ые",
        "му",
        "ему",
        "ому",
        "х",
        "м",
        "ым",
        "им",
        "ом",
        "ю",
        "ую",
        "ья",
        "ье",
        "их",
        "ти",
        "ми",
        "ья",
        "ей",
        "тое",
    ]
)
_YEAR_DIGITS = 4  # «2021-го»
_CARDINAL_SUFFIXES = frozenset({"х", "ти", "ми", "тью"})  # «в течение 3-х дней»
_ENGLISH_SUFFIXES = frozenset(["st", "nd", "rd", "th"])
_COUNTED = frozenset({Unit.QUARTER, Unit.TERM, Unit.TOQSAN, Unit.HALF, Unit.DECADE, Unit.WEEK})
# Only these are mended by one letter: a wrong «до» or «май» would be a guess.
_MENDABLE = frozenset({Role.MONTH, Role.WEEKDAY, Role.FREQUENCY, Role.CONTINUOUS, Role.SCHOOL})
_SHORTEST_MENDABLE = 6
_LONGEST_JOIN = 4
_BULLETS = "•·*|▪–►●○§"
_QUOTES = "«»\"'“”„’‘`…_"


@dataclass(frozen=True, slots=True)
class Slip:
    """One mending: `code` is a note's code, `said` what was written, `read` what it was read as."""

    code: str
    said: str
    read: str = ""


@cache
def _forms() -> dict[str, Sense]:
    """All forms of three languages: made when the first phrase is read, not on import."""
    return english_forms() | kazakh_forms() | russian_forms()


@cache
def _folded() -> dict[str, str]:
    """Kazakh months and weekdays as a Russian keyboard writes them, to their right forms."""
    return {
        form.translate(_RUSSIAN_KEYS): form
        for form, sense in kazakh_forms().items()
        if sense.role in (Role.MONTH, Role.WEEKDAY)
    }


def find_sense(text: str) -> Sense | None:
    """The sense of one word form in small letters; None when it is not a word of terms."""
    return _forms().get(text)


def find_words(tokens: Sequence[Token]) -> tuple[list[Word], list[Slip]]:
    """Give each token its sense; marks that say nothing are dropped."""
    words: list[Word] = []
    slips: list[Slip] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind is TokenKind.NUMBER:
            place = _add_number(tokens, place, words)
        elif token.kind is TokenKind.MARK:
            place = _add_mark(tokens, place, words)
        else:
            place = _add_word(tokens, place, words, slips)
    return words, slips


def _word(token: Token, sense: Sense, *, text: str | None = None, end: int | None = None) -> Word:
    return Word(
        token.text if text is None else text,
        sense.role,
        sense.value,
        sense.case,
        sense.language,
        sense.many,
        sense.after,
        token.start,
        token.end if end is None else end,
        token.lines,
        token.glued,
    )


def _add_number(tokens: Sequence[Token], place: int, words: list[Word]) -> int:
    """A number with its ordinal suffix («5-го», «15-іне», "1st"), if it has one."""
    token = tokens[place]
    value = int(token.text)
    suffix, after = _number_suffix(tokens, place)
    if suffix is None:
        words.append(_word(token, Sense(Role.NUMBER, value)))
        return after
    if suffix in _CARDINAL_SUFFIXES or len(token.text) == _YEAR_DIGITS:
        words.append(_word(token, Sense(Role.NUMBER, value), end=tokens[after - 1].end))
        return after
    case = numeral_case(suffix)
    language = "en" if suffix in _ENGLISH_SUFFIXES else "ru" if case is None else "kk"
    if suffix in _RUSSIAN_SUFFIXES and case is not None:
        language, case = "ru", None
    sense = Sense(Role.ORDINAL, value, case or Case.PLAIN, language)
    words.append(_word(token, sense, end=tokens[after - 1].end))
    return after


def _number_suffix(tokens: Sequence[Token], place: int) -> tuple[str | None, int]:
    """The suffix that belongs to the number and the place after it; a joining hyphen is dropped."""
    following = tokens[place + 1 : place + 3]
    if not following or not following[0].glued:
        return None, place + 1
    hyphen = following[0].text == "-"
    if hyphen and (len(following) < 2 or following[1].kind is not TokenKind.WORD):
        return None, place + 1
    tail = following[1] if hyphen else following[0]
    if tail.kind is not TokenKind.WORD or not (tail.glued or tail.lines):
        return None, place + 1
    after = place + (3 if hyphen else 2)
    text = tail.text
    if hyphen and tail.glued:
        if text in _RUSSIAN_SUFFIXES or numeral_case(text) is not None:
            return text, after
        known = find_sense(text)
        if known is not None and known.role in (Role.UNIT, Role.DURATION, Role.MONTH):
            return None, place + 2  # «1-жартыжылдық», «2-недельный»: the hyphen only joins
    elif (not hyphen and text in _ENGLISH_SUFFIXES) or (
        not hyphen and text in ("й", "го", "ое", "ая", "ый", "ой")
    ):
        return text, after
    return None, place + 1


def _add_mark(tokens: Sequence[Token], place: int, words: list[Word]) -> int:
    token = tokens[place]
    text = token.text
    if text in _QUOTES or (text == "." and not _dot_matters(tokens, place)):
        return place + 1
    if text == ".":
        text = "." if tokens[place - 1].kind is TokenKind.NUMBER else ";"
    elif text in _BULLETS:
        text = ";"
    elif text.startswith(".."):
        text = "-"
    elif text in "[{":
        text = "("
    elif text in "]}":
        text = ")"
    if text in "&+":
        words.append(_word(token, Sense(Role.AND)))
    else:
        words.append(_word(token, _MARK, text=text))
    return place + 1


def _dot_matters(tokens: Sequence[Token], place: int) -> bool:
    """A dot counts between figures, and after a long word before another: there a sentence ends."""
    if place == 0 or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if before.kind is TokenKind.NUMBER:
        return after.kind is TokenKind.NUMBER
    return before.kind is TokenKind.WORD and len(before.text) > 4 and not after.glued


def _add_word(tokens: Sequence[Token], place: int, words: list[Word], slips: list[Slip]) -> int:
    token = tokens[place]
    text = token.text
    next_text = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if text in ("т", "с") and next_text == "." and _text_at(tokens, place + 2) == "г":
        words.append(_word(token, Sense(Role.CURRENT, language="ru")))  # «т.г.», «с.г.»
        return place + 1
    roman = _roman(tokens, place, slips)
    if roman is not None:
        words.append(_word(token, Sense(Role.ORDINAL, roman)))
        suffixed = next_text == "-" and _text_at(tokens, place + 2) in _RUSSIAN_SUFFIXES
        return place + 3 if suffixed else place + 1  # «I-е полугодие»
    if text == "жарты":
        half = find_sense(text + next_text)  # «жарты жылда» is «жартыжылда» in two words
        if half is not None:
            words.append(_word(token, half, text=text + next_text, end=tokens[place + 1].end))
            return place + 2
    sense = find_sense(text)
    if sense is not None and not _is_cut(tokens, place):
        if token.mended:
            slips.append(Slip("letters", text))
        words.append(_word(token, sense))
        return place + 1
    if text == "c":  # the Latin letter for the Russian preposition
        slips.append(Slip("letters", text))
        words.append(_word(token, Sense(Role.FROM, language="ru")))
        return place + 1
    if text == "но" and _kind_at(tokens, place + 1) is TokenKind.NUMBER:
        slips.append(Slip("spelling", "но", "по"))
        words.append(_word(token, Sense(Role.TO, language="ru")))
        return place + 1
    return _add_broken(tokens, place, words, slips)


def _is_cut(tokens: Sequence[Token], place: int) -> bool:
    """«сен-|тябрь»: a known short word whose rest, alone no word, stands on the next line."""
    part = _joinable(tokens, place + 1)
    if part is None or find_sense(tokens[part].text) is not None:
        return False
    return find_sense(tokens[place].text + tokens[part].text) is not None


def _add_broken(tokens: Sequence[Token], place: int, words: list[Word], slips: list[Slip]) -> int:
    """A word that a line break cut, that lost its space, or that has one wrong letter."""
    token = tokens[place]
    joined, after, first = token.text, place + 1, None
    for _ in range(_LONGEST_JOIN):
        sense = find_sense(joined)
        pair = None if sense else _two_months(joined)
        if sense is not None or pair is not None:
            first = (sense, pair, joined, after)
        part = _joinable(tokens, after)
        if part is None:
            break
        joined += tokens[part].text
        after = part + 1
    if first is not None:
        return _add_joined(tokens, place, first, words, slips)
    mended = mend(token.text) or _folded().get(token.text)
    if mended is not None:
        slips.append(Slip("spelling", token.text, mended))
        words.append(_word(token, _forms()[mended]))
    else:
        words.append(_word(token, _UNKNOWN))
    return place + 1


def _add_joined(
    tokens: Sequence[Token],
    place: int,
    found: tuple[Sense | None, tuple[Sense, Sense] | None, str, int],
    words: list[Word],
    slips: list[Slip],
) -> int:
    sense, pair, joined, after = found
    token, end = tokens[place], tokens[after - 1].end
    if sense is not None:
        slips.append(Slip("line-break", joined))
        words.append(_word(token, sense, text=joined, end=end))
    elif pair is not None:
        slips.append(Slip("lost-dash", joined))
        words.append(_word(token, pair[0], text=joined, end=end))
        words.append(_word(token, _MARK, text="-", end=end))
        words.append(_word(token, pair[1], text=joined, end=end))
    return after


def _joinable(tokens: Sequence[Token], place: int) -> int | None:
    """The place of the word that may continue a broken one: on the next line, hyphen or not."""
    if place >= len(tokens):
        return None
    if tokens[place].text == "-" and _kind_at(tokens, place + 1) is TokenKind.WORD:
        place += 1
    token = tokens[place]
    if token.kind is TokenKind.WORD and token.lines == 1:
        return place
    return None


def _two_months(text: str) -> tuple[Sense, Sense] | None:
    """«сентябрьдекабрь»: two months whose dash was lost."""
    for cut in range(3, len(text) - 2):
        first, second = find_sense(text[:cut]), find_sense(text[cut:])
        if first and second and first.role is Role.MONTH and second.role is Role.MONTH:
            return first, second
    return None


def _roman(tokens: Sequence[Token], place: int, slips: list[Slip]) -> int | None:
    text = tokens[place].text
    value = read_roman(text)
    if value is not None:
        return value
    if text in ("п", "ш") and _counts(tokens, place + 1):
        slips.append(Slip("spelling", text, "II" if text == "п" else "III"))
        return 2 if text == "п" else 3
    return None


def _counts(tokens: Sequence[Token], place: int) -> bool:
    sense = find_sense(_text_at(tokens, place))
    return sense is not None and sense.role is Role.UNIT and sense.value in _COUNTED


def _text_at(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if place < len(tokens) else ""


def _kind_at(tokens: Sequence[Token], place: int) -> TokenKind | None:
    return tokens[place].kind if place < len(tokens) else None


@lru_cache(maxsize=4096)
def mend(text: str) -> str | None:
    """The one known form that differs in one letter; None when there is none or there are two."""
    if len(text) < _SHORTEST_MENDABLE:
        return None
    found = [
        form
        for form, sense in _forms().items()
        if sense.role in _MENDABLE and form[0] == text[0] and _one_letter_apart(form, text)
    ]
    meanings = {_forms()[form][:2] for form in found}
    return found[0] if len(meanings) == 1 else None


def _one_letter_apart(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1 or min(len(first), len(second)) < _SHORTEST_MENDABLE - 1:
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
