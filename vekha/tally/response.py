"""Who has answered, by district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vekha.states import SheetState
from vekha.tally.districts import count_by_district
from vekha.tally.share import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.answers import Sheet, Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.tally.districts import ByDistrict


@dataclass(frozen=True, slots=True)
class Response:
    """Counts of organisations. `on_time` are those of `answered` that were not late."""

    asked: int
    excused: int
    answered: int
    on_time: int

    @property
    def base(self) -> int:
        """Those who had to answer: all who were asked, less the excused."""
        return self.asked - self.excused

    @property
    def silent(self) -> int:
        """Those who still owe an answer (a returned one does not count until corrected)."""
        return self.base - self.answered

    @property
    def share(self) -> Share:
        """The response rate, of those who had to answer."""
        return Share(self.answered, self.base)


def count_response(sheets: Sequence[Sheet]) -> Response:
    """Count one group of sheets."""
    answered = [sheet for sheet in sheets if sheet.answered]
    return Response(
        asked=len(sheets),
        excused=sum(sheet.state is SheetState.EXCUSED for sheet in sheets),
        answered=len(answered),
        on_time=sum(not sheet.submission.late for sheet in answered if sheet.submission),
    )


def tally_response(roadmap: Roadmap, wave: Wave) -> ByDistrict[Response]:
    """The response of a wave: every district of the roster, also those nobody was asked in."""
    return count_by_district(roadmap, wave.sheets, count_response)
