"""Text made fit for every format: what XML forbids or what would disguise other text is removed."""

from __future__ import annotations

import re

# XML 1.0 allows tab, newline and carriage return of the control characters, no lone surrogates and
# no non-characters; C1 controls are allowed but invisible. The bidi overrides (U+202D, U+202E) can
# show a name backwards; the isolates and marks that real right-to-left text needs are kept.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202d\u202e\ufeff]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c")
_LONG_WORD = re.compile(r"\S{31,}")
_STEP = 20


def legible(text: str) -> str:
    """Return `text` with line ends as newlines and without characters that no format may hold."""
    if text.isprintable():  # the usual case; also says that there is no newline
        return text
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def breakable(text: str) -> str:
    """Return `text` with zero-width spaces in words of over 30 characters, so that they wrap."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[start : start + _STEP] for start in range(0, len(word), _STEP))
