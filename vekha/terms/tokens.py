"""Text to tokens: numbers, words and marks, with what stood between them; meaning is in `lexicon`."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

# A cell of a table is never longer; what is beyond is prose, not a term.
LONGEST_PHRASE = 2_000


class TokenKind(StrEnum):
    """What a token is made of."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


class Token(NamedTuple):
    """One token: `text` in small letters, `start` and `end` in the phrase after `clean`."""

    kind: TokenKind
    text: str
    start: int
    end: int
    lines: int  # line breaks between the previous token and this one
    glued: bool  # nothing stood between the previous token and this one
    mended: bool = False  # letters of another alphabet were put right


_token = partial(tuple.__new__, Token)  # from a tuple of its fields, without a call of Python code

_TOKEN = re.compile(r"(\d+)|([^\W\d_]+)|(\.\.+|[^\w\s]|_)", re.UNICODE)
_DIGITS, _LETTERS = 1, 2  # its groups
_KINDS = (TokenKind.MARK, TokenKind.NUMBER, TokenKind.WORD, TokenKind.MARK)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CLOCK_SUPERSCRIPT = re.compile(r"(\d)\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u0301]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d~\u2192]")
# Old Kazakh fonts wrote ә with the Latin schwa; ё is written as е more often than not.
# «01.1О.2023», «О1.09.2023»: the letter for a zero.
_LETTER_ZERO = re.compile(r"(?<=\d)[oо](?=[.\d])|(?<![^\W_])[oо](?=\d\.)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_SIGNS = {ord("\u2160") + n: numeral for n, numeral in enumerate(_ROMAN)}
# What nearly every phrase is made of: nothing there to normalise but ё, dashes and fixed spaces.
_USUAL = re.compile("[\t\n -}\u00a0«»Ёё№А-яӘәҒғҚқҢңӨөҰұҮүҺһІі\u2013\u2014]*")
_ONE_LETTER = str.maketrans({"ё": "е", "\u00a0": " ", "\u0259": "ә"}) | _SUPERSCRIPT
_LETTER_THEN_FIGURE = re.compile(r"[oо][.\d]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmthbi", "асеорхукмтнві")
_ROMAN_ONLY = re.compile("[ivxіхуl1]+")


def clean(phrase: str) -> str:
    """The phrase in small letters with one kind of dash and space; «15⁰⁰» becomes «15:00»."""
    text = phrase[:LONGEST_PHRASE].rstrip()
    text = text.replace("\\n", "\n")  # as tables of text write a line break
    if text.isascii():
        return text.lower()
    if _USUAL.fullmatch(text):
        text = text.lower().replace("ё", "е").replace("\u00a0", " ")
        return text.replace("\u2013", "-").replace("\u2014", "-")
    text = _CLOCK_SUPERSCRIPT.sub(
        lambda found: f"{found[1]}:{found[2].translate(_SUPERSCRIPT)}", text
    )
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text)
    return _DASHES.sub("-", text).translate(_ROMAN_SIGNS).lower().translate(_ONE_LETTER)


def put_zeros(text: str) -> str:
    """«01.1О.2023» with the figure that was meant."""
    return _LETTER_ZERO.sub("0", text) if _LETTER_THEN_FIGURE.search(text) else text


def tokenize(text: str) -> list[Token]:
    """Split a cleaned text; digits and letters that touch are separate tokens («22февраля»)."""
    tokens: list[Token] = []
    end = -1  # nothing stands before the first
    broken = "\n" in text
    for found in _TOKEN.finditer(text):
        start, stop = found.span()
        lines = text.count("\n", max(end, 0), start) if broken and start > end else 0
        word, mended = found[0], False
        group = found.lastindex or 0
        if group == _LETTERS:
            word, mended = _one_alphabet(word)
        elif group == _DIGITS and not word.isascii():
            word = _ascii_digits(word)
        tokens.append(_token((_KINDS[group], word, start, stop, lines, start == end, mended)))
        end = stop
    return tokens


@lru_cache(maxsize=4096)
def _one_alphabet(word: str) -> tuple[str, bool]:
    """Put look-alike Latin letters in a Cyrillic word right; a Roman numeral stays."""
    if not (_LATIN.search(word) and _CYRILLIC.search(word)) or _ROMAN_ONLY.fullmatch(word):
        return word, False
    return word.translate(_LOOKALIKES), True


def _ascii_digits(number: str) -> str:
    """«٢٠٢٤» counts as digits for `re`; keep to ASCII so that int and lengths agree."""
    return "".join(str(unicodedata.digit(c, 0)) for c in number)
