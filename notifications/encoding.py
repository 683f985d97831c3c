"""Texts as the bodies of a message's parts: base64 in lines, what letters share encoded once.

Three bytes make four characters, so that what stands before a literal matters only by how many
bytes of a group of three it leaves open: a literal is kept as each of the three ways encodes it.
The bytes are those that encoding the whole text would give.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from struct import Struct
from typing import NamedTuple

CRLF = b"\r\n"
LINE = 76
GROUP = 3  # bytes that are encoded together
SHORT = 60
"""Bytes of a literal that is not worth being kept."""


def base64_lines(content: bytes) -> bytes:
    """Base64 in lines of 76 characters, without a last line end."""
    return _in_lines(b64encode(content))


def _in_lines(encoded: bytes) -> bytes:
    whole, rest = divmod(len(encoded), LINE)
    if not whole:
        return encoded
    lines = CRLF.join(_cut(whole).unpack_from(encoded))
    return lines + CRLF + encoded[-rest:] if rest else lines


@cache
def _cut(lines: int) -> Struct:
    """Takes so many whole lines apart; a loop over them takes three times as long."""
    return Struct(f"{LINE}s" * lines)


def encode_text(text: str) -> bytes:
    """A text as the body of a part: CRLF line ends, the last one too, UTF-8, base64."""
    lines = _unix(text)
    if not lines.endswith("\n"):
        lines += "\n"
    return base64_lines(lines.replace("\n", "\r\n").encode("utf-8", "replace"))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Encoded(NamedTuple):
    """A literal after so many bytes of an open group: what ends that group, what is left of it."""

    first: bytes
    base64: bytes
    left: bytes


class _Literal(NamedTuple):
    """What stands between two values; a short one is encoded anew together with them."""

    content: bytes
    encoded: tuple[_Encoded, ...]

    @classmethod
    def of(cls, text: str) -> _Literal:
        content = _unix(text).replace("\n", "\r\n").encode("utf-8", "replace")
        if len(content) < SHORT:
            return cls(content, ())
        return cls(content, tuple(_after(content, opened) for opened in range(GROUP)))


def _after(content: bytes, opened: int) -> _Encoded:
    start = -opened % GROUP
    end = len(content) - (len(content) - start) % GROUP
    return _Encoded(content[:start], b64encode(content[start:end]), content[end:])


class EncodedText(NamedTuple):
    """A text with holes, of which all but the holes is encoded; `asked`: the names of values."""

    literals: tuple[_Literal, ...]
    names: tuple[str, ...]
    asked: frozenset[str]

    @classmethod
    def of(cls, literals: Sequence[str], names: Sequence[str]) -> EncodedText:
        """Literals and names of values in turn; the last literal ends the text."""
        *others, last = literals
        if not last.endswith(("\n", "\r")):
            last += "\n"
        parts = tuple(_Literal.of(text) for text in (*others, last))
        return cls(parts, tuple(names), frozenset(names))

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The body with these values: what `encode_text` makes of the text that has them."""
        pieces: list[bytes] = []
        rest = b""  # what is not encoded yet
        for literal, name in zip(self.literals, (*self.names, None), strict=True):
            if literal.encoded:
                first, middle, left = literal.encoded[len(rest) % GROUP]
                rest += first
                pieces += (b64encode(rest), middle)
                rest = left
            else:
                rest += literal.content
            if name is not None:
                rest += values[name]
        pieces.append(b64encode(rest))
        return _in_lines(b"".join(pieces))
