"""Text to tokens: numbers, words and marks as they stand; together they are read in `lexicon`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from vekha.terms.forms import find_sense
from vekha.terms.sense import Case, Role, Sense, Value, Word, make_word

# A cell of a table is never longer; what is beyond is prose, not a term.
LONGEST_PHRASE = 2_000


_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(r"(\d+)|([^\W\d_]+)|\.\.+|[^\w\s]|_")
_DIGITS, _LETTERS = 1, 2  # its groups
_MARK, _UNKNOWN = Sense(Role.MARK), Sense(Role.UNKNOWN)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CLOCK_SUPERSCRIPT = r"(\d)\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})"  # compiled where it is needed, as some below
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u0301]"
_DASHES = "[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d~\u2192]"
# Old Kazakh fonts wrote ә with the Latin schwa; ё is written as е more often than not.
# «01.1О.2023», «О1.09.2023»: the letter for a zero.
_LETTER_ZERO = r"(?<=\d)[oо](?=[.\d])|(?<![^\W_])[oо](?=\d\.)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_SIGNS = {ord("\u2160") + n: numeral for n, numeral in enumerate(_ROMAN)}
# What nearly every phrase is made of: nothing there to normalise but ё, dashes and fixed spaces.
_USUAL = re.compile("[\t\n -}\u00a0«»Ёё№А-яӘәҒғҚқҢңӨөҰұҮүҺһІі\u2013\u2014]*")
_ONE_LETTER = str.maketrans({"ё": "е", "\u00a0": " ", "\u0259": "ә"}) | _SUPERSCRIPT
_LETTER_THEN_FIGURE = re.compile(r"[oо][.\d]")
_CYRILLIC = "[\u0400-\u04ff]"
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmthbi", "асеорхукмтнві")
_ROMAN_ONLY = "[ivxіхуl1]+"


def clean(phrase: str) -> str:
    """The phrase in small letters with one kind of dash and space; «15⁰⁰» becomes «15:00»."""
    text = phrase[:LONGEST_PHRASE].rstrip()
    text = text.replace("\\n", "\n")  # as tables of text write a line break
    if text.isascii():
        return text.lower()
    if _USUAL.fullmatch(text):
        text = text.lower().replace("ё", "е").replace("\u00a0", " ")
        return text.replace("\u2013", "-").replace("\u2014", "-")
    text = re.sub(
        _CLOCK_SUPERSCRIPT, lambda found: f"{found[1]}:{found[2].translate(_SUPERSCRIPT)}", text
    )
    text = unicodedata.normalize("NFC", text)
    text = re.sub(_INVISIBLE, "", text)
    return re.sub(_DASHES, "-", text).translate(_ROMAN_SIGNS).lower().translate(_ONE_LETTER)


def put_zeros(text: str) -> str:
    """«01.1О.2023» with the figure that was meant."""
    return re.sub(_LETTER_ZERO, "0", text) if _LETTER_THEN_FIGURE.search(text) else text


class Piece(NamedTuple):
    """What touches nothing, or stands apart from what it touches by what it is made of."""

    form: tuple[str, Role, Value, Case, str, bool, bool]  # the text and its sense
    start: int
    end: int
    glued: bool
    mended: bool  # letters of another alphabet were put right


def tokenize(text: str) -> tuple[list[Word], set[int]]:
    """Split a cleaned text; digits and letters that touch are apart («22февраля»).

    Each token is a word with the sense that it has by itself: a number, a mark, a known form or
    unknown. Beside them the starts of those in which letters of another alphabet were put right.
    """
    tokens: list[Word] = []
    mended: set[int] = set()
    end = 0
    broken = "\n" in text
    for found in _CHUNK.finditer(text):
        at = found.start()
        lines = text.count("\n", end, at) if broken else 0
        for piece in _pieces(found[0]):
            form, start, stop, glued, wrong = piece
            tokens.append(make_word((*form, at + start, at + stop, lines, glued)))
            lines = 0
            if wrong:
                mended.add(at + start)
        end = found.end()
    return tokens, mended


# Plans repeat their words: what stands between two blanks is taken apart once.
@lru_cache(maxsize=4096)
def _pieces(chunk: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for found in _PIECE.finditer(chunk):
        text, mended = found[0], False
        sense = _MARK
        if found.lastindex == _LETTERS:
            text, mended = _one_alphabet(text)
            sense = find_sense(text) or _UNKNOWN
        elif found.lastindex == _DIGITS:
            text = _ascii_digits(text)
            sense = Sense(Role.NUMBER, int(text))
        start, end = found.span()
        pieces.append(Piece((text, *sense), start, end, start > 0, mended))
    return tuple(pieces)


def _one_alphabet(word: str) -> tuple[str, bool]:
    """Put look-alike Latin letters in a Cyrillic word right; a Roman numeral stays."""
    if not (_LATIN.search(word) and re.search(_CYRILLIC, word)) or re.fullmatch(_ROMAN_ONLY, word):
        return word, False
    return word.translate(_LOOKALIKES), True


def _ascii_digits(number: str) -> str:
    """«٢٠٢٤» counts as digits for `re`; keep to ASCII so that int and lengths agree."""
    return number if number.isascii() else "".join(str(unicodedata.digit(c, 0)) for c in number)
