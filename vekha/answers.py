"""Answers as the figures and letters see them: who was asked, how far each is, what was submitted.

An answer is JSON: number and share → int or float; choice → the choice's key; several → list of
keys; text → str; scale → "plus", "minus", "absent", "unplanned" or "not-held"; file → list of
{"id", "name", "size", "sha256"}. A question left blank has no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vekha.roadmap.programme import Respondent
from vekha.states import SheetState

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Submission:
    """One version of one organisation's answers. `late`: after the closing, by exception."""

    version: int
    at: datetime
    answers: Answers
    channel: str = "link"  # or "behalf"
    late: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One organisation and one survey: the respondent, the state, the latest submission."""

    respondent: Respondent
    state: SheetState
    submission: Submission | None = None
    excused_why: str = ""
    remark: str = ""
    asked: bool = True  # whether the survey was opened to it; False while its invitation waits

    @property
    def answered(self) -> bool:
        """Whether a submission counts (a returned one does not until it is corrected)."""
        return self.submission is not None and self.state is SheetState.SUBMITTED

    @property
    def owed(self) -> bool:
        """Whether an answer is still expected: reminders go to these, and only to these."""
        return self.state in (SheetState.ASKED, SheetState.STARTED, SheetState.RETURNED)


@dataclass(frozen=True, slots=True)
class Wave:
    """One survey as it stands: its sheets in roster order, and its dates (aware, UTC)."""

    survey: str
    opens: datetime
    closes: datetime
    sheets: tuple[Sheet, ...]
    closed: bool = False

    @property
    def silent(self) -> tuple[Sheet, ...]:
        """Those who still owe an answer."""
        return tuple(sheet for sheet in self.sheets if sheet.owed)

    @property
    def reminded(self) -> tuple[Sheet, ...]:
        """Those who owe an answer and know it: who was never invited is not said to be silent."""
        return tuple(sheet for sheet in self.silent if sheet.asked)

    @property
    def answered(self) -> tuple[Sheet, ...]:
        """Those whose answer counts."""
        return tuple(sheet for sheet in self.sheets if sheet.answered)

    @property
    def excused(self) -> tuple[Sheet, ...]:
        """Those who were excused: shown, and left out of the denominator."""
        return tuple(sheet for sheet in self.sheets if sheet.state is SheetState.EXCUSED)

    @property
    def base(self) -> int:
        """The denominator of the response rate: all who were asked, less the excused."""
        return len(self.sheets) - len(self.excused)
