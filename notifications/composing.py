"""Composing letters: Jinja2 templates compiled once, one letter in, texts and MIME bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.headers import message_id, one_line
from notifications.letter import LANGUAGES, TEMPLATES, Composed, Letter, LetterUnwritable
from notifications.mime import assemble
from notifications.preparing import Encoded, Prepared, Render, Rendered
from notifications.shapes import (
    HTML_SHAPES,
    TEXT_SHAPES,
    Shape,
    html_paragraphs,
    text_paragraphs,
)
from notifications.vocabulary import (
    FILTERS,
    contact_with,
    missing_table_of,
    unreachable_table_of,
)
from vekha.roadmap.own_letters import FOLDER, OwnLetters

SHIPPED = Path(__file__).parent / "templates"
END_OF_SUBJECT = "\x1e"
KEPT = 8
"""So many roadmaps' own wordings are kept compiled."""


class _Pair(NamedTuple):
    """One letter's template in its two shapes."""

    text: Template
    html: Template


class Composer:
    """Composes letters; make one and keep it, for compiling the templates is what costs.

    A letter that brings its roadmap's own templates is worded by them: each set of templates is
    compiled once and has skeletons of its own.
    """

    def __init__(self) -> None:
        self._shipped = Wording()
        self._own: dict[str, Wording] = {}

    def compose(self, letter: Letter) -> Composed:
        """The whole letter. Raises LetterUnwritable."""
        subject, text, html = self._wording(letter.own).encode(letter)
        return Composed(
            subject=subject,
            mime=assemble(letter, subject=subject, text=text, html=html),
            message_id=message_id(letter.key, sender=letter.sender.email),
        )

    def render(self, letter: Letter) -> Rendered:
        """Subject, plain text and HTML of a letter, without its message. Raises LetterUnwritable."""
        return self._wording(letter.own).write(letter)

    def _wording(self, own: OwnLetters | None) -> Wording:
        """Two threads that come at once compile twice, which does no harm."""
        if own is None:
            return self._shipped
        found = self._own.get(own.digest)
        if found is None:
            found = Wording(own.texts)
            while len(self._own) >= KEPT:
                self._own.pop(next(iter(self._own)), None)
            self._own[own.digest] = found
        return found


class Wording:
    """The shipped templates, or a roadmap's own before them, compiled, with what is prepared of them.

    own: texts by name («ru/invitation.j2»). They run in a sandbox.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._text = environment(own, html=False)
        self._html = environment(own, html=True)
        self._pair = cache(self._load)
        self._prepared = Prepared()

    def write(self, letter: Letter) -> Rendered:
        """The words; from the third letter of a kind on, out of what is prepared."""
        return self._prepared.render(self._in_full(letter), _kind(letter), letter.context)

    def encode(self, letter: Letter) -> Encoded:
        """The same, encoded as the parts of a message."""
        return self._prepared.encode(self._in_full(letter), _kind(letter), letter.context)

    def _in_full(self, letter: Letter) -> Render:
        return lambda context: self.render(
            letter.template, language=letter.language, context=context, key=letter.key
        )

    def render(
        self, template: str, *, language: str, context: Mapping[str, object], key: str = ""
    ) -> Rendered:
        """Subject, plain text and HTML of one context. Raises LetterUnwritable, from its cause."""
        if template not in TEMPLATES or language not in LANGUAGES:
            raise LetterUnwritable(f"{key}: no template {language}/{template}")
        pair = self._pair(language, template)
        names = {**context, "language": language}
        try:
            first, _, text = pair.text.render(names).partition(END_OF_SUBJECT)
            subject = one_line(first)
            html = pair.html.render(names, subject=subject)
        except UNWRITABLE as error:
            raise LetterUnwritable(f"{key}: {language}/{template}: {error}") from error
        return Rendered(subject, text.strip("\n") + "\n", html.strip() + "\n")

    def _load(self, language: str, template: str) -> _Pair:
        name = f"{language}/{template}.j2"
        try:
            return _Pair(text=self._text.get_template(name), html=self._html.get_template(name))
        except TemplateError as error:
            raise LetterUnwritable(f"{name}: {error}") from error


def _kind(letter: Letter) -> str:
    return f"{letter.language}/{letter.template}"


UNWRITABLE = (TemplateError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)
"""What a template may raise when it is filled."""


class _OwnLoader(BaseLoader):
    """A roadmap's own templates, each under its name in the folder, which errors then give."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """See jinja2.BaseLoader."""
        del environment
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], FOLDER + template, lambda: True


def environment(own: Mapping[str, str] | None, *, html: bool) -> Environment:
    """What templates are compiled in, for the one or the other part of a letter."""
    shapes: Mapping[str, Shape] = HTML_SHAPES if html else TEXT_SHAPES
    shipped = FileSystemLoader(SHIPPED)
    # An own template may build on the one that it replaces: {% extends "shipped/ru/reminder.j2" %}.
    loaders: list[BaseLoader] = [shipped, PrefixLoader({"shipped": shipped})]
    if own is not None:
        loaders.insert(0, _OwnLoader(own))
    # Our own templates need no sandbox, which costs a sixth of the time.
    kind = Environment if own is None else ImmutableSandboxedEnvironment
    made = kind(
        loader=ChoiceLoader(loaders),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(FILTERS)
    made.filters["paragraphs"] = html_paragraphs if html else text_paragraphs
    made.globals.update(shapes)
    made.globals.update(
        contact=contact_with(shapes["phone"], shapes["mail"]),
        missing_table=missing_table_of(shapes["table"], shapes["phone"]),
        unreachable_table=unreachable_table_of(shapes["table"], shapes["phone"]),
        layout="layout.html.j2" if html else "layout.txt.j2",
        end_of_subject=END_OF_SUBJECT,
    )
    return made
