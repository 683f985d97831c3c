"""Tokens to words with a sense: forms are looked up, slips of the keyboard and of PDF are mended.

A slip is mended only when one reading is left, and each mending is reported as a `Slip`. Grammar
begins in `dates`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vekha.terms.forms import find_sense, forms
from vekha.terms.kazakh import numeral_case
from vekha.terms.mending import mend, two_months, two_words
from vekha.terms.numerals import (
    RUSSIAN_SUFFIXES,
    Roman,
    find_roman,
    find_suffix,
    split_roman,
    text_at,
)
from vekha.terms.sense import NO_LETTERS, Case, Role, Sense, Unit, Word, make_word

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

_YEAR_DIGITS = 4  # «2021-го»
_CARDINAL_SUFFIXES = frozenset({"х", "ти", "ми", "тью"})  # «в течение 3-х дней»
_ENGLISH_SUFFIXES = frozenset(["st", "nd", "rd", "th"])
_LIKE_ROMAN = frozenset({"1", "11", "111"})
_WITH_MARK = frozenset({"т", "с", "п", "ж"})  # a mark after these may change them: «с.г.»
_WITH_NEXT = _WITH_MARK | {"жарты", "он"}  # and a word after these
_LONGEST_JOIN = 4
_READ_AS = dict.fromkeys("•·*|▪–►●○§", ";") | dict.fromkeys("[{", "(") | dict.fromkeys("]}", ")")
_QUOTES = frozenset("«»\"'“”„’‘`…_")


class Slip(NamedTuple):
    """One mending: `code` is a note's code, `said` what was written, `read` what it was read as."""

    code: str
    said: str
    read: str = ""


def find_words(tokens: Sequence[Word], mended: Set[int]) -> tuple[list[Word], list[Slip]]:
    """The tokens with the sense that they have together; marks that say nothing are dropped.

    `mended` are the starts of tokens with letters of another alphabet.
    """
    words: list[Word] = []
    slips: list[Slip] = []
    number, mark, unknown = Role.NUMBER, Role.MARK, Role.UNKNOWN
    place, end = 0, len(tokens)
    while place < end:
        token = tokens[place]
        role = token.role
        if role is number:
            place = _add_number(tokens, place, words, slips)
        elif role is mark:
            place = _add_mark(tokens, place, words)
        elif token.start in mended:
            place = _add_mended(tokens, place, words, slips)
        elif role is not unknown and _is_whole(tokens, place):
            words.append(token)
            place += 1
        else:
            place = _add_word(tokens, place, words, slips)
    return words, slips


def _word(token: Word, sense: Sense, *, text: str = "", end: int = 0) -> Word:
    said, last = text or token.text, end or token.end
    return make_word((said, *sense, token.start, last, token.lines, token.glued))


def _add_number(tokens: Sequence[Word], place: int, words: list[Word], slips: list[Slip]) -> int:
    """A number with its ordinal suffix («5-го», «15-іне», "1st"), if it has one."""
    token = tokens[place]
    roman = find_roman(tokens, place) if token.text in _LIKE_ROMAN else None
    if roman is not None:
        return _add_roman(tokens, place, roman, words, slips)
    suffix, after = find_suffix(tokens, place)
    if suffix is None:
        words.append(token)
        return after
    if suffix in _CARDINAL_SUFFIXES or len(token.text) == _YEAR_DIGITS:
        words.append(token._replace(end=tokens[after - 1].end))
        return after
    case = numeral_case(suffix)
    language = "en" if suffix in _ENGLISH_SUFFIXES else "ru" if case is None else "kk"
    if suffix in RUSSIAN_SUFFIXES and case is not None:
        language, case = "ru", None
    sense = Sense(Role.ORDINAL, token.value, case or Case.PLAIN, language)
    words.append(_word(token, sense, end=tokens[after - 1].end))
    return after


def _add_mark(tokens: Sequence[Word], place: int, words: list[Word]) -> int:
    token = tokens[place]
    text = token.text
    if text in _QUOTES:
        return place + 1
    if text == "-":
        if token.glued and words and words[-1].text == "-":
            return place + 1  # «1--15 октября»
    elif text == ".":
        if not _dot_matters(tokens, place):
            return place + 1
        text = "." if tokens[place - 1].role is Role.NUMBER else ";"
    elif text.startswith(".."):
        text = "." if _is_double_dot(tokens, place) else "-"
    else:
        text = _READ_AS.get(text, text)
    if text in "&+":
        words.append(_word(token, Sense(Role.AND)))
    else:
        words.append(token if text is token.text else token._replace(text=text))
    return place + 1


def _is_double_dot(tokens: Sequence[Word], place: int) -> bool:
    """«12..09.2023» has a dot too many; «12..20 мая» is a range."""
    if place == 0 or _role_at(tokens, place + 1) is not Role.NUMBER:
        return False
    month = tokens[place + 1]
    short = max(len(tokens[place - 1].text), len(month.text)) <= 2
    return short and month.glued and text_at(tokens, place + 2) == "."


def _dot_matters(tokens: Sequence[Word], place: int) -> bool:
    """A dot counts between figures, and after a long word before another: there a sentence ends."""
    if place == 0 or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if before.role is Role.NUMBER:
        return after.role is Role.NUMBER
    return before.role is not Role.MARK and len(before.text) > 4 and not after.glued


