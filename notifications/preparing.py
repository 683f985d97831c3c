"""Letters of one campaign prepared once: what they share is rendered, what is personal is filled in.

A template is rendered with marks in the place of the personal values. A mark can only be printed;
a template that looks into one is rendered in full each time, and so is a value that would not be
printed as it is. Before a prepared letter is used it is compared with a letter rendered in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from markupsafe import escape

from notifications.shapes import WEB

OF_PERSON = ("name", "position", "greeting")
OF_LETTER = ("organisation", "link")
START, END = "\ue000", "\ue001"  # of the private use area: in no name, and printed as they are
CASED = "aZ"  # what changes the case of a text changes a mark, and is noticed
MARKS = re.compile(f"{START}{CASED}({'|'.join((*OF_PERSON, *OF_LETTER))}){END}")
KEPT = 256

Rendered = tuple[str, str, str]
Render = Callable[[Mapping[str, object]], Rendered]


class LooksInside(Exception):
    """The template does more with a personal value than print it: render it in full."""


class Mark(str):
    """What stands for a personal value that is not empty."""

    on_the_web: bool

    @classmethod
    def of(cls, name: str, value: str) -> Mark:
        """The mark of a value."""
        mark = cls(f"{START}{CASED}{name}{END}")
        mark.on_the_web = value.startswith(WEB)
        return mark

    def __bool__(self) -> bool:
        return True

    def startswith(self, prefix: Any, *_: Any) -> bool:
        """Whether a link leads to the web is part of what letters must share."""
        if prefix == WEB:
            return self.on_the_web
        raise LooksInside(prefix)


def _refuse(self: Mark, *_: object, **__: object) -> NoReturn:
    raise LooksInside


LOOKING = ("eq", "ne", "lt", "le", "gt", "ge", "hash", "len", "contains", "getitem", "iter", "mod")
for _name in (
    *(f"__{special}__" for special in LOOKING),
    *(method for method in vars(str) if not method.startswith("_") and method != "startswith"),
):
    setattr(Mark, _name, _refuse)


class Filling(NamedTuple):
    """A text with holes: literals and names of values in turn."""

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, marked: str) -> Filling:
        """Raises LooksInside when a mark was taken apart."""
        found = MARKS.split(marked)
        if any(START in literal or END in literal for literal in found[::2]):
            raise LooksInside
        return cls(tuple(found[::2]), tuple(found[1::2]))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its values."""
        pieces = [""] * (len(self.literals) + len(self.names))
        pieces[::2] = self.literals
        pieces[1::2] = [values[name] for name in self.names]
        return "".join(pieces)


class Skeleton(NamedTuple):
    """The three texts of a letter with holes."""

    subject: Filling
    text: Filling
    html: Filling

    def fill(self, values: Mapping[str, str]) -> Rendered:
        """Subject, text and HTML of one letter."""
        escaped = {name: str(escape(value)) for name, value in values.items()}
        return self.subject.fill(values), self.text.fill(values), self.html.fill(escaped)


class Prepared:
    """Skeletons of the campaigns at hand, by all that their letters share."""

    def __init__(self) -> None:
        self._skeletons: dict[str, Skeleton | None] = {}
        self._seen: set[str] = set()

    def render(
        self, render: Render, *, template: str, language: str, context: Mapping[str, object]
    ) -> Rendered:
        """What `render(context)` gives; faster from the third letter of a kind on."""
        personal = _personal(context)
        if personal is None:
            return render(context)
        shared = _shared(context, personal)
        key = f"{language}/{template} {_traits(personal)} {shared!r}"
        if key not in self._skeletons:
            rendered = render(context)
            if key in self._seen:
                self._keep(key, _prepare(render, shared, personal, rendered))
            else:
                if len(self._seen) >= KEPT:
                    self._seen.clear()
                self._seen.add(key)
            return rendered
        skeleton = self._skeletons[key]
        return render(context) if skeleton is None else skeleton.fill(personal)

    def _keep(self, key: str, skeleton: Skeleton | None) -> None:
        if len(self._skeletons) >= KEPT:
            self._skeletons.clear()
        self._skeletons[key] = skeleton


def _personal(context: Mapping[str, object]) -> dict[str, str] | None:
    """The personal values; None where one is not printed as it is (line ends, control characters)."""
    person = context.get("person")
    if not isinstance(person, dict):
        return None
    found = {name: person.get(name) for name in OF_PERSON}
    found |= {name: context.get(name) for name in OF_LETTER}
    values: dict[str, str] = {}
    for name, value in found.items():
        if value is None:
            continue
        if not isinstance(value, str) or not _printed_as_it_is(value):
            return None
        values[name] = value
    return values


def _printed_as_it_is(value: str) -> bool:
    """No line ends, control characters, marks or spaces that a template would put right."""
    return value.isprintable() and "  " not in value and value == value.strip(" ")


def _traits(personal: Mapping[str, str]) -> str:
    """What a template may ask of a mark, in one word: is it there, does it lead to the web."""
    return "".join(
        f"{name}{'@' if value.startswith(WEB) else '+' if value else '-'}"
        for name, value in personal.items()
    )


def _shared(context: Mapping[str, object], personal: Mapping[str, str]) -> dict[str, object]:
    """The context without its personal values."""
    shared = {name: value for name, value in context.items() if name not in OF_LETTER}
    person = context["person"]
    assert isinstance(person, dict)
    shared["person"] = {name: value for name, value in person.items() if name not in personal}
    for name in OF_LETTER:
        if name in context and name not in personal:  # None
            shared[name] = context[name]
    return shared


def _prepare(
    render: Render, shared: Mapping[str, object], personal: Mapping[str, str], rendered: Rendered
) -> Skeleton | None:
    """The skeleton; None for a template that is to be rendered in full each time."""
    marks: dict[str, str] = {
        name: Mark.of(name, value) if value else "" for name, value in personal.items()
    }
    person = shared["person"]
    assert isinstance(person, dict)
    marked = {
        **shared,
        **{name: marks[name] for name in OF_LETTER if name in marks},
        "person": {**person, **{name: marks[name] for name in OF_PERSON if name in marks}},
    }
    try:
        skeleton = Skeleton(*(Filling.of(text) for text in render(marked)))
    except LooksInside:
        return None
    return skeleton if skeleton.fill(personal) == rendered else None
