"""Which answers stand behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vekha.answers import Sheet


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One version of one organisation's answers."""

    organisation: str
    version: int


def list_sources(sheets: Iterable[Sheet]) -> tuple[Source, ...]:
    """The submissions of these sheets, by organisation; a sheet without one adds nothing."""
    return tuple(
        sorted(
            Source(sheet.respondent.organisation.key, sheet.submission.version)
            for sheet in sheets
            if sheet.submission is not None
        )
    )