def _add_word(tokens: Sequence[Word], place: int, words: list[Word], slips: list[Slip]) -> int:
    token = tokens[place]
    text = token.text
    next_text = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if text in ("т", "с") and next_text == "." and text_at(tokens, place + 2) == "г":
        words.append(_word(token, Sense(Role.CURRENT, language="ru")))  # «т.г.», «с.г.»
        return place + 1
    roman = find_roman(tokens, place)
    if roman is not None:
        return _add_roman(tokens, place, roman, words, slips)
    if text == "п" and next_text == "/" and text_at(tokens, place + 2) == "г":
        words.append(_word(token, Sense(Role.UNIT, Unit.HALF, language="ru")))  # «1 п/г»
        return place + 3
    if text in ("жарты", "он") and next_text:
        half = find_sense(text + next_text)  # «жарты жылда», «он күндік» in two words
        if half is not None:
            words.append(_word(token, half, text=text + next_text, end=tokens[place + 1].end))
            return place + 2
    sense = find_sense(text)
    if text == "ж" and next_text == "-" and numeral_case(text_at(tokens, place + 2)) is not None:
        case = numeral_case(text_at(tokens, place + 2)) or Case.PLAIN  # «2023 ж-ға дейін»
        words.append(_word(token, Sense(Role.UNIT, Unit.YEAR, case, "kk")))
        return place + 3
    if sense is not None and not _is_cut(tokens, place):
        words.append(token)
        return place + 1
    if text == "c":  # the Latin letter for the Russian preposition
        slips.append(Slip("letters", text))
        words.append(_word(token, Sense(Role.FROM, language="ru")))
        return place + 1
    if text == "но" and _role_at(tokens, place + 1) is Role.NUMBER:
        slips.append(Slip("spelling", "но", "по"))
        words.append(_word(token, Sense(Role.TO, language="ru")))
        return place + 1
    return _add_broken(tokens, place, words, slips)


def _add_mended(tokens: Sequence[Word], place: int, words: list[Word], slips: list[Slip]) -> int:
    """A word in whose letters another alphabet was mixed; told when it is known as it stands."""
    after = _add_word(tokens, place, words, slips)
    if words[-1] is tokens[place] and words[-1].role is not Role.UNKNOWN:
        slips.append(Slip("letters", words[-1].text))
    return after


def _is_whole(tokens: Sequence[Word], place: int) -> bool:
    """Whether a known word can only be itself: no abbreviation, not cut."""
    token = tokens[place]
    if place + 1 == len(tokens):
        return True
    following = tokens[place + 1]
    if following.lines or following.text == "-":
        return False
    if token.text not in _WITH_NEXT:
        return True
    return token.text in _WITH_MARK and following.role is not Role.MARK


def _is_cut(tokens: Sequence[Word], place: int) -> bool:
    """«сен-|тябрь»: a known short word whose rest, alone no word, stands on the next line."""
    part = _joinable(tokens, place + 1)
    if part is None or find_sense(tokens[part].text) is not None:
        return False
    return find_sense(tokens[place].text + tokens[part].text) is not None


def _add_broken(tokens: Sequence[Word], place: int, words: list[Word], slips: list[Slip]) -> int:
    """A word that a line break cut, that lost its space, or that has one wrong letter."""
    token = tokens[place]
    joined, after, first = token.text, place + 1, None
    for _ in range(_LONGEST_JOIN):
        sense = find_sense(joined)
        pair = None if sense else two_months(joined)
        if sense is not None or pair is not None:
            first = (sense, pair, joined, after)
        part = _joinable(tokens, after)
        if part is None:
            break
        joined += tokens[part].text
        after = part + 1
    if first is not None:
        return _add_joined(tokens, place, first, words, slips)
    _add_misspelt(token, words, slips)
    return place + 1


def _add_misspelt(token: Word, words: list[Word], slips: list[Slip]) -> None:
    """A word with a wrong letter or a lost space; else the unknown word that it is."""
    text = token.text
    counted = split_roman(text)
    pair = two_words(text) if counted is None else None
    mended = mend(text) if counted is None and pair is None else None
    if counted is not None:
        words.append(_word(token, Sense(Role.ORDINAL, counted[0])))
        words.append(_word(token, forms()[counted[1]]))
    elif pair is not None:
        slips.append(Slip("spelling", text, " ".join(pair)))
        words.extend(_word(token, forms()[part], text=part) for part in pair)
    elif mended is not None:
        slips.append(Slip("spelling", text, mended))
        words.append(_word(token, forms()[mended], text=mended))
    else:
        words.append(token)


def _add_roman(
    tokens: Sequence[Word], place: int, roman: Roman, words: list[Word], slips: list[Slip]
) -> int:
    if roman.slip is not None:
        slips.append(Slip("spelling", *roman.slip))
    words.append(
        _word(tokens[place], Sense(Role.ORDINAL, roman.value), end=tokens[roman.after - 1].end)
    )
    suffixed = text_at(tokens, roman.after) == "-" and (
        text_at(tokens, roman.after + 1) in RUSSIAN_SUFFIXES
    )
    return roman.after + 2 if suffixed else roman.after  # «I-е полугодие»


def _add_joined(
    tokens: Sequence[Word],
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
        words.append(_word(token, Sense(Role.MARK), text="-", end=end))
        words.append(_word(token, pair[1], text=joined, end=end))
    return after


def _joinable(tokens: Sequence[Word], place: int) -> int | None:
    """The place of the word that may continue a broken one: on the next line, hyphen or not."""
    if place >= len(tokens):
        return None
    if tokens[place].text == "-" and _role_at(tokens, place + 1) not in NO_LETTERS:
        place += 1
    token = tokens[place]
    return place if token.lines == 1 and token.role not in NO_LETTERS else None


def _role_at(tokens: Sequence[Word], place: int) -> Role:
    return tokens[place].role if place < len(tokens) else Role.MARK
