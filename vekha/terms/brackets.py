"""What stands in brackets apart from what stands outside; what it means is in `parsing`."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from vekha.terms.sense import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.terms.sense import Word


_BRACKETS = frozenset("()")
_text_of = attrgetter("text")


def _is_enumerator(outer: Sequence[Word]) -> bool:
    """«1) 12 сентября; 2) 10 октября»: the number before a lone bracket counts the items."""
    if not outer or outer[-1].role not in (Role.NUMBER, Role.ORDINAL, Role.UNKNOWN):
        return False
    return len(outer) == 1 or outer[-1].lines > 0 or outer[-2].role is Role.MARK


def split_brackets(words: list[Word]) -> tuple[list[Word], list[list[Word]]]:
    """What stands outside brackets, and each group inside; a phrase wholly in brackets is bare."""
    if _BRACKETS.isdisjoint(map(_text_of, words)):
        return words, []
    outer: list[Word] = []
    groups: list[list[Word]] = []
    depth = 0
    for word in words:
        if word.role is Role.MARK and word.text == "(":
            depth += 1
            if depth == 1:
                groups.append([])
        elif word.role is Role.MARK and word.text == ")":
            if not depth and _is_enumerator(outer):
                outer.pop()
            depth = max(0, depth - 1)
        elif depth:
            groups[-1].append(word)
        else:
            outer.append(word)
    says = any(word.role not in (Role.MARK, Role.UNKNOWN) for word in outer)
    if not says and groups:
        return [word for group in groups for word in group], []
    return outer, groups
