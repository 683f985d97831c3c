"""Composing letters: Jinja2 templates compiled once, one letter in, texts and MIME bytes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from notifications.letter import Composed, Letter


class Composer:
    """Composes letters; make one and keep it, for compiling the templates is what costs.

    own: a folder or a mapping of template names («ru/invitation.j2») that come before the shipped
    ones, so that a roadmap can word its letters itself.
    """

    def __init__(self, *, own: Path | Mapping[str, str] | None = None) -> None:
        self.own = own

    def compose(self, letter: Letter) -> Composed:
        """The whole letter. Raises LetterUnwritable."""
        raise NotImplementedError  # arrives with the next commit
