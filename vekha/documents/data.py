"""What a document is made from besides the roadmap: waves, marks, terms as read, one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from vekha.answers import Wave
    from vekha.dating.schedule import DatedMeeting
    from vekha.marks import MarkFact
    from vekha.outline import Language
    from vekha.terms.term import Term


class WaveMissingError(LookupError):
    """A report's survey has no wave yet: open the survey first, or give its answers."""


@dataclass(frozen=True, slots=True)
class DocumentData:
    """Everything as it stood at `as_of` (aware). The same data give the same outline.

    waves: survey key → its wave. marks: activity key → the mark set. terms: activity key → its
    term as read. meetings: meeting key → when it is held. language: of the document; None is the roadmap's own.
    """

    as_of: datetime
    waves: Mapping[str, Wave] = field(default_factory=dict)
    marks: Mapping[str, MarkFact] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    language: Language | None = None
    meetings: Mapping[str, DatedMeeting] = field(default_factory=dict)

    def wave(self, survey: str | None) -> Wave:
        """The wave of a survey; raises WaveMissingError."""
        if survey is None or survey not in self.waves:
            raise WaveMissingError(survey or "")
        return self.waves[survey]
