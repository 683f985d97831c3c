"""Ways of reading the same place, and which of them the words of the phrase leave to be tried."""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from vekha.terms.sense import Role

# Each kind of phrase has its own set of roles; a real plan knows a few hundred.
_MOST_REMEMBERED = 4096

Read = TypeVar("Read")


class Way(NamedTuple, Generic[Read]):
    """One way: it opens with one of `opens`, and finds nothing where none of `needs` is said."""

    read: Read
    opens: frozenset[Role]
    needs: frozenset[Role]


class Ways(Generic[Read]):
    """Ways in order, most binding first."""

    def __init__(self, *ways: Way[Read]) -> None:
        self.opens = frozenset[Role]().union(*(way.opens for way in ways))
        self.needs = frozenset[Role]().union(*(way.needs for way in ways))
        self._ways = ways
        self.at = lru_cache(maxsize=_MOST_REMEMBERED)(self._at)

    def _at(self, opening: Role, roles: frozenset[Role]) -> tuple[Read, ...]:
        """What may read from a word `opening` in a phrase whose words have `roles`."""
        return tuple(
            way.read
            for way in self._ways
            if opening in way.opens and not way.needs.isdisjoint(roles)
        )
