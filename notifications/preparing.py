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

from notifications.encoding import EncodedText, encode_text
from notifications.shapes import WEB

OF_PERSON = ("name", "position", "greeting")
OF_LETTER = ("organisation", "link")
START, END = "\ue000", "\ue001"  # of the private use area: in no name, and printed as they are
CASED = "aZ"  # what changes the case of a text changes a mark, and is noticed
MARKS = re.compile(f"{START}{CASED}({'|'.join((*OF_PERSON, *OF_LETTER))}){END}")
KEPT = 256


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


class Rendered(NamedTuple):
    """The words of a letter: one line, plain text, HTML."""

    subject: str
    text: str
    html: str


Render = Callable[[Mapping[str, object]], Rendered]


class Encoded(NamedTuple):
    """The same, the texts as the bodies of a message's parts."""

    subject: str
    text: bytes
    html: bytes

    @classmethod
    def of(cls, words: Rendered) -> Encoded:
        """Encoded from one end to the other."""
        return cls(words.subject, encode_text(words.text), encode_text(words.html))


class Skeleton(NamedTuple):
    """The three texts of a letter with holes, as they are and encoded."""

    subject: Filling
    text: Filling
    html: Filling
    text_body: EncodedText
    html_body: EncodedText

    @classmethod
    def of(cls, marked: Rendered) -> Skeleton:
        """Of texts with marks. Raises LooksInside when a mark was taken apart."""
        subject, text, html = map(Filling.of, marked)
        return cls(subject, text, html, EncodedText.of(*text), EncodedText.of(*html))

    def fill(self, values: Mapping[str, str]) -> Rendered:
        """Subject, text and HTML of one letter."""
        escaped = {name: str(escape(value)) for name, value in values.items()}
        return Rendered(self.subject.fill(values), self.text.fill(values), self.html.fill(escaped))

    def encode(self, values: Mapping[str, str]) -> Encoded:
        """The same, encoded: only the values are encoded now."""
        plain = {name: values[name].encode() for name in self.text_body.asked}
        escaped = {name: escape(values[name]).encode() for name in self.html_body.asked}
        subject = self.subject.fill(values)
        return Encoded(subject, self.text_body.fill(plain), self.html_body.fill(escaped))

    def agrees(self, values: Mapping[str, str], words: Rendered) -> bool:
        """Whether it gives these words for these values, in both ways."""
        return self.fill(values) == words and self.encode(values) == Encoded.of(words)


class Prepared:
    """Skeletons of the campaigns at hand, by all that their letters share."""

    def __init__(self) -> None:
        self._skeletons: dict[str, Skeleton | None] = {}
        self._seen: set[str] = set()
        self._last: dict[str, _Last] = {}

    def render(self, render: Render, kind: str, context: Mapping[str, object]) -> Rendered:
        """What `render(context)` gives; faster from the third letter of a kind on.

        kind: what `render` depends on beside the context: «ru/invitation».
        """
        found = self._find(render, kind, context)
        return found if isinstance(found, Rendered) else found.skeleton.fill(found.values)

    def encode(self, render: Render, kind: str, context: Mapping[str, object]) -> Encoded:
        """The same, encoded."""
        found = self._find(render, kind, context)
        if isinstance(found, Rendered):
            return Encoded.of(found)
        return found.skeleton.encode(found.values)

    def _find(self, render: Render, kind: str, context: Mapping[str, object]) -> Rendered | _Filled:
        personal = _personal(context)
        if personal is None:
            return render(context)
        shared = _shared(context, personal)
        kind += f" {_traits(personal)}"
        last = self._last.get(kind)
        if last is not None and last.shared == shared:  # nearly always, and faster than to print it
            return _Filled(last.skeleton, personal)
        key = f"{kind} {shared!r}"
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
        if skeleton is None:
            return render(context)
        if len(self._last) >= KEPT:
            self._last.clear()
        self._last[kind] = _Last(shared, skeleton)
        return _Filled(skeleton, personal)

    def _keep(self, key: str, skeleton: Skeleton | None) -> None:
        if len(self._skeletons) >= KEPT:
            self._skeletons.clear()
        self._skeletons[key] = skeleton


class _Last(NamedTuple):
    """What the last letter of a kind shared with others, and their skeleton."""

    shared: dict[str, object]
    skeleton: Skeleton


class _Filled(NamedTuple):
    """A letter as its skeleton and its values."""

    skeleton: Skeleton
    values: dict[str, str]


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
        skeleton = Skeleton.of(render(marked))
    except LooksInside:
        return None
    return skeleton if skeleton.agrees(personal, rendered) else None
