"""Composing letters: Jinja2 templates compiled once, one letter in, texts and MIME bytes out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.headers import message_id, one_line
from notifications.letter import LANGUAGES, TEMPLATES, Composed, Letter, LetterUnwritable
from notifications.mime import write_mime
from notifications.preparing import Prepared
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

SHIPPED = Path(__file__).parent / "templates"
END_OF_SUBJECT = "\x1e"


class _Pair(NamedTuple):
    """One letter's template in its two shapes."""

    text: Template
    html: Template


class Composer:
    """Composes letters; make one and keep it, for compiling the templates is what costs.

    own: a folder or a mapping of template names («ru/invitation.j2») that come before the shipped
    ones, so that a roadmap can word its letters itself. They run in a sandbox.
    """

    def __init__(self, *, own: Path | Mapping[str, str] | None = None) -> None:
        self._text = _environment(own, shapes=TEXT_SHAPES, html=False)
        self._html = _environment(own, shapes=HTML_SHAPES, html=True)
        self._pair = cache(self._load)
        self._prepared = Prepared()

    def compose(self, letter: Letter) -> Composed:
        """The whole letter. Raises LetterUnwritable."""

        def render(context: Mapping[str, object]) -> tuple[str, str, str]:
            return self.render(
                letter.template, language=letter.language, context=context, key=letter.key
            )

        subject, text, html = self._prepared.render(
            render, template=letter.template, language=letter.language, context=letter.context
        )
        return Composed(
            subject=subject,
            text=text,
            html=html,
            mime=write_mime(letter, subject=subject, text=text, html=html),
            message_id=message_id(letter.key, sender=letter.sender.email),
        )

    def render(
        self, template: str, *, language: str, context: Mapping[str, object], key: str = ""
    ) -> tuple[str, str, str]:
        """Subject, plain text and HTML of a letter, for sending or for a preview."""
        if template not in TEMPLATES or language not in LANGUAGES:
            raise LetterUnwritable(f"{key}: no template {language}/{template}")
        pair = self._pair(language, template)
        names = {**context, "language": language}
        try:
            first, _, text = pair.text.render(names).partition(END_OF_SUBJECT)
            subject = one_line(first)
            html = pair.html.render(names, subject=subject)
        except (TemplateError, LookupError, TypeError, ValueError) as error:
            raise LetterUnwritable(f"{key}: {language}/{template}: {error}") from error
        return subject, text.strip("\n") + "\n", html.strip() + "\n"

    def _load(self, language: str, template: str) -> _Pair:
        name = f"{language}/{template}.j2"
        try:
            return _Pair(text=self._text.get_template(name), html=self._html.get_template(name))
        except TemplateError as error:
            raise LetterUnwritable(f"{name}: {error}") from error


def _environment(
    own: Path | Mapping[str, str] | None, *, shapes: Mapping[str, Shape], html: bool
) -> Environment:
    shipped = FileSystemLoader(SHIPPED)
    # An own template may build on the one that it replaces: {% extends "shipped/ru/reminder.j2" %}.
    loaders: list[BaseLoader] = [shipped, PrefixLoader({"shipped": shipped})]
    if own is not None:
        loaders.insert(0, FileSystemLoader(own) if isinstance(own, Path) else DictLoader(own))
    # Our own templates need no sandbox, which costs a sixth of the time.
    kind = Environment if own is None else ImmutableSandboxedEnvironment
    environment = kind(
        loader=ChoiceLoader(loaders),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(FILTERS)
    environment.filters["paragraphs"] = html_paragraphs if html else text_paragraphs
    environment.globals.update(shapes)
    environment.globals.update(
        contact=contact_with(shapes["phone"], shapes["mail"]),
        missing_table=missing_table_of(shapes["table"], shapes["phone"]),
        unreachable_table=unreachable_table_of(shapes["table"], shapes["phone"]),
        layout="layout.html.j2" if html else "layout.txt.j2",
        end_of_subject=END_OF_SUBJECT,
    )
    return environment
