"""Roman numerals of quarters, half-years and months, in Latin or Cyrillic letters."""

from __future__ import annotations

# «І» and «Х» of the Cyrillic keyboard, «У» for V beside another numeral, small L for I.
_LOOKALIKES = str.maketrans("іхуl", "ixvi")
_NUMERALS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
)  # fmt: skip
_BY_TEXT = {numeral: n for n, numeral in enumerate(_NUMERALS, 1)}
_ALONE_IS_A_WORD = frozenset({"х", "у", "l"})


def read_roman(text: str) -> int | None:
    """The value of a numeral from I to XII in small letters; None for anything else."""
    if len(text) > 4 or text in _ALONE_IS_A_WORD:  # VIII is the longest
        return None
    return _BY_TEXT.get(text.translate(_LOOKALIKES))
