"""Contexts to try a template with before anything is sent, made from the types of contexts.py.

For each template one where everything is there, one where nothing is that may be missing, and each
value of the words that templates ask about (which change, whose side, which kind of duty).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from notifications.contexts import CONTEXTS, Common

LINK = "https://vekha.example/a/sample"
MOMENT = "2024-02-29T18:00:00+06:00"
EARLIER = "2024-02-15T09:00:00+06:00"

WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("closing", "meeting", "visit"),
    "change": ("moved", "restored", "dropped", "closed", "uninvited", "excused"),
    "side": ("guest", "host"),
    "why": ("no-address", "dead", "calls"),
}
OF_DUTY = ("invitation", "collection", "reminder")
"""What `kind` is within a duty."""

FIXED: Mapping[str, str] = {
    "zone": "Asia/Almaty",
    "date": "2024-02-20",
    "link": LINK,
    "board": LINK,
    "opens": EARLIER,
    "due": EARLIER,
    "submitted_at": EARLIER,
    **dict.fromkeys(("closes", "closed", "starts", "ends", "not_after"), MOMENT),
}
NUMBERS: Mapping[str, tuple[int, int]] = {"days_left": (3, 0), "number": (3, 1), "version": (2, 1)}
MANY, FEW = 3, 0
NEVER_EMPTY = ("duties", "activities", "deeds", "surveys")
CALLED_OFF = ("dropped", "closed", "uninvited", "excused")


@dataclass(frozen=True, slots=True)
class _Making:
    """Which sample is made: `full`, or bare; `words`: the values of WORDS."""

    full: bool
    words: Mapping[str, str]


@cache
def fields_of(template: str) -> Mapping[str, Any]:
    """The types of a context's fields; of any template but the sixteen, those of all letters."""
    return get_type_hints(CONTEXTS.get(template, Common))


@cache
def every_field() -> frozenset[str]:
    """The names of all fields of all contexts, with those inside them."""
    found: set[str] = set()
    waiting = [*CONTEXTS.values()]
    while waiting:
        for name, hint in get_type_hints(waiting.pop()).items():
            if name not in found:
                found.add(name)
            waiting += [one for one in _within(hint) if is_typeddict(one)]
    return frozenset(found)


@cache
def samples(template: str) -> tuple[dict[str, object], ...]:
    """The contexts; the first is the one where everything is there."""
    asked = [name for name in WORDS if name in _names(fields_of(template))]
    choices = [OF_DUTY if template == "together" and n == "kind" else WORDS[n] for n in asked]
    made = [
        _sample(template, _Making(full, dict(zip(asked, words, strict=True))))
        for full in (True, False)
        for words in product(*choices)
    ]
    if "days_left" in fields_of(template):
        made += [{**made[0], "days_left": days} for days in (0, -3)]
    return tuple(made)


def _sample(template: str, making: _Making) -> dict[str, object]:
    made = {name: _value(name, hint, making) for name, hint in fields_of(template).items()}
    if template == "change" and making.words["change"] in CALLED_OFF:
        made["becomes"] = None
    elif template == "change":
        made["becomes"] = made["becomes"] or made["was"]
    return made


def _names(fields: Mapping[str, Any]) -> set[str]:
    """Names of fields with those inside their lists and parts."""
    found = set(fields)
    for hint in fields.values():
        for one in _within(hint):
            if is_typeddict(one):
                found |= _names(get_type_hints(one))
    return found


def _within(hint: Any) -> Iterator[Any]:
    """A type, and those of which it is made."""
    yield hint
    for one in get_args(hint):
        yield from _within(one)


def _value(name: str, hint: Any, making: _Making) -> object:
    if get_origin(hint) is UnionType:
        if not making.full:
            return None
        [hint] = [one for one in get_args(hint) if one is not NoneType]
    if is_typeddict(hint):
        return {key: _value(key, one, making) for key, one in get_type_hints(hint).items()}
    if get_origin(hint) is list:
        if not making.full and name not in NEVER_EMPTY:
            return []
        [one] = get_args(hint)
        return [_value(name, one, making) for _ in range(2 if making.full else 1)]
    if hint is bool:
        return making.full
    if hint is int:
        return NUMBERS.get(name, (MANY, FEW))[0 if making.full else 1]
    return making.words.get(name) or FIXED.get(name) or (f"«{name}»" if making.full else "")
